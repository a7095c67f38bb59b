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

    mutating func insert(_ words: [Word]) -> Int {
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

  /// What entries that start with a word are compared with.
  struct Starts: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let words = Starts(rawValue: 1)
    static let forms = Starts(rawValue: 2)
    static let lemmas = Starts(rawValue: 4)
  }

  /// Which entries may start with a word.
  func starts(_ word: DistinctWord) -> Starts {
    var starts: Starts = []
    if words.child(0, word.word) >= 0 { starts.insert(.words) }
    if forms.child(0, word.form) >= 0 { starts.insert(.forms) }
    if word.lemmas.contains(where: { lemmas.child(0, Word($0)) >= 0 }) { starts.insert(.lemmas) }
    return starts
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
      for node in nodes {
        for word in words {
          let child = trie.child(node, word)
          if child >= 0, !next.contains(child) { next.append(child) }
        }
      }
      nodes = next
      at += 1
      for node in nodes { note(trie.ends[Int(node)], token..<at, &longest) }
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
