public import DipleAnnotations

/// A table from words to small values: open addressing over the hash that a `Word` already is.
///
/// Inlinable, as annotators of other modules ask it several times a token: without, each look-up is an unspecialised call.
public struct WordMap<Value: Sendable>: Sendable {
  @usableFromInline var keys: [UInt64]
  @usableFromInline var values: [Value?]
  @usableFromInline var used = 0

  /// How many words it holds.
  public var count: Int { used }

  /// An empty table with room for `capacity` words.
  @inlinable
  public init(capacity: Int = 16) {
    var size = 32
    while size < capacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: nil, count: size)
  }

  /// The value of a word.
  public subscript(word: Word) -> Value? {
    @inlinable get { values[slot(word.hash)] }
    @inlinable set {
      guard let newValue else { preconditionFailure("words are never removed from a table") }
      if used * 2 >= keys.count { grow() }
      let slot = slot(word.hash)
      if values[slot] == nil { used += 1 }
      keys[slot] = word.hash
      values[slot] = newValue
    }
  }

  /// True where the table holds the word.
  @inlinable
  public func contains(_ word: Word) -> Bool { self[word] != nil }

  @inlinable
  @inline(__always)
  func slot(_ hash: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while values[slot] != nil, keys[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  @inlinable
  mutating func grow() {
    var larger = WordMap(capacity: keys.count)
    for (key, value) in zip(keys, values) { if let value { larger[Word(hash: key)] = value } }
    self = larger
  }
}

/// A set of words.
public struct WordSet: Sendable, ExpressibleByArrayLiteral {
  @usableFromInline var map: WordMap<Bool>
  /// An empty set.
  public init() { map = WordMap() }
  /// The words of some strings.
  public init(_ words: some Sequence<String>) {
    map = WordMap()
    for word in words { insert(Word(word)) }
  }
  /// The words of some literals.
  public init(arrayLiteral words: StaticString...) {
    map = WordMap(capacity: words.count)
    for word in words { insert(Word(stringLiteral: word)) }
  }
  /// Adds a word.
  public mutating func insert(_ word: Word) { map[word] = true }
  /// True where the word is in the set.
  @inlinable
  public func contains(_ word: Word) -> Bool { map.contains(word) }
}
