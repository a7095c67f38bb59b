import DatesResources
import DiplePluginKit

/// What a word can be in a time expression; a word can be several things.
struct TimeClass: OptionSet, Sendable, Hashable {
  let rawValue: UInt64
  init(rawValue: UInt64) { self.rawValue = rawValue }

  private static let names = [
    "month", "loose", "short", "weekday", "weekdays", "number", "scale", "ordinal", "quantity", "unit", "units", "half",
    "periodic", "every", "times", "part", "parts", "clockword", "season", "seasons", "deictic", "meridiem", "zone",
    "era", "decadename", "choice", "edge", "edgenoun", "approx", "offset", "vague", "vaguenoun", "the", "a", "of",
    "possessive", "old", "fiscal", "oclock", "and", "range", "holiday",
    "lead", "year", "decade", "date", "slashed", "clock", "doubleyear", "comma",
  ]
  private static func named(_ name: String) -> TimeClass {
    guard let bit = names.firstIndex(of: name) else { preconditionFailure("lexicon.tsv names no class \(name)") }
    return TimeClass(rawValue: 1 << UInt64(bit))
  }
  /// The class of a name in the lexicon.
  init(name: ArraySlice<UInt8>) { self = Self.named(String(decoding: name, as: UTF8.self)) }

  static let month = named("month")
  static let loose = named("loose")
  static let short = named("short")
  static let weekday = named("weekday")
  static let weekdays = named("weekdays")
  static let number = named("number")
  static let scale = named("scale")
  static let ordinal = named("ordinal")
  static let quantity = named("quantity")
  static let unit = named("unit")
  static let units = named("units")
  static let half = named("half")
  static let periodic = named("periodic")
  static let every = named("every")
  static let times = named("times")
  static let part = named("part")
  static let parts = named("parts")
  static let clockWord = named("clockword")
  static let season = named("season")
  static let seasons = named("seasons")
  static let deictic = named("deictic")
  static let meridiem = named("meridiem")
  static let zone = named("zone")
  static let era = named("era")
  static let decadeName = named("decadename")
  static let choice = named("choice")
  static let edge = named("edge")
  static let edgeNoun = named("edgenoun")
  static let approx = named("approx")
  static let offset = named("offset")
  static let vague = named("vague")
  static let vagueNoun = named("vaguenoun")
  static let the = named("the")
  static let a = named("a")
  static let of = named("of")
  static let possessive = named("possessive")
  static let old = named("old")
  static let fiscal = named("fiscal")
  static let oclock = named("oclock")
  static let and = named("and")
  static let range = named("range")
  static let holiday = named("holiday")
  static let lead = named("lead")
  static let year = named("year")
  static let decade = named("decade")
  static let date = named("date")
  static let slashed = named("slashed")
  static let clock = named("clock")
  static let doubleYear = named("doubleyear")
  static let comma = named("comma")

  /// A sentence without one of these has no time expression and is not read.
  static let triggers: TimeClass = [
    .month, .weekday, .weekdays, .unit, .units, .periodic, .part, .parts, .clockWord, .season, .seasons, .deictic,
    .meridiem, .decadeName, .vague, .vagueNoun, .holiday, .year, .decade, .date, .slashed, .clock, .doubleYear, .oclock,
  ]
}

/// Which one of a row a word chooses.
enum Choosing: UInt8, Sendable {
  case last, past, previous, next, coming, following, this, current, same, that, latest, recent, future
  init?(name: ArraySlice<UInt8>) {
    let names = [
      "last", "past", "previous", "next", "coming", "following", "this", "current", "same", "that", "latest", "recent",
      "future",
    ]
    guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name) }) else { return nil }
    self.init(rawValue: UInt8(index))
  }
}

/// The words of time.
struct Lexicon: Sendable {
  /// What the lexicon says of a word. A word of several classes has one value a field.
  struct Entry: Sendable {
    var classes: TimeClass = []
    /// Of a number, ordinal, month, weekday, decade, zone, era, meridiem, deictic, quantity.
    var number: Int32 = 0
    var unit = Unit.day
    var season = Season.spring
    var part: DayPart?
    var choosing = Choosing.this
    var mod = Mod.approx
    var vague = Vague.present
  }

  static let shared = Lexicon()

  private var entries = WordMap<Entry>(capacity: 1024)

  private init() {
    Resource("lexicon.tsv", dates_lexicon).forEachRow { fields in
      guard fields.count == 3 else { preconditionFailure("lexicon.tsv: a row needs word, class and value") }
      add(Word(fields[0]), TimeClass(name: fields[1]), fields[2])
    }
    for holiday in Holidays.shared.list { entries[holiday.words[0], default: Entry()].classes.insert(.holiday) }
  }

  /// What the lexicon says of a word.
  subscript(word: Word) -> Entry? { entries[word] }

  private mutating func add(_ word: Word, _ kind: TimeClass, _ value: ArraySlice<UInt8>) {
    var entry = entries[word] ?? Entry()
    entry.classes.insert(kind)
    switch kind {
    case .unit, .units: entry.unit = value.first.flatMap(Unit.init(letter:)) ?? .day
    case .periodic:
      entry.number = Digits.number(value.dropLast())
      entry.unit = value.last.flatMap(Unit.init(letter:)) ?? .day
    case .season, .seasons:
      entry.season = ["SP": .spring, "SU": .summer, "FA": .autumn][String(decoding: value, as: UTF8.self)] ?? .winter
    case .part, .parts: entry.part = DayPart(code: value)
    case .choice: entry.choosing = Choosing(name: value) ?? .this
    case .edge, .edgeNoun, .approx: entry.mod = Mod(rawValue: String(decoding: value, as: UTF8.self)) ?? .approx
    case .vague, .vagueNoun: entry.vague = Vague(rawValue: String(decoding: value, as: UTF8.self)) ?? .present
    case .deictic:
      entry.number = Digits.number(value.prefix { $0 < 0x41 })
      entry.part = DayPart(code: value.drop { $0 < 0x41 })
    case .every, .loose, .short, .half, .lead: break
    case .offset:
      // `-d`: the way, and what it counts from (document, text, event).
      entry.number = value.first == UInt8(ascii: "-") ? -1 : 1
      entry.choosing = value.last == UInt8(ascii: "d") ? .this : value.last == UInt8(ascii: "t") ? .that : .following
    default: entry.number = Digits.number(value)
    }
    entries[word] = entry
  }
}

extension WordMap {
  subscript(word: Word, default fallback: @autoclosure () -> Value) -> Value {
    get { self[word] ?? fallback() }
    set { self[word] = newValue }
  }
}

/// Decimal digits in bytes.
enum Digits {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The number that some digits with an optional sign write; other bytes are passed over. Clamped, never a trap.
  static func number(_ bytes: some Sequence<UInt8>) -> Int32 {
    var (value, negative) = (0, false)
    for byte in bytes {
      if byte == UInt8(ascii: "-") { negative = true }
      if isDigit(byte), value < 1_000_000_000 { value = value * 10 + Int(byte - 0x30) }
    }
    return Int32(clamping: negative ? -value : value)
  }
}
