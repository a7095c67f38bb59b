import DatesResources
import DiplePluginKit

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
  /// A bit for each word by its hash: most words of a text are told from those of time here, without the table.
  private var known = [UInt64](repeating: 0, count: 128)
  /// A sentence without one of these words has no time expression, unless in digits, and is not read.
  private(set) var triggers = WordSet()

  private init() {
    Resource("lexicon.tsv", dates_lexicon).forEachRow { fields in
      guard fields.count == 3 else { preconditionFailure("lexicon.tsv: a row needs word, class and value") }
      add(Word(fields[0]), TimeClass(name: fields[1]), fields[2])
    }
    for holiday in Holidays.shared.list {
      var entry = entries[holiday.words[0]] ?? Entry()
      entry.classes.insert(.holiday)
      set(holiday.words[0], entry)
      triggers.insert(holiday.words[0])
    }
  }

  /// What the lexicon says of a word.
  subscript(word: Word) -> Entry? {
    let bit = Self.bit(word)
    return known[bit >> 6] & (1 << UInt64(bit & 63)) == 0 ? nil : entries[word]
  }

  // Not the bits that the table uses, so that what one lets pass the other may still stop.
  private static func bit(_ word: Word) -> Int { Int(truncatingIfNeeded: word.hash >> 40) & 8191 }

  private mutating func set(_ word: Word, _ entry: Entry) {
    entries[word] = entry
    let bit = Self.bit(word)
    known[bit >> 6] |= 1 << UInt64(bit & 63)
  }

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
    set(word, entry)
    // `nineteen eighty-four`, `two thousand and twenty` are years.
    let opensYear = kind == .number && (16...20).contains(entry.number)
    if opensYear || !kind.isDisjoint(with: .triggers.union(.era)) { triggers.insert(word) }
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
  /// The year that two figures write: up to forty they are of this century.
  static func century(_ number: some BinaryInteger) -> Int { Int(number) + (number < 40 ? 2000 : 1900) }

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
