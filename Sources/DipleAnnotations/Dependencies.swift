/// The dependency tree of a sentence, after Universal Dependencies: every token has a head and a relation to it.
public struct Dependencies: Sendable, Equatable {
  /// The sentence's tokens, counted in the paragraph.
  public let sentence: Range<Int>
  /// The head of each token, counted in the paragraph; -1 for the one that the sentence hangs on.
  public let heads: [Int32]
  /// The relation of each token to its head.
  public let relations: [Relation]

  /// A tree; `heads` and `relations` have an element for each token of the sentence.
  public init(sentence: Range<Int>, heads: [Int32], relations: [Relation]) {
    precondition(heads.count == sentence.count && relations.count == sentence.count)
    (self.sentence, self.heads, self.relations) = (sentence, heads, relations)
  }

  /// The tree of the same sentence where it begins with another token of its paragraph.
  package func moved(to first: Int) -> Dependencies {
    let shift = Int32(first - sentence.lowerBound)
    if shift == 0 { return self }
    return Dependencies(
      sentence: first..<first + sentence.count, heads: heads.map { $0 < 0 ? $0 : $0 + shift }, relations: relations)
  }

  /// The token that the sentence hangs on; nil for a sentence without tokens.
  public var root: Int? { heads.firstIndex(of: -1).map { sentence.lowerBound + $0 } }

  /// The head of a token of the sentence; nil for the root.
  public func head(_ token: Int) -> Int? {
    let head = Int(heads[token - sentence.lowerBound])
    return head < 0 ? nil : head
  }

  /// The relation of a token of the sentence to its head.
  public func relation(_ token: Int) -> Relation { relations[token - sentence.lowerBound] }

  /// The tokens whose head is `token`, in order.
  public func dependents(_ token: Int) -> [Int] { sentence.filter { heads[$0 - sentence.lowerBound] == Int32(token) } }

  /// From the first to the last token of what hangs on `token`, itself included.
  public func extent(_ token: Int) -> Range<Int> {
    var (first, last) = (token, token)
    for other in sentence where isUnder(other, token) { (first, last) = (min(first, other), max(last, other)) }
    return first..<last + 1
  }

  /// True where `token` is `ancestor`, or hangs on it.
  public func isUnder(_ token: Int, _ ancestor: Int) -> Bool {
    var at = token
    // A tree is no deeper than it has tokens; what is read from elsewhere may not be one.
    for _ in 0...sentence.count {
      if at == ancestor { return true }
      guard let head = head(at) else { return false }
      at = head
    }
    return false
  }
}

/// Finds dependencies when they are asked for.
public protocol DependencyParser: Sendable {
  /// The tree of a sentence of a paragraph. Must depend on nothing but these.
  func dependencies(_ bytes: [UInt8], _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>) -> Dependencies
}
