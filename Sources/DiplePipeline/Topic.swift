import DiplePluginKit

/// A question on a board: who told something under it, and who asked. The question itself, the facts and the answer are its
/// subclass's, whose types are the annotator's own: all that is done with topics without these is several times faster.
class Topic {
  /// The question's hash.
  let hash: Int
  /// The numbers of the paragraphs that told the facts, in document order.
  fileprivate(set) var tellers: [Int] = []
  /// The numbers of the paragraphs that asked, in document order.
  fileprivate var readers: [Int] = []
  /// True once somebody has asked.
  var isAnswered = false
  fileprivate var isTouched = false
  /// Another question with the same hash.
  fileprivate(set) var next: Topic?

  init(hash: Int) { self.hash = hash }

  /// Takes facts out.
  func removeFacts(_ range: Range<Int>) { preconditionFailure("a subclass holds the facts") }

  fileprivate func removeTeller(_ number: Int) {
    let end = tellers.insertion(of: number)
    var start = end
    while start > 0, tellers[start - 1] == number { start -= 1 }
    tellers.removeSubrange(start..<end)
    removeFacts(start..<end)
  }

  /// Notes who tells a fact. Returns where the fact stands among the others.
  fileprivate func addTeller(_ number: Int) -> Int {
    let index = tellers.insertion(of: number)
    tellers.insert(number, at: index)
    return index
  }

  fileprivate func addReader(_ number: Int) {
    let index = readers.insertion(of: number)
    if index == 0 || readers[index - 1] != number { readers.insert(number, at: index) }
  }

  /// Returns true where nobody asks any more.
  fileprivate func removeReader(_ number: Int) -> Bool {
    let index = readers.insertion(of: number)
    guard index > 0, readers[index - 1] == number else { return false }
    readers.remove(at: index - 1)
    return readers.isEmpty
  }
}

/// The questions of a board.
struct Topics {
  private var byHash: [Int: Topic] = [:]
  private var touched: [Topic] = []

  /// How many questions, facts and readers there are.
  var count: Int {
    byHash.values.reduce(0) { sum, first in
      sequence(first: first, next: \.next).reduce(sum) { $0 + 1 + $1.tellers.count + $1.readers.count }
    }
  }

  /// The questions of a hash.
  subscript(hash: Int) -> Topic? { byHash[hash] }

  /// Takes a new question.
  mutating func insert(_ topic: Topic) {
    topic.next = byHash.updateValue(topic, forKey: topic.hash)
  }

  /// Notes that a paragraph tells a fact, behind those it told before. Returns where the fact stands among the others.
  mutating func tell(_ topic: Topic, by number: Int) -> Int {
    if topic.isAnswered { touch(topic) }
    return topic.addTeller(number)
  }

  /// Removes all that a paragraph told under some questions.
  mutating func remove(_ topics: [Topic], of number: Int) {
    for topic in topics {
      topic.removeTeller(number)
      touch(topic)
    }
  }

  /// Notes who asked.
  func ask(_ topic: Topic, by reader: Int) { topic.addReader(reader) }

  /// Forgets that a paragraph asked these questions.
  mutating func release(_ reader: Int, _ topics: some Sequence<Topic>) {
    for topic in topics where topic.removeReader(reader) { touch(topic) }
  }

  /// Answers again what was touched. Returns the numbers of the paragraphs that used an answer which is another now.
  /// - Parameter answerAgain: answers one; false where the answer is the same.
  mutating func settle(_ answerAgain: (Topic) -> Bool) -> Set<Int> {
    var outdated: Set<Int> = []
    for topic in touched {
      topic.isTouched = false
      if topic.readers.isEmpty {
        topic.isAnswered = false
        if topic.tellers.isEmpty { forget(topic) }
      } else if topic.isAnswered, answerAgain(topic) {
        outdated.formUnion(topic.readers)
      }
    }
    touched.removeAll()
    return outdated
  }

  private mutating func touch(_ topic: Topic) {
    if topic.isTouched { return }
    topic.isTouched = true
    touched.append(topic)
  }

  private mutating func forget(_ topic: Topic) {
    guard let first = byHash[topic.hash] else { return }
    if first === topic {
      byHash[topic.hash] = topic.next
    } else {
      sequence(first: first, next: \.next).first { $0.next === topic }?.next = topic.next
    }
    topic.next = nil
  }
}

extension [Int] {
  /// Where to insert a number so that the array stays sorted, behind equal ones.
  fileprivate func insertion(of number: Int) -> Int {
    guard let last, last > number else { return count }
    return partitioningIndex { $0 > number }
  }
}
