import DiplePluginKit

/// Gives each token a class: tokens of one class pass the same tests. What holds of a word wherever it stands is found out once for a
/// distinct word and tag; the place (sentence, lists, annotations) is added as marks.
struct Classifier {
  /// What holds of a word wherever it stands.
  private struct Profile: Hashable {
    var atoms: BitSet
    /// An entry of a word list may start with it.
    var mayStartEntry: Bool
  }

  private let vocabulary: Vocabulary
  private let lexicon: Lexicon
  private let needsLemmas: Bool
  private var profileOf = IntTable(capacity: 4096)
  private var profiles: [Profile] = []
  private var mayStartEntry: [Bool] = []
  /// The dictionary forms of a form with its tag, where lists ask for them.
  private var lemmasOf = IntTable()
  private var lemmas: [[Word]] = []
  /// The atoms of each list and query.
  private let listAtoms: [EdgeAtoms]
  private let queryAtoms: [EdgeAtoms]
  private var profileNumbers: [Profile: Int32] = [:]
  /// The class of a profile without marks; -1 where it is not known yet.
  private var plain: [Int32] = []
  /// Sets of atoms that come from the place; the first is empty.
  private var markSets: [[Int]] = [[]]
  private var markSetNumbers: [[Int]: Int32] = [[]: 0]
  private var markSetWith = IntTable()
  private var marked = IntTable()
  private var classNumbers: [BitSet: Int32] = [:]
  /// The tests that tokens of a class pass.
  private(set) var classes: [BitSet] = []

  init(_ vocabulary: Vocabulary, _ lexicon: Lexicon) {
    (self.vocabulary, self.lexicon) = (vocabulary, lexicon)
    needsLemmas = vocabulary.usesLemmas || lexicon.usesLemmas
    listAtoms = vocabulary.lists.indices.map { list in EdgeAtoms(vocabulary) { .list(list, $0) } }
    queryAtoms = vocabulary.queries.indices.map { query in EdgeAtoms(vocabulary) { .annotation(query, $0) } }
  }

  /// True where so much was remembered that it is time to start anew.
  var isFull: Bool { profileOf.count > 1 << 17 || classes.count > 1 << 14 || markSets.count > 1 << 14 }

  /// The classes of a paragraph's tokens, and the entries of word lists in it.
  mutating func classify(_ layers: Layers, _ stretches: [Stretch]) -> (classes: [Int32], entries: [Lexicon.Found]) {
    var marks = [Int32](repeating: 0, count: layers.count)
    for sentence in layers.sentences { mark(Vocabulary.sentenceFirst, sentence.lowerBound, &marks) }
    if layers.count > 0 { mark(Vocabulary.paragraphFirst, 0, &marks) }
    for stretch in stretches { mark(queryAtoms[stretch.query], stretch.tokens, &marks) }

    let (forms, tags) = (layers.tokens.forms, layers.tags)
    var profiles = [Int32](repeating: 0, count: forms.count)
    var starters: [Int] = []
    for token in forms.indices {
      let key = Self.key(forms[token], tags[token])
      var profile = profileOf[key]
      if profile < 0 {
        profile = self.profile(layers, token, key)
        profileOf.insert(key, profile)
      }
      profiles[token] = profile
      if mayStartEntry[Int(profile)] { starters.append(token) }
    }
    let entries = starters.isEmpty ? [] : entries(layers, starters, &marks)

    for token in profiles.indices {
      let profile = Int(profiles[token])
      let mark = marks[token]
      var known = mark == 0 ? plain[profile] : marked[IntTable.key(UInt64(profile), UInt64(mark))]
      if known < 0 {
        known = makeClass(profile, mark)
        if mark == 0 {
          plain[profile] = known
        } else {
          marked.insert(IntTable.key(UInt64(profile), UInt64(mark)), known)
        }
      }
      profiles[token] = known
    }
    return (profiles, entries)
  }

  /// What a form is remembered by, with its part of speech.
  private static func key(_ form: Word, _ tag: Tag) -> UInt64 { IntTable.key(form.hash, UInt64(tag.rawValue) + 1) }

