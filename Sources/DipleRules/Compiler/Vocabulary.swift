import DiplePluginKit

/// All atoms and tests of some rules, by number, with the tables that find the atoms of a word.
struct Vocabulary: Sendable {
  private(set) var atoms: [Atom] = []
  private(set) var tests: [Condition] = []
  /// The queries for annotations, by number.
  private(set) var queries: [AnnotationTest] = []
  /// The names of the lists in use, by number.
  private(set) var lists: [String] = []
  private var atomNumbers: [Atom: Int] = [:]
  private var testNumbers: [Condition: Int] = [:]
  private var words = WordMap<[Int]>()
  private var forms = WordMap<[Int]>()
  private var lemmas = WordMap<[Int]>()
  private var open: [Int] = []

  /// The tests of these numbers, and the atoms, tell a token that starts a sentence, and the one that starts the paragraph.
  static let sentenceFirst = 0
  static let paragraphFirst = 1

  init() {
    _ = test(.atom(number(of: .sentenceFirst)))
    _ = test(.atom(number(of: .paragraphFirst)))
  }

  // MARK: Building

  mutating func number(of atom: Atom) -> Int {
    if let number = atomNumbers[atom] { return number }
    let number = atoms.count
    atoms.append(atom)
    atomNumbers[atom] = number
    switch atom {
    case .word(let value): file(number, value, \.words)
    case .form(let value): file(number, value, \.forms)
    case .lemma(let value): file(number, value, \.lemmas)
    case .tag, .shape, .letterCase: open.append(number)
    case .sentenceFirst, .paragraphFirst, .list, .annotation: break
    }
    return number
  }

  /// A value without `.*` is found by the word; others are tried on every distinct word.
  private mutating func file(_ number: Int, _ value: ValuePattern, _ table: WritableKeyPath<Vocabulary, WordMap<[Int]>>)
  {
    guard value.parts.allSatisfy(\.isWhole) else {
      open.append(number)
      return
    }
    for part in value.parts {
      let isForm: Bool = if case .form = atoms[number] { true } else { false }
      let word = isForm ? Word(exactly: part.text.utf8) : Word(part.text)
      self[keyPath: table][word] = (self[keyPath: table][word] ?? []) + [number]
    }
  }

  mutating func test(_ condition: Condition) -> Int {
    if let number = testNumbers[condition] { return number }
    tests.append(condition)
    testNumbers[condition] = tests.count - 1
    return tests.count - 1
  }

  mutating func query(_ test: AnnotationTest) -> Int {
    if let number = queries.firstIndex(of: test) { return number }
    queries.append(test)
    return queries.count - 1
  }

  mutating func list(_ name: String) -> Int {
    if let number = lists.firstIndex(of: name) { return number }
    lists.append(name)
    return lists.count - 1
  }

  mutating func condition(_ test: TokenTest) -> Condition {
    switch test {
    case .any: .always
    case .word(let value): .atom(number(of: .word(value.folded)))
    case .form(let value): .atom(number(of: .form(value)))
    case .lemma(let value): .atom(number(of: .lemma(value.folded)))
    case .tag(let value):
      .atom(number(of: .tag(Tag.allCases.reduce(0) { value.matches($1.name) ? $0 | Self.bit($1) : $0 })))
    case .shape(let looks): .atom(number(of: .shape(looks)))
    case .letterCase(let letterCase): .atom(number(of: .letterCase(letterCase)))
    case .inList(let name): .atom(number(of: .list(list(name), .inside)))
    case .inside(let test): .atom(number(of: .annotation(query(test), .inside)))
    case .not(let test): .not(condition(test))
    case .all(let tests): .all(tests.map { condition($0) })
    case .some(let tests): .some(tests.map { condition($0) })
    }
  }

  // MARK: Asking

  /// The number of an atom that is in use; nil where no rule asks for it.
  func known(_ atom: Atom) -> Int? { atomNumbers[atom] }

  /// Whether any test asks for dictionary forms.
  var usesLemmas: Bool { lemmas.count > 0 || open.contains { if case .lemma = atoms[$0] { true } else { false } } }

  /// The atoms that hold of a word wherever it stands.
  func atoms(of word: DistinctWord) -> BitSet {
    var found = BitSet(capacity: atoms.count)
    for number in words[word.word] ?? [] { found.insert(number) }
    for number in forms[word.form] ?? [] { found.insert(number) }
    if usesLemmas { for lemma in word.lemmas { for number in lemmas[Word(lemma)] ?? [] { found.insert(number) } } }
    for number in open where holds(atoms[number], word) { found.insert(number) }
    return found
  }

  private func holds(_ atom: Atom, _ word: DistinctWord) -> Bool {
    switch atom {
    case .word(let value): value.matches(word.folded)
    case .form(let value): value.matches(word.text)
    case .lemma(let value): word.lemmas.contains(where: value.matches)
    case .tag(let tags): tags & Self.bit(word.tag) != 0
    case .shape(let looks): word.looks(looks)
    case .letterCase(let letterCase): word.letterCase == letterCase
    case .sentenceFirst, .paragraphFirst, .list, .annotation: false
    }
  }

  private static func bit(_ tag: Tag) -> UInt64 { 1 << UInt64(tag.rawValue) }
}

/// A word with its part of speech, as it is looked at once for all places where it stands.
struct DistinctWord {
  let word: Word
  let form: Word
  let tag: Tag
  let shape: Shape
  let text: String
  let folded: String
  let lemmas: [String]

  init(_ layers: Layers, _ token: Int, withLemmas: Bool) {
    word = layers.word(token)
    form = layers.form(token)
    tag = layers.tag(token)
    shape = layers.shape(token)
    text = layers.text(layers.span(token))
    folded = String(decoding: Folding.folded(Array(text.utf8)[...]), as: UTF8.self)
    // Nobody inflects what is longer.
    lemmas = withLemmas ? text.utf8.count <= 64 ? Inflection.lemmas(of: folded, tag: tag) : [folded] : []
  }

  func looks(_ looks: TokenTest.Looks) -> Bool {
    switch looks {
    case .word: shape.contains(.hasLetter)
    case .number: shape.contains(.hasDigit) && !shape.contains(.hasLetter)
    case .digits: shape.contains(.digits)
    case .punctuation: shape.contains(.punctuation)
    case .hyphenated: shape.contains(.hyphenated)
    case .abbreviation: shape.contains(.abbreviation)
    case .address: shape.contains(.address)
    }
  }

  var letterCase: TokenTest.LetterCase? {
    guard shape.contains(.hasLetter) else { return nil }
    if shape.contains(.allCaps) {
      let letters = text.unicodeScalars.count { $0.properties.isAlphabetic }
      return letters > 1 ? .upper : .title
    }
    if shape.contains(.mixedCase) { return .mixed }
    return shape.contains(.capitalized) ? .title : .lower
  }
}
