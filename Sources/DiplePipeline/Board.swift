import DiplePluginKit

/// What the paragraphs of a document tell each other: facts, each under a question, and the answers made of them. It
/// remembers who asked what, so that a changed answer reaches those who used it, and an equal one nobody.
struct Board<Question: Hashable, Fact, Answer: Equatable> {
  /// A question. An object, so that what grows in it is never copied.
  private final class Slot {
    /// The facts in document order, and the numbers of the paragraphs that told them.
    var facts: [Fact] = []
    var tellers: [Int] = []
    /// Present once somebody has asked.
    var answer: Answer??
    /// The numbers of the paragraphs that asked, in document order.
    var readers: [Int] = []

    func settle(_ question: Question, _ answer: (Question, [Fact]) -> Answer?) -> Answer? {
      let found = facts.isEmpty ? nil : answer(question, facts)
      self.answer = .some(found)
      return found
    }
  }

  private var slots: [Question: Slot] = [:]
  private var touched: Set<Question> = []

  /// How many questions, facts and readers there are.
  var count: Int { slots.values.reduce(slots.count) { $0 + $1.facts.count + $1.readers.count } }

  /// Adds a fact that a paragraph tells, behind those it told before.
  mutating func add(_ question: Question, _ fact: Fact, of number: Int) {
    let slot = slot(question)
    let index = slot.tellers.insertion(of: number)
    slot.tellers.insert(number, at: index)
    slot.facts.insert(fact, at: index)
    if slot.answer != nil { touched.insert(question) }
  }

  /// Removes all that a paragraph told under some questions.
  mutating func remove(_ questions: [Question], of number: Int) {
    for question in questions {
      guard let slot = slots[question] else { continue }
      let end = slot.tellers.insertion(of: number)
      var start = end
      while start > 0, slot.tellers[start - 1] == number { start -= 1 }
      slot.tellers.removeSubrange(start..<end)
      slot.facts.removeSubrange(start..<end)
      touched.insert(question)
    }
  }

  /// The answer to a question that the paragraph `reader` asks; nil for one that need not hear of another answer.
  mutating func ask(_ question: Question, by reader: Int?, _ answer: (Question, [Fact]) -> Answer?) -> Answer? {
    guard let reader else {
      guard let slot = slots[question] else { return nil }
      return slot.answer ?? slot.settle(question, answer)
    }
    let slot = slot(question)
    let index = slot.readers.insertion(of: reader)
    if index == 0 || slot.readers[index - 1] != reader { slot.readers.insert(reader, at: index) }
    if let known = slot.answer { return known }
    return slot.settle(question, answer)
  }

  /// Forgets that a paragraph asked these questions.
  mutating func release(_ reader: Int, _ questions: [Question]) {
    for question in questions {
      guard let slot = slots[question] else { continue }
      let index = slot.readers.insertion(of: reader)
      guard index > 0, slot.readers[index - 1] == reader else { continue }
      slot.readers.remove(at: index - 1)
      if slot.readers.isEmpty { touched.insert(question) }
    }
  }

  /// Answers again what was touched. Returns the numbers of the paragraphs that used an answer which is another now.
  mutating func settle(_ answer: (Question, [Fact]) -> Answer?) -> Set<Int> {
    var outdated: Set<Int> = []
    for question in touched {
      guard let slot = slots[question] else { continue }
      if slot.readers.isEmpty {
        if slot.facts.isEmpty { slots[question] = nil } else { slot.answer = nil }
      } else if let known = slot.answer, slot.settle(question, answer) != known {
        outdated.formUnion(slot.readers)
      }
    }
    touched.removeAll()
    return outdated
  }

  private mutating func slot(_ question: Question) -> Slot {
    if let known = slots[question] { return known }
    let slot = Slot()
    slots[question] = slot
    return slot
  }
}

extension [Int] {
  /// Where to insert a number so that the array stays sorted, behind equal ones.
  fileprivate func insertion(of number: Int) -> Int {
    guard let last, last > number else { return count }
    return partitioningIndex { $0 > number }
  }
}