  private mutating func profile(_ layers: Layers, _ token: Int, _ key: UInt64) -> Int32 {
    let word = DistinctWord(layers, token, withLemmas: needsLemmas)
    if lexicon.usesLemmas {
      lemmasOf.insert(key, Int32(lemmas.count))
      lemmas.append(word.lemmas.map { Word($0) })
    }
    let profile = Profile(
      atoms: vocabulary.atoms(of: word), mayStartEntry: !lexicon.isEmpty && lexicon.mayStart(word))
    if let number = profileNumbers[profile] { return number }
    let number = Int32(profiles.count)
    profiles.append(profile)
    mayStartEntry.append(profile.mayStartEntry)
    plain.append(-1)
    profileNumbers[profile] = number
    return number
  }

  private mutating func makeClass(_ profile: Int, _ mark: Int32) -> Int32 {
    var atoms = profiles[profile].atoms
    for atom in markSets[Int(mark)] { atoms.insert(atom) }
    var passed = BitSet(capacity: vocabulary.tests.count)
    for (number, test) in vocabulary.tests.enumerated() where test.holds(atoms) { passed.insert(number) }
    if let number = classNumbers[passed] { return number }
    let number = Int32(classes.count)
    classes.append(passed)
    classNumbers[passed] = number
    return number
  }

  // MARK: Marks

  /// Of each list, from left to right, the longest entries that do not overlap.
  private mutating func entries(_ layers: Layers, _ starters: [Int], _ marks: inout [Int32]) -> [Lexicon.Found] {
    var found: [Lexicon.Found] = []
    var free = [Int](repeating: 0, count: vocabulary.lists.count)
    let (tokens, sentences) = (layers.tokens, layers.sentences)
    let lemmasAt = { [lemmasOf, lemmas] (token: Int) -> [Word] in
      let known = lemmasOf[Self.key(layers.form(token), layers.tag(token))]
      return known >= 0 ? lemmas[Int(known)] : []
    }
    var entries: [Lexicon.Found] = []
    for token in starters {
      let sentence = sentences[layers.sentence(at: token)]
      lexicon.find(tokens, at: token, before: sentence.upperBound, lemmas: lemmasAt, into: &entries)
      for entry in entries where token >= free[entry.list] {
        free[entry.list] = entry.tokens.upperBound
        found.append(entry)
      }
    }
    for entry in found { mark(listAtoms[entry.list], entry.tokens, &marks) }
    return found
  }

  private mutating func mark(_ atoms: EdgeAtoms, _ tokens: Range<Int>, _ marks: inout [Int32]) {
    if let first = atoms.first { mark(first, tokens.lowerBound, &marks) }
    if let last = atoms.last { mark(last, tokens.upperBound - 1, &marks) }
    if let inside = atoms.inside { for token in tokens { mark(inside, token, &marks) } }
  }

  private mutating func mark(_ atom: Int, _ token: Int, _ marks: inout [Int32]) {
    let key = IntTable.key(UInt64(marks[token]), UInt64(atom) + 1)
    var next = markSetWith[key]
    if next < 0 {
      let set = markSets[Int(marks[token])]
      let with = set.contains(atom) ? set : (set + [atom]).sorted()
      next = markSetNumbers[with] ?? Int32(markSets.count)
      if Int(next) == markSets.count {
        markSets.append(with)
        markSetNumbers[with] = next
      }
      markSetWith.insert(key, next)
    }
    marks[token] = next
  }
}

/// The numbers of the atoms of a stretch of tokens; nil where no test asks.
struct EdgeAtoms: Sendable {
  let first: Int?
  let inside: Int?
  let last: Int?

  init(_ vocabulary: Vocabulary, _ atom: (Atom.Edge) -> Atom) {
    first = vocabulary.known(atom(.first))
    inside = vocabulary.known(atom(.inside))
    last = vocabulary.known(atom(.last))
  }
}

/// Tokens of an annotation that a query finds.
struct Stretch: Hashable {
  var query: Int
  var tokens: Range<Int>
}
