import DiplePluginKit

/// A user's own names, ready to be found: a table over the words of all forms, so that a text costs a look-up a token, however many
/// names there are.
///
/// A form in small letters is found in any case. One with capitals is found as it is written, and where the text has it in capitals
/// only; but one that is all capitals (`IS`) only so.
public final class OwnNames: Sendable {
  /// What is known of a thing.
  struct Entry: Sendable {
    let name: OwnName
    /// The thing that all mentions name.
    let thing: UInt64
  }

  /// How a name is written.
  private struct Form: Sendable {
    /// The hash of the words with their case; nil where any case will do.
    let exactly: UInt64?
    /// True where the words may stand in capitals.
    let mayBeShouted: Bool
    let entry: Int
    /// Another form of the same words.
    var next: Int?
  }

  /// The things.
  let entries: [Entry]
  /// Names that stand there twice: the number of the one that is left out, that of the one that counts, and the form.
  public let conflicts: [(left: Int, kept: Int, form: String)]

  private let forms: [Form]
  /// The first form of some words.
  private let heads: WordMap<Int>
  /// Words with which forms of several words begin.
  private let prefixes: WordSet

  /// True where there are none.
  public var isEmpty: Bool { entries.isEmpty }

  /// No names.
  public static let none = OwnNames([])

  /// The most words of a form; longer ones are not found.
  private static let longest = 32
  /// The most forms of the same words that differ in their capitals; further ones are not found.
  private static let mostCases = 16

  /// Makes a table of names. Where one form stands for two names, it is the first one's; `OwnName.problem` must be nil for all.
  public init(_ names: [OwnName]) {
    var builder = Builder(count: names.count)
    for (number, name) in names.enumerated() { builder.add(name, number) }
    (entries, conflicts, forms) = (builder.entries, builder.conflicts, builder.forms)
    (heads, prefixes) = (builder.heads, builder.prefixes)
  }

  /// The longest name that starts at a token.
  func longest(_ layers: Layers, at token: Int) -> (tokens: Range<Int>, entry: Int)? {
    var best: (tokens: Range<Int>, entry: Int)?
    var (hash, exact): (UInt64, UInt64) = (0, 0)
    var at = token
    while at < min(layers.count, token + Self.longest) {
      hash = Names.join(hash, layers.word(at))
      exact = Names.join(exact, layers.form(at))
      at += 1
      if let head = heads[Word(hash: hash)], let entry = entry(head, layers, token..<at, exact) {
        best = (token..<at, entry)
      }
      if !prefixes.contains(Word(hash: hash)) { break }
    }
    return best
  }

  private func entry(_ head: Int, _ layers: Layers, _ tokens: Range<Int>, _ exact: UInt64) -> Int? {
    var number: Int? = head
    while let at = number {
      let form = forms[at]
      if form.exactly == nil || form.exactly == exact { return form.entry }
      if form.mayBeShouted, tokens.allSatisfy({ isCapitals(layers.shape($0)) }) { return form.entry }
      number = form.next
    }
    return nil
  }

  private func isCapitals(_ shape: Shape) -> Bool { shape.contains(.allCaps) || !shape.contains(.hasLetter) }

  private struct Builder {
    var entries: [Entry] = []
    var conflicts: [(left: Int, kept: Int, form: String)] = []
    var forms: [Form] = []
    var heads: WordMap<Int>
    var prefixes = WordSet()
    /// The first entry of each thing, and the thing of each id.
    private var things: WordMap<Int>
    private var byID: WordMap<UInt64>

    init(count: Int) {
      heads = WordMap(capacity: count)
      (things, byID) = (WordMap(capacity: count), WordMap(capacity: count))
    }

    mutating func add(_ name: OwnName, _ number: Int) {
      let tokens = Tokenizer.tokens(Array(name.name.utf8))
      entries.append(Entry(name: name, thing: thing(name, tokens)))
      add(form: name.name, tokens, to: number)
      for alias in name.aliases { add(form: alias, Tokenizer.tokens(Array(alias.utf8)), to: number) }
      // `van der Berg` starts a sentence with a capital.
      for form in [name.name] + name.aliases {
        guard let first = form.utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z"),
          Letters(form).hasCapital
        else { continue }
        let capital = form.prefix(1).uppercased() + form.dropFirst()
        add(form: capital, Tokenizer.tokens(Array(capital.utf8)), to: number)
      }
    }

    /// The thing that the recogniser's mentions of the same words name, so that they join the user's; but what has another id is
    /// another thing, and what has the same id the same.
    private mutating func thing(_ name: OwnName, _ tokens: Tokens) -> UInt64 {
      let id = name.id.map { Word(exactly: $0.utf8) }
      if let id, let thing = byID[id] { return thing }
      var thing = tokens.words.reduce(0) { Names.join($0, $1) }
      if name.type == .person { thing = Spelling.shared.person(name.name, tokens) }
      if let other = things[Word(hash: thing)], entries[other].name.id != name.id {
        thing = Names.join(thing, id ?? "")
      }
      things[Word(hash: thing)] = entries.count
      if let id { byID[id] = thing }
      return thing
    }

    private mutating func add(form: String, _ tokens: Tokens, to entry: Int) {
      let words = tokens.words
      guard !words.isEmpty, words.count <= OwnNames.longest else { return }
      var (hash, exact): (UInt64, UInt64) = (0, 0)
      for (word, written) in zip(words, tokens.forms) {
        if hash != 0 { prefixes.insert(Word(hash: hash)) }
        hash = Names.join(hash, word)
        exact = Names.join(exact, written)
      }
      let letters = Letters(form)
      let new = Form(
        exactly: letters.hasCapital ? exact : nil, mayBeShouted: letters.hasCapital && letters.hasSmall, entry: entry,
        next: nil)
      guard let head = heads[Word(hash: hash)] else {
        heads[Word(hash: hash)] = forms.count
        forms.append(new)
        return
      }
      var last = head
      // Nobody writes one name in more ways; a file from somewhere may, and each would be compared with all.
      for _ in 0..<OwnNames.mostCases {
        if forms[last].exactly == new.exactly {
          let kept = forms[last].entry
          if kept != entry { conflicts.append((entry, kept, form)) }
          return
        }
        guard let next = forms[last].next else {
          forms[last].next = forms.count
          return forms.append(new)
        }
        last = next
      }
    }
  }
}
