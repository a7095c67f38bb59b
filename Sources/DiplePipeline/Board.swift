/// What the paragraphs of a document tell each other: facts, each under a question, and the answers made of them. It
/// remembers who asked what, so that a changed answer reaches those who used it, and an equal one nobody.
struct Board<Question: Hashable, Fact, Answer: Equatable> {
  private struct Slot {
    /// In document order.
    var facts: [(number: Int, fact: Fact)] = []
    /// Present once somebody has asked.
    var answer: Answer??
    /// The numbers of the paragraphs that asked.
    var readers: [Int] = []
  }

  private var slots: [Question: Slot] = [:]
  private var touched: Set<Question> = []

  /// Adds the facts of a paragraph.
  mutating func add(_ facts: [(question: Question, fact: Fact)], of number: Int) {
    for (question, fact) in facts {
      slots[question, default: Slot()].facts.insert((number, fact), behind: number)
      touched.insert(question)
    }
  }

  /// Removes all facts of a paragraph under these questions.
  mutating func remove(_ facts: [(question: Question, fact: Fact)], of number: Int) {
    for (question, _) in facts {
      slots[question]?.facts.removeAll { $0.number == number }
      touched.insert(question)
    }
  }

  /// The answer to a question that the paragraph `reader` asks.
  mutating func ask(_ question: Question, by reader: Int, _ answer: (Question, [Fact]) -> Answer?) -> Answer? {
    // Appended where it lies: a slot taken out would be copied, and a popular question has thousands of readers. One
    // paragraph runs at a time, so its second time of asking comes right after its first.
    if slots[question]?.readers.last != reader { slots[question, default: Slot()].readers.append(reader) }
    if let known = slots[question]?.answer { return known }
    let facts = slots[question]?.facts ?? []
    let found = facts.isEmpty ? nil : answer(question, facts.map(\.fact))
    slots[question]?.answer = .some(found)
    return found
  }

  /// Forgets that a paragraph asked these questions.
  mutating func release(_ reader: Int, _ questions: [Question]) {
    for question in questions {
      guard let index = slots[question]?.readers.firstIndex(of: reader) else { continue }
      slots[question]!.readers.remove(at: index)
      touched.insert(question)
    }
  }

  /// Answers again what was touched. Returns the numbers of the paragraphs that used an answer which is another now.
  mutating func settle(_ answer: (Question, [Fact]) -> Answer?) -> Set<Int> {
    var outdated: Set<Int> = []
    for question in touched {
      guard let slot = slots[question] else { continue }
      if slot.readers.isEmpty {
        if slot.facts.isEmpty { slots[question] = nil } else { slots[question]!.answer = nil }
      } else if let known = slot.answer {
        let found = slot.facts.isEmpty ? nil : answer(question, slot.facts.map(\.fact))
        guard found != known else { continue }
        slots[question]!.answer = .some(found)
        outdated.formUnion(slot.readers)
      }
    }
    touched.removeAll()
    return outdated
  }
}

extension Array {
  /// Inserts a fact behind the others of its paragraph.
  fileprivate mutating func insert<Fact>(_ element: Element, behind number: Int)
  where Element == (number: Int, fact: Fact) {
    guard let last, last.number > number else { return append(element) }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].number <= number { low = middle + 1 } else { high = middle }
    }
    insert(element, at: low)
  }
}
