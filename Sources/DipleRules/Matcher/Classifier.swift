import DiplePluginKit

/// Gives each token a class: tokens of one class pass the same tests. What holds of a word wherever it stands is found out once for a
/// distinct word and tag; the place (sentence, lists, annotations) is added as marks.
struct Classifier {
  /// What holds of a word wherever it stands.
  private struct Profile: Hashable {
    var atoms: BitSet
    /// What it is to the entries of word lists.
    var role: Lexicon.Role
  }

  private let vocabulary: Vocabulary
  private let lexicon: Lexicon
  private let needsLemmas: Bool
  private var profileOf = IntTable(capacity: 4096)
  private var profiles: [Profile] = []
  /// What is asked of a profile at each token.
  private var quick: [Quick] = []
  private struct Quick {
    /// The class without marks; -1 where it is not known yet.
    var plain: Int32
    var role: Lexicon.Role
  }
  /// The dictionary forms of a form with its tag, where lists ask for them.
  private var lemmasOf = IntTable()
  private var lemmas: [[Word]] = []
  /// The atoms of each list and query.
  private let listAtoms: [EdgeAtoms]
  private let queryAtoms: [EdgeAtoms]
  private var profileNumbers: [Profile: Int32] = [:]
  /// Sets of atoms that come from the place; the first is empty.
  private var markSets: [[Int]] = [[]]
  private var markSetNumbers: [[Int]: Int32] = [[]: 0]
  private var markSetWith = IntTable()
  private var marked = IntTable()
  private var classNumbers: [Class: Int32] = [:]
  private struct Class: Hashable {
    var passed: BitSet
    var keys: UInt64
  }
  /// The tests that tokens of a class pass.
  private(set) var classes: [BitSet] = []
  /// The groups of programs for which tokens of a class may be a key, a bit each.
  private var keysOf: [UInt64] = []
  /// The keys of each group; nil where it has none. Atoms that come from annotations are not known when keys are looked for.
  private let keys: [[Condition]?]
  private let open: BitSet
  /// Of the paragraph at hand: the marks and the profile of each token.
  private var marks: [Int32] = []
  private var profileAt: [Int32] = []
  /// Of each list, where the last entry ends; and the entries that start at one token.
  private var free: [Int] = []
  private var found: [Lexicon.Found] = []

  init(_ vocabulary: Vocabulary, _ lexicon: Lexicon, keys: [[Condition]?]) {
    (self.vocabulary, self.lexicon, self.keys) = (vocabulary, lexicon, keys)
    var open = BitSet(capacity: vocabulary.atoms.count)
    for (number, atom) in vocabulary.atoms.enumerated() {
      if case .annotation = atom { open.insert(number) }
    }
    self.open = open
    needsLemmas = vocabulary.usesLemmas || lexicon.usesLemmas
    listAtoms = vocabulary.lists.indices.map { list in EdgeAtoms(vocabulary) { .list(list, $0) } }
    queryAtoms = vocabulary.queries.indices.map { query in EdgeAtoms(vocabulary) { .annotation(query, $0) } }
  }

  /// True where so much was remembered that it is time to start anew.
  var isFull: Bool { profileOf.count > 1 << 17 || classes.count > 1 << 14 || markSets.count > 1 << 14 }

  /// The classes of a paragraph's tokens as far as the text tells, and the entries of word lists in it.
  mutating func classify(_ layers: Layers) -> (classes: [Int32], entries: [Lexicon.Found]) {
    let count = layers.count
    marks.removeAll(keepingCapacity: true)
    marks.append(contentsOf: repeatElement(0, count: count))
    for sentence in layers.sentences { mark(Vocabulary.sentenceFirst, sentence.lowerBound) }
    if count > 0 { mark(Vocabulary.paragraphFirst, 0) }

    var classes: [Int32] = []
    classes.reserveCapacity(count)
    let starters = findProfiles(layers, &classes)
    if starters.isEmpty { return (classes, []) }
    let entries = entries(layers, starters)
    for entry in entries { mark(listAtoms[entry.list], entry.tokens, &classes) }
    return (classes, entries)
  }

  /// Adds what annotations tell to the classes of the paragraph that was classified last.
  mutating func mark(_ stretches: [Stretch], _ classes: inout [Int32]) {
    for stretch in stretches { mark(queryAtoms[stretch.query], stretch.tokens, &classes) }
  }

  /// The groups of programs for which some token of each sentence may be a key. Returns all of them together.
  mutating func findKeys(_ sentences: [Range<Int>], _ classes: [Int32], into keys: inout [UInt64]) -> UInt64 {
    // Mutating only so that the classifier, which is large, is not copied for the call.
    let keysOf = keysOf
    keys.removeAll(keepingCapacity: true)
    var all: UInt64 = 0
    for sentence in sentences {
      var own: UInt64 = 0
      for token in sentence { own |= keysOf[Int(classes[token])] }
      keys.append(own)
      all |= own
    }
    return all
  }

