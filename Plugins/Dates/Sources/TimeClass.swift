import DiplePluginKit

/// What a word can be in a time expression; a word can be several things.
struct TimeClass: OptionSet, Sendable, Hashable {
  let rawValue: UInt64
  init(rawValue: UInt64) { self.rawValue = rawValue }

  // Bits are written out so that they are constants for the compiler: the parser asks for them at every piece.
  static let month = TimeClass(rawValue: 1 << 0)
  static let loose = TimeClass(rawValue: 1 << 1)
  static let short = TimeClass(rawValue: 1 << 2)
  static let weekday = TimeClass(rawValue: 1 << 3)
  static let weekdays = TimeClass(rawValue: 1 << 4)
  static let number = TimeClass(rawValue: 1 << 5)
  static let scale = TimeClass(rawValue: 1 << 6)
  static let ordinal = TimeClass(rawValue: 1 << 7)
  static let quantity = TimeClass(rawValue: 1 << 8)
  static let unit = TimeClass(rawValue: 1 << 9)
  static let units = TimeClass(rawValue: 1 << 10)
  static let half = TimeClass(rawValue: 1 << 11)
  static let periodic = TimeClass(rawValue: 1 << 12)
  static let every = TimeClass(rawValue: 1 << 13)
  static let times = TimeClass(rawValue: 1 << 14)
  static let part = TimeClass(rawValue: 1 << 15)
  static let parts = TimeClass(rawValue: 1 << 16)
  static let clockWord = TimeClass(rawValue: 1 << 17)
  static let season = TimeClass(rawValue: 1 << 18)
  static let seasons = TimeClass(rawValue: 1 << 19)
  static let deictic = TimeClass(rawValue: 1 << 20)
  static let meridiem = TimeClass(rawValue: 1 << 21)
  static let zone = TimeClass(rawValue: 1 << 22)
  static let era = TimeClass(rawValue: 1 << 23)
  static let decadeName = TimeClass(rawValue: 1 << 24)
  static let choice = TimeClass(rawValue: 1 << 25)
  static let edge = TimeClass(rawValue: 1 << 26)
  static let edgeNoun = TimeClass(rawValue: 1 << 27)
  static let approx = TimeClass(rawValue: 1 << 28)
  static let offset = TimeClass(rawValue: 1 << 29)
  static let vague = TimeClass(rawValue: 1 << 30)
  static let vagueNoun = TimeClass(rawValue: 1 << 31)
  static let the = TimeClass(rawValue: 1 << 32)
  static let a = TimeClass(rawValue: 1 << 33)
  static let of = TimeClass(rawValue: 1 << 34)
  static let possessive = TimeClass(rawValue: 1 << 35)
  static let old = TimeClass(rawValue: 1 << 36)
  static let fiscal = TimeClass(rawValue: 1 << 37)
  static let oclock = TimeClass(rawValue: 1 << 38)
  static let and = TimeClass(rawValue: 1 << 39)
  static let range = TimeClass(rawValue: 1 << 40)
  static let holiday = TimeClass(rawValue: 1 << 41)
  static let lead = TimeClass(rawValue: 1 << 42)
  static let year = TimeClass(rawValue: 1 << 43)
  static let decade = TimeClass(rawValue: 1 << 44)
  static let date = TimeClass(rawValue: 1 << 45)
  static let slashed = TimeClass(rawValue: 1 << 46)
  static let clock = TimeClass(rawValue: 1 << 47)
  static let doubleYear = TimeClass(rawValue: 1 << 48)
  static let comma = TimeClass(rawValue: 1 << 49)

  /// What is a time by itself, or makes one of what stands beside it.
  static let triggers: TimeClass = [
    .month, .weekday, .weekdays, .unit, .units, .periodic, .part, .parts, .clockWord, .season, .seasons, .deictic,
    .meridiem, .decadeName, .vague, .vagueNoun, .holiday, .year, .decade, .date, .slashed, .clock, .doubleYear, .oclock,
  ]

  /// What can open an expression; all other words only go on with one.
  static let openers = TimeClass(rawValue: ~0).subtracting([
    .of, .possessive, .and, .range, .comma, .zone, .meridiem, .oclock, .old, .loose, .short,
  ])

  /// The class of a name in the lexicon.
  init(name: ArraySlice<UInt8>) {
    let name = String(decoding: name, as: UTF8.self)
    guard let known = Self.byName[name] else { preconditionFailure("lexicon.tsv names no class \(name)") }
    self = known
  }

  private static let byName: [String: TimeClass] = [
    "month": .month,
    "loose": .loose,
    "short": .short,
    "weekday": .weekday,
    "weekdays": .weekdays,
    "number": .number,
    "scale": .scale,
    "ordinal": .ordinal,
    "quantity": .quantity,
    "unit": .unit,
    "units": .units,
    "half": .half,
    "periodic": .periodic,
    "every": .every,
    "times": .times,
    "part": .part,
    "parts": .parts,
    "clockword": .clockWord,
    "season": .season,
    "seasons": .seasons,
    "deictic": .deictic,
    "meridiem": .meridiem,
    "zone": .zone,
    "era": .era,
    "decadename": .decadeName,
    "choice": .choice,
    "edge": .edge,
    "edgenoun": .edgeNoun,
    "approx": .approx,
    "offset": .offset,
    "vague": .vague,
    "vaguenoun": .vagueNoun,
    "the": .the,
    "a": .a,
    "of": .of,
    "possessive": .possessive,
    "old": .old,
    "fiscal": .fiscal,
    "oclock": .oclock,
    "and": .and,
    "range": .range,
    "lead": .lead,
  ]
}
