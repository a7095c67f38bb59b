import DiplePluginKit

/// What the paragraphs of a document tell each other: facts, each under a question, and the answers made of them. It
/// remembers who asked what, so that a changed answer reaches those who used it, and an equal one nobody.
struct Board<A: PassageAnnotator> {
  /// A question. An object, so that what grows in it is never copied, and that who told or asked need not look it up again.
  private final class Slot: Topic {
    let question: A.Question
    /// The facts in document order.
    var facts: [A.Fact] = []
    var answer: A.Answer?

    init(_ question: A.Question, hash: Int) {
      self.question = question
      super.init(hash: hash)
    }

    override func removeFacts(_ range: Range<Int>) { facts.removeSubrange(range) }

    func find(_ annotator: A) -> A.Answer? {
      answer = facts.isEmpty ? nil : annotator.answer(question, facts)
      isAnswered = true
      return answer
    }
  }

  private let annotator: A
  /// The questions, without what depends on their type.
  var topics = Topics()

  init(_ annotator: A) { self.annotator = annotator }

  /// Adds a fact that a paragraph tells, behind those it told before. Returns the question, for `Topics.remove`.
  mutating func add(_ question: A.Question, _ fact: A.Fact, of number: Int) -> Topic {
    let slot = slot(question)
    let index = topics.tell(slot, by: number)
    if index == slot.facts.count { slot.facts.append(fact) } else { slot.facts.insert(fact, at: index) }
    return slot
  }

  /// The answer to a question that the paragraph `reader` asks, and the question, for `Topics.release`.
  mutating func ask(_ question: A.Question, by reader: Int) -> (A.Answer?, Topic) {
    let slot = slot(question)
    topics.ask(slot, by: reader)
    return (slot.isAnswered ? slot.answer : slot.find(annotator), slot)
  }

  /// The answer to a question of one that need not hear of another answer.
  func answer(to question: A.Question) -> A.Answer? {
    guard let slot = known(question, question.hashValue) else { return nil }
    return slot.isAnswered ? slot.answer : slot.find(annotator)
  }

  /// Answers again what was touched. Returns the numbers of the paragraphs that used an answer which is another now.
  mutating func settle() -> Set<Int> {
    topics.settle { [annotator] topic in
      let slot = unsafeDowncast(topic, to: Slot.self)
      let before = slot.answer
      return slot.find(annotator) != before
    }
  }

  private func known(_ question: A.Question, _ hash: Int) -> Slot? {
    var topic = topics[hash]
    while let other = topic {
      let slot = unsafeDowncast(other, to: Slot.self)
      if slot.question == question { return slot }
      topic = other.next
    }
    return nil
  }

  private mutating func slot(_ question: A.Question) -> Slot {
    let hash = question.hashValue
    if let known = known(question, hash) { return known }
    let new = Slot(question, hash: hash)
    topics.insert(new)
    return new
  }
}
