import DiplePluginKit

/// Word lists as tries over words: finds the entries that start at a token, however many lists and entries there are.
final class Lexicon: Sendable {
  /// An entry that was found.
  struct Found: Hashable, Sendable {
    /// The number of the list.
    var list: Int
    /// The index of the entry.
    var entry: Int
    /// The tokens.
    var tokens: Range<Int>
  }

  private struct Trie: Sendable {
    /// From a node and a word to a node.
    var edges = IntTable()
    /// The last of the chain of entries that end at a node; -1 for none.
    var ends: [Int32] = [-1]
    /// The words that stand second in an entry.
    private var seconds = IntTable()
    var isEmpty: Bool { ends.count == 1 }

    @inline(__always)
    func child(_ node: Int32, _ word: Word) -> Int32 {
      edges[IntTable.key(word.hash, UInt64(UInt32(bitPattern: node)) &+ 1)]
    }

    /// Follows words, and tells of the entries that end on the way.
    @inline(__always)
    func walk(_ words: [Word], _ token: Int, _ end: Int, _ found: (_ last: Int32, _ end: Int) -> Void) {
      var node: Int32 = 0
      var at = token
      while at < end {
        node = child(node, words[at])
        guard node >= 0 else { return }
        at += 1
        let last = ends[Int(node)]
        if last >= 0 { found(last, at) }
      }
    }

    /// What a word is to the entries.
    func role(_ word: Word) -> Role {
      var role: Role = []
      let first = child(0, word)
      if first >= 0 {
        role.insert(.opens)
        if ends[Int(first)] >= 0 { role.insert(.isEntry) }
      }
      if seconds[IntTable.key(word.hash, 1)] >= 0 { role.insert(.continues) }
      return role
    }

    mutating func insert(_ words: [Word]) -> Int {
      if words.count > 1 { seconds.insert(IntTable.key(words[1].hash, 1), 0) }
      var node: Int32 = 0
      for word in words {
        var next = child(node, word)
        if next < 0 {
          next = Int32(ends.count)
          ends.append(-1)
          edges.insert(IntTable.key(word.hash, UInt64(UInt32(bitPattern: node)) &+ 1), next)
        }
        node = next
      }
      return Int(node)
    }
  }

  /// An entry, and the one before it that ends at the same node.
  private struct End: Sendable {
    var list: Int32
    var entry: Int32
    var before: Int32
  }

  private let words: Trie
  private let forms: Trie
  private let lemmas: Trie
  private let ends: [End]

  /// True where there is nothing to find.
  var isEmpty: Bool { ends.isEmpty }
  /// True where dictionary forms are needed.
  var usesLemmas: Bool { !lemmas.isEmpty }

  /// Makes a lexicon of lists, numbered as they come. Entries without words, or with too many, are left out.
  init(_ lists: [WordList]) {
    var ends: [End] = []
    func trie(_ match: WordList.Match) -> Trie {
      var trie = Trie()
      for (number, list) in lists.enumerated() where list.match == match {
        for (index, entry) in list.entries.enumerated() {
          let tokens = Tokenizer.tokens(Array(entry.text.utf8))
          let words = match == .form ? tokens.forms : tokens.words
          guard !words.isEmpty, words.count <= WordList.maxWords else { continue }
          let node = trie.insert(words)
          ends.append(End(list: Int32(number), entry: Int32(index), before: trie.ends[node]))
          trie.ends[node] = Int32(ends.count - 1)
        }
      }
      return trie
    }
    (words, forms, lemmas) = (trie(.word), trie(.form), trie(.lemma))
    self.ends = ends
  }

  /// What a word is to the entries of lists.
  struct Role: OptionSet, Hashable, Sendable {
    let rawValue: UInt16
    /// An entry is this word alone.
    static let isEntry = Role(rawValue: 1)
    /// An entry starts with it.
    static let opens = Role(rawValue: 1 << 3)
    /// It stands second in an entry.
    static let continues = Role(rawValue: 1 << 6)

    /// The role in one of the three tries.
    fileprivate static func of(_ role: Role, in trie: Int) -> Role { Role(rawValue: role.rawValue << UInt16(trie)) }

    /// Which entries may start with this word where one of role `next` follows. Many entries start with a word that stands everywhere
    /// (`the`); what follows decides.
    @inline(__always)
    func starts(before next: Role) -> Starts {
      Starts(rawValue: UInt8(truncatingIfNeeded: (rawValue | rawValue >> 3 & next.rawValue >> 6) & 7))
    }
  }

  /// What entries that start with a word are compared with.
  struct Starts: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let words = Starts(rawValue: 1)
    static let forms = Starts(rawValue: 2)
    static let lemmas = Starts(rawValue: 4)
  }

  /// What a word is to the entries, by each of its aspects.
  func role(_ word: DistinctWord) -> Role {
    var role = Role.of(words.role(word.word), in: 0).union(.of(forms.role(word.form), in: 1))
    if usesLemmas { for lemma in word.lemmas { role.formUnion(.of(lemmas.role(Word(lemma)), in: 2)) } }
    return role
  }

  /// Finds the longest entry of each list that starts at a token and ends before `end`, where entries as `starts` says may start.
  func find(
    _ starts: Starts, _ tokens: Tokens, at token: Int, before end: Int, lemmas lemmasAt: (Int) -> [Word],
    into longest: inout [Found]
  ) {
    longest.removeAll(keepingCapacity: true)
    if starts.contains(.words) {
      words.walk(tokens.words, token, end) { note($0, token..<$1, &longest) }
    }
    if starts.contains(.forms) {
      forms.walk(tokens.forms, token, end) { note($0, token..<$1, &longest) }
    }
    if starts.contains(.lemmas) { walk(lemmas, token, end, lemmasAt, &longest) }
  }

  /// A word may be a form of several, so that several nodes are followed.
  private func walk(_ trie: Trie, _ token: Int, _ end: Int, _ lemmas: (Int) -> [Word], _ longest: inout [Found]) {
    var nodes: [Int32] = [0]
    var at = token
    while at < end, !nodes.isEmpty {
      let words = lemmas(at)
      var next: [Int32] = []
      at += 1
      for node in nodes {
        for word in words {
          let child = trie.child(node, word)
          guard child >= 0, !next.contains(child) else { continue }
          note(trie.ends[Int(child)], token..<at, &longest)
          next.append(child)
        }
      }
      nodes = next
    }
  }

  private func note(_ last: Int32, _ tokens: Range<Int>, _ longest: inout [Found]) {
    var last = last
    while last >= 0 {
      let ending = ends[Int(last)]
      let found = Found(list: Int(ending.list), entry: Int(ending.entry), tokens: tokens)
      if let known = longest.firstIndex(where: { $0.list == found.list }) {
        longest[known] = found
      } else {
        longest.append(found)
      }
      last = ending.before
    }
  }
}