  /// Finds each token's profile and class. Returns the tokens with which an entry of a list may start.
  private mutating func findProfiles(
    _ layers: Layers, _ classes: inout [Int32]
  ) -> [(token: Int, starts: Lexicon.Starts)] {
    let (forms, tags) = (layers.tokens.forms, layers.tags)
    profileAt.removeAll(keepingCapacity: true)
    var starters: [(token: Int, starts: Lexicon.Starts)] = []
    var before: Lexicon.Role = []
    for token in forms.indices {
      let key = Self.key(forms[token], tags[token])
      var profile = profileOf[key]
      if profile < 0 {
        profile = self.profile(layers, token, key)
        profileOf.insert(key, profile)
      }
      profileAt.append(profile)
      let known = quick[Int(profile)]
      let mark = marks[token]
      classes.append(mark == 0 && known.plain >= 0 ? known.plain : number(Int(profile), mark))
      let starts = before.starts(before: known.role)
      if !starts.isEmpty { starters.append((token - 1, starts)) }
      before = known.role
    }
    let starts = before.starts(before: [])
    if !starts.isEmpty { starters.append((forms.count - 1, starts)) }
    return starters
  }

  /// The class of a profile with marks.
  @inline(__always)
  private mutating func number(_ profile: Int, _ mark: Int32) -> Int32 {
    let known = mark == 0 ? quick[profile].plain : marked[IntTable.key(UInt64(profile), UInt64(mark))]
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
    let profile = Profile(atoms: vocabulary.atoms(of: word), role: lexicon.isEmpty ? [] : lexicon.role(word))
    if let number = profileNumbers[profile] { return number }
    let number = Int32(profiles.count)
    profiles.append(profile)
    quick.append(Quick(plain: -1, role: profile.role))
    profileNumbers[profile] = number
    return number
  }

  private mutating func makeClass(_ profile: Int, _ mark: Int32) -> Int32 {
    var atoms = profiles[profile].atoms
    for atom in markSets[Int(mark)] { atoms.insert(atom) }
    var passed = BitSet(capacity: vocabulary.tests.count)
    for (number, test) in vocabulary.tests.enumerated() where test.holds(atoms) { passed.insert(number) }
    var found = Class(passed: passed, keys: 0)
    for (group, keys) in keys.enumerated() where keys?.contains(where: { $0.canBe(true, atoms, open: open) }) ?? true {
      found.keys |= 1 << UInt64(group)
    }
    let number = classNumbers[found] ?? Int32(classes.count)
    if Int(number) == classes.count {
      classes.append(passed)
      keysOf.append(found.keys)
      classNumbers[found] = number
    }
    if mark == 0 {
      quick[profile].plain = number
    } else {
      marked.insert(IntTable.key(UInt64(profile), UInt64(mark)), number)
    }
    return number
  }

  // MARK: Marks

  /// Of each list, from left to right, the longest entries that do not overlap.
  private mutating func entries(_ layers: Layers, _ starters: [(token: Int, starts: Lexicon.Starts)]) -> [Lexicon.Found]
  {
    var all: [Lexicon.Found] = []
    free.removeAll(keepingCapacity: true)
    free.append(contentsOf: repeatElement(0, count: vocabulary.lists.count))
    let (tokens, sentences) = (layers.tokens, layers.sentences)
    // The closure would copy the whole classifier each time.
    let (lemmasOf, lemmas) = (self.lemmasOf, self.lemmas)
    let lemmasAt = { (token: Int) -> [Word] in
      let known = lemmasOf[Self.key(layers.form(token), layers.tag(token))]
      return known >= 0 ? lemmas[Int(known)] : []
    }
    for (token, starts) in starters {
      lexicon.find(
        starts, tokens, at: token, before: sentences[layers.sentence(at: token)].upperBound,
        lemmas: lemmasAt, into: &found)
      for entry in found where token >= free[entry.list] {
        free[entry.list] = entry.tokens.upperBound
        all.append(entry)
      }
    }
    return all
  }

  private mutating func mark(_ atoms: EdgeAtoms, _ tokens: Range<Int>, _ classes: inout [Int32]) {
    if let first = atoms.first { mark(first, tokens.lowerBound) }
    if let last = atoms.last { mark(last, tokens.upperBound - 1) }
    if let inside = atoms.inside { for token in tokens { mark(inside, token) } }
    for token in tokens { classes[token] = number(Int(profileAt[token]), marks[token]) }
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
