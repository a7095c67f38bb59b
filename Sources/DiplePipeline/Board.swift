import DiplePluginKit

/// What the paragraphs of a document tell each other: facts, each under a question, and the answers made of them. It
/// remembers who asked what, so that a changed answer reaches those who used it, and an equal one nobody.
struct Board<Question: Hashable, Fact, Answer: Equatable> {
  /// A question. An object, so that what grows in it is never copied, and that who told or asked need not look it up again.
  final class Slot {
    let question: Question
    /// The facts in document order, and the numbers of the paragraphs that told them.
    fileprivate var facts: [Fact] = []
    fileprivate var tellers: [Int] = []
    /// Present once somebody has asked.
    fileprivate var answer: Answer??
    /// The numbers of the paragraphs that asked, in document order.
    fileprivate var readers: [Int] = []
    fileprivate var isTouched = false
    /// Another question with the same hash.
    fileprivate var next: Slot?

    fileprivate init(_ question: Question) { self.question = question }

    fileprivate func settle(_ answer: (Question, [Fact]) -> Answer?) -> Answer? {
      let found = facts.isEmpty ? nil : answer(question, facts)
      self.answer = .some(found)
      return found
    }
  }

  /// By the questions' hashes: a table of a type that is known here is several times faster than one of any type.
  private var slots: [Int: Slot] = [:]
  private var touched: [Slot] = []

  /// How many questions, facts and readers there are.
  var count: Int {
    slots.values.reduce(0) { sum, first in
      sequence(first: first, next: \.next).reduce(sum) { $0 + 1 + $1.facts.count + $1.readers.count }
    }
  }

  /// Adds a fact that a paragraph tells, behind those it told before. Returns the question, for `remove`.
  mutating func add(_ question: Question, _ fact: Fact, of number: Int) -> Slot {
    let slot = slot(question)
    if slot.tellers.last ?? number <= number {
      slot.tellers.append(number)
      slot.facts.append(fact)
    } else {
      let index = slot.tellers.insertion(of: number)
      slot.tellers.insert(number, at: index)
      slot.facts.insert(fact, at: index)
    }
    if slot.answer != nil { touch(slot) }
    return slot
  }

  /// Removes all that a paragraph told under some questions.
  mutating func remove(_ slots: [Slot], of number: Int) {
    for slot in slots {
      let end = slot.tellers.insertion(of: number)
      var start = end
      while start > 0, slot.tellers[start - 1] == number { start -= 1 }
      slot.tellers.removeSubrange(start..<end)
      slot.facts.removeSubrange(start..<end)
      touch(slot)
    }
  }

  /// The answer to a question that the paragraph `reader` asks, and the question, for `release`.
  mutating func ask(_ question: Question, by reader: Int, _ answer: (Question, [Fact]) -> Answer?) -> (Answer?, Slot) {
    let slot = slot(question)
    let index = slot.readers.insertion(of: reader)
    if index == 0 || slot.readers[index - 1] != reader { slot.readers.insert(reader, at: index) }
    return (slot.answer ?? slot.settle(answer), slot)
  }

  /// The answer to a question of one that need not hear of another answer.
  func answer(to question: Question, _ answer: (Question, [Fact]) -> Answer?) -> Answer? {
    guard let slot = known(question) else { return nil }
    return slot.answer ?? slot.settle(answer)
  }

  /// Forgets that a paragraph asked these questions.
  mutating func release(_ reader: Int, _ slots: some Sequence<Slot>) {
    for slot in slots {
      let index = slot.readers.insertion(of: reader)
      guard index > 0, slot.readers[index - 1] == reader else { continue }
      slot.readers.remove(at: index - 1)
      if slot.readers.isEmpty { touch(slot) }
    }
  }

  /// Answers again what was touched. Returns the numbers of the paragraphs that used an answer which is another now.
  mutating func settle(_ answer: (Question, [Fact]) -> Answer?) -> Set<Int> {
    var outdated: Set<Int> = []
    for slot in touched {
      slot.isTouched = false
      if slot.readers.isEmpty {
        if slot.facts.isEmpty { forget(slot) } else { slot.answer = nil }
      } else if let known = slot.answer, slot.settle(answer) != known {
        outdated.formUnion(slot.readers)
      }
    }
    touched.removeAll()
    return outdated
  }

  private mutating func touch(_ slot: Slot) {
    if slot.isTouched { return }
    slot.isTouched = true
    touched.append(slot)
  }

  private func known(_ question: Question) -> Slot? {
    var slot = slots[question.hashValue]
    while let other = slot, other.question != question { slot = other.next }
    return slot
  }

  private mutating func slot(_ question: Question) -> Slot {
    let hash = question.hashValue
    let first = slots[hash]
    var slot = first
    while let other = slot {
      if other.question == question { return other }
      slot = other.next
    }
    let new = Slot(question)
    new.next = first
    slots[hash] = new
    return new
  }

  private mutating func forget(_ slot: Slot) {
    let hash = slot.question.hashValue
    guard let first = slots[hash] else { return }
    if first === slot {
      slots[hash] = slot.next
    } else {
      let before = sequence(first: first, next: \.next).first { $0.next === slot }
      before?.next = slot.next
    }
    slot.next = nil
  }
}

extension [Int] {
  /// Where to insert a number so that the array stays sorted, behind equal ones.
  fileprivate func insertion(of number: Int) -> Int {
    guard let last, last > number else { return count }
    return partitioningIndex { $0 > number }
  }
}
