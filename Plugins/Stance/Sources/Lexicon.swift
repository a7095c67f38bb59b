import DiplePluginKit
import StanceResources

/// The frames, by the first word of every form in which they may appear.
struct Lexicon: Sendable {
  static let shared = Lexicon(Resource("frames.tsv", stance_frames))

  private(set) var frames: [Frame] = []
  private(set) var verbs = WordMap<[Int]>(capacity: 2048)
  private(set) var nouns = WordMap<[Int]>(capacity: 512)
  private(set) var persons = WordMap<[Int]>(capacity: 64)
  private(set) var adjectives = WordMap<[Int]>(capacity: 256)
  private(set) var phrases = WordMap<[Int]>(capacity: 32)

  init(_ resource: Resource) {
    for row in resource.rows { add(row) }
  }

  /// Adds a row; one that is not well formed is left out, and a test sees to it that there is none.
  private mutating func add(_ row: [String]) {
    guard let frame = Self.frame(row) else { return }
    frames.append(frame)
    let number = frames.count - 1
    for spelling in row[0].prefix(while: { $0 != " " }).split(separator: "|").map(String.init) {
      switch frame.kind {
      case .verb:
        for form in Set(Inflection.forms(ofVerb: spelling).map { Word($0.form) }) {
          Self.insert(number, form, into: &verbs, frames)
        }
      case .noun:
        Self.insert(number, Word(spelling), into: &nouns, frames)
        Self.insert(number, Word(Inflection.plural(spelling)), into: &nouns, frames)
      case .person:
        Self.insert(number, Word(spelling), into: &persons, frames)
        Self.insert(number, Word(Inflection.plural(spelling)), into: &persons, frames)
      case .adjective: Self.insert(number, Word(spelling), into: &adjectives, frames)
      case .phrase: Self.insert(number, Word(spelling), into: &phrases, frames)
      }
    }
  }

  /// The frame of a row; nil where the row is not well formed.
  static func frame(_ row: [String]) -> Frame? {
    guard row.count == 5, let kind = Frame.Class(rawValue: row[1]), let polarity = Polarity(rawValue: row[3]),
      !row[0].isEmpty, !row[4].isEmpty
    else { return nil }
    let words = row[0].utf8.split(separator: 0x20)
    let slots = row[2].split(separator: " ").map { Slot($0) }
    guard !slots.isEmpty, slots.allSatisfy({ $0 != nil }) else { return nil }
    let first = String(decoding: words[0].prefix { $0 != 0x7C }, as: UTF8.self)
    let plain = words.dropFirst().map { $0.filter { $0 != 0x28 && $0 != 0x29 } }
    return Frame(
      lemma: ([first] + plain.map { String(decoding: $0, as: UTF8.self) }).joined(separator: " "),
      rest: plain.map { Word($0) }, cueCount: words.dropFirst().count { $0.first != 0x28 },
      kind: kind, slots: slots.compactMap { $0 }, polarity: polarity, family: row[4])
  }

  /// The longest frames stand first, so that `come out in favour of` goes before `come out for`.
  private static func insert(_ number: Int, _ form: Word, into map: inout WordMap<[Int]>, _ frames: [Frame]) {
    var list = map[form] ?? []
    let at = list.firstIndex { frames[$0].rest.count < frames[number].rest.count } ?? list.count
    list.insert(number, at: at)
    map[form] = list
  }
}

/// Words that judge what they are said of.
struct Verdicts: Sendable {
  struct Entry: Sendable {
    var polarity: Polarity
    /// A weak verdict counts only in a quote, or after a verb such as `call`.
    var isWeak: Bool
  }

  static let shared = Verdicts(Resource("verdicts.tsv", stance_verdicts))

  private(set) var adjectives = WordMap<Entry>(capacity: 512)
  private(set) var nouns = WordMap<Entry>(capacity: 256)

  init(_ resource: Resource) {
    for row in resource.rows where row.count == 4 {
      guard let polarity = Polarity(rawValue: row[2]) else { continue }
      let entry = Entry(polarity: polarity, isWeak: row[3] == "weak")
      if row[1] == "adjective" {
        adjectives[Word(row[0])] = entry
      } else {
        nouns[Word(row[0])] = entry
        nouns[Word(Inflection.plural(row[0]))] = entry
      }
    }
  }
}

/// Words that stand around a cue and tell what it amounts to.
struct Clues: Sendable {
  /// The classes of a word, by the names that `words.tsv` gives them.
  struct Class: OptionSet, Sendable {
    let rawValue: UInt32

    static let intensifier = Class(rawValue: 1 << 0)
    static let possible = Class(rawValue: 1 << 1)
    static let probable = Class(rawValue: 1 << 2)
    static let seeming = Class(rawValue: 1 << 3)
    static let denier = Class(rawValue: 1 << 4)
    static let negator = Class(rawValue: 1 << 5)
    static let refuser = Class(rawValue: 1 << 6)
    static let transparent = Class(rawValue: 1 << 7)
    static let commenting = Class(rawValue: 1 << 8)
    static let light = Class(rawValue: 1 << 9)
    static let drawing = Class(rawValue: 1 << 10)
    static let withdrawing = Class(rawValue: 1 << 11)
    static let naming = Class(rawValue: 1 << 12)
    static let copula = Class(rawValue: 1 << 13)
    static let obliging = Class(rawValue: 1 << 14)
    static let focus = Class(rawValue: 1 << 15)
    static let resolving = Class(rawValue: 1 << 16)
    static let inert = Class(rawValue: 1 << 17)
    static let fighter = Class(rawValue: 1 << 18)

    /// Listed as lemmas; their forms are found.
    static let verbs: Class = [.seeming, .refuser, .transparent, .commenting, .light, .drawing, .withdrawing, .naming]
    /// Listed in the singular; the plural is found.
    static let nouns: Class = [.resolving, .inert, .fighter]

    static let named: [String: Class] = [
      "intensifier": .intensifier, "possible": .possible, "probable": .probable, "seeming": .seeming, "denier": .denier,
      "negator": .negator, "refuser": .refuser, "transparent": .transparent, "commenting": .commenting, "light": .light,
      "drawing": .drawing, "withdrawing": .withdrawing, "naming": .naming, "copula": .copula, "obliging": .obliging,
      "focus": .focus, "resolving": .resolving, "inert": .inert, "fighter": .fighter,
    ]
  }

  static let shared = Clues(Resource("words.tsv", stance_words))

  private var classes = WordMap<Class>(capacity: 2048)

  init(_ resource: Resource) {
    for row in resource.rows where row.count == 2 {
      guard let kind = Class.named[row[1]] else { continue }
      let forms =
        Class.verbs.contains(kind)
        ? Inflection.forms(ofVerb: row[0]).map(\.form)
        : Class.nouns.contains(kind) ? [row[0], Inflection.plural(row[0])] : [row[0]]
      for form in Set(forms) { classes[Word(form)] = (classes[Word(form)] ?? []).union(kind) }
    }
  }

  /// True where the word is of this class.
  func has(_ word: Word, _ kind: Class) -> Bool { classes[word]?.contains(kind) ?? false }
}
