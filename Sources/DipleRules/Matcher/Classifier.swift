import DiplePluginKit

/// Gives each token a class: tokens of one class pass the same tests. What holds of a word wherever it stands is found out once for a
/// distinct word and tag; the place (sentence, lists, annotations) is added as marks.
struct Classifier {
  /// What holds of a word wherever it stands.
  private struct Profile: Hashable {
    var atoms: BitSet
    /// The entries of word lists that may start with it.
    var starts: Lexicon.Starts
  }

  private let vocabulary: Vocabulary
  private let lexicon: Lexicon
  private let needsLemmas: Bool
  private var profileOf = IntTable(capacity: 4096)
  private var profiles: [Profile] = []
  private var starts: [Lexicon.Starts] = []
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
  /// Of the paragraph at hand: the marks and the profile of each token.
  private var marks: [Int32] = []
  private var profileAt: [Int32] = []

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
    let (forms, tags) = (layers.tokens.forms, layers.tags)
    marks.removeAll(keepingCapacity: true)
    marks.append(contentsOf: repeatElement(0, count: forms.count))
    for sentence in layers.sentences { mark(Vocabulary.sentenceFirst, sentence.lowerBound) }
    if !forms.isEmpty { mark(Vocabulary.paragraphFirst, 0) }
    for stretch in stretches { mark(queryAtoms[stretch.query], stretch.tokens) }

    profileAt.removeAll(keepingCapacity: true)
    var classes: [Int32] = []
    classes.reserveCapacity(forms.count)
    var starters: [Int] = []
    for token in forms.indices {
      let key = Self.key(forms[token], tags[token])
      var profile = profileOf[key]
      if profile < 0 {
        profile = self.profile(layers, token, key)
        profileOf.insert(key, profile)
      }
      profileAt.append(profile)
      if !starts[Int(profile)].isEmpty { starters.append(token) }
      classes.append(number(Int(profile), marks[token]))
    }
    if starters.isEmpty { return (classes, []) }
    let entries = entries(layers, starters)
    for entry in entries {
      mark(listAtoms[entry.list], entry.tokens)
      for token in entry.tokens { classes[token] = number(Int(profileAt[token]), marks[token]) }
    }
    return (classes, entries)
  }

  /// The class of a profile with marks.
  @inline(__always)
  private mutating func number(_ profile: Int, _ mark: Int32) -> Int32 {
    let known = mark == 0 ? plain[profile] : marked[IntTable.key(UInt64(profile), UInt64(mark))]
    return known >= 0 ? known : makeClass(profile, mark)
  }

  /// What a form is remembered by, with its part of speech.
  private static func key(_ form: Word, _ tag: Tag) -> UInt64 { IntTable.key(form.hash, UInt64(tag.rawValue) + 1) }

  private mutating func profile(_ layers: Layers, _ token: Int, _ key: UInt64) -> Int32 {
    let word = DistinctWord(layers, token, withLemmas: needsLemmas)
    if lexicon.usesLemmas {
      lemmasOf.insert(key, Int32(lemmas.count))
      lemmas.append(word.lemmas.map { Word($0) })
    }
    let profile = Profile(atoms: vocabulary.atoms(of: word), starts: lexicon.isEmpty ? [] : lexicon.starts(word))
    if let number = profileNumbers[profile] { return number }
    let number = Int32(profiles.count)
    profiles.append(profile)
    starts.append(profile.starts)
    plain.append(-1)
    profileNumbers[profile] = number
    return number
  }

  private mutating func makeClass(_ profile: Int, _ mark: Int32) -> Int32 {
    var atoms = profiles[profile].atoms
    for atom in markSets[Int(mark)] { atoms.insert(atom) }
    var passed = BitSet(capacity: vocabulary.tests.count)
    for (number, test) in vocabulary.tests.enumerated() where test.holds(atoms) { passed.insert(number) }
    let number = classNumbers[passed] ?? Int32(classes.count)
    if Int(number) == classes.count {
      classes.append(passed)
      classNumbers[passed] = number
    }
    if mark == 0 {
      plain[profile] = number
    } else {
      marked.insert(IntTable.key(UInt64(profile), UInt64(mark)), number)
    }
    return number
  }

  // MARK: Marks

  /// Of each list, from left to right, the longest entries that do not overlap.
  private func entries(_ layers: Layers, _ starters: [Int]) -> [Lexicon.Found] {
    var all: [Lexicon.Found] = []
    var free = [Int](repeating: 0, count: vocabulary.lists.count)
    let (tokens, sentences) = (layers.tokens, layers.sentences)
    var found: [Lexicon.Found] = []
    // The closure would copy the whole classifier each time.
    let (lemmasOf, lemmas) = (self.lemmasOf, self.lemmas)
    let lemmasAt = { (token: Int) -> [Word] in
      let known = lemmasOf[Self.key(layers.form(token), layers.tag(token))]
      return known >= 0 ? lemmas[Int(known)] : []
    }
    for token in starters {
      lexicon.find(
        starts[Int(profileAt[token])], tokens, at: token, before: sentences[layers.sentence(at: token)].upperBound,
        lemmas: lemmasAt, into: &found)
      for entry in found where token >= free[entry.list] {
        free[entry.list] = entry.tokens.upperBound
        all.append(entry)
      }
    }
    return all
  }

  private mutating func mark(_ atoms: EdgeAtoms, _ tokens: Range<Int>) {
    if let first = atoms.first { mark(first, tokens.lowerBound) }
    if let last = atoms.last { mark(last, tokens.upperBound - 1) }
    if let inside = atoms.inside { for token in tokens { mark(inside, token) } }
  }

  private mutating func mark(_ atom: Int, _ token: Int) {
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
