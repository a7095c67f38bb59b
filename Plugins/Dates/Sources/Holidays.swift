import DatesResources
import DiplePluginKit

/// Holidays and the days on which they fall.
struct Holidays: Sendable {
  /// How the day of a holiday is found.
  enum Rule: Sendable, Equatable {
    case fixed(month: Int, day: Int)
    /// The nth weekday of a month, from the end for a negative n, or some days after it.
    case nth(month: Int, weekday: Int, n: Int, plus: Int)
    /// Days from Easter Sunday of the western churches.
    case easter(Int)
    /// A day of one year only, which took its date for a name.
    case once(CivilDate)
    /// The Tuesday after the first Monday in November.
    case election
    /// Another calendar rules it.
    case moves
  }
  struct Holiday: Sendable {
    var words: [Word]
    var rule: Rule
    /// Without a capital, its words mean something else.
    var isName: Bool
  }

  static let shared = Holidays()

  /// In the order of the file.
  let list: [Holiday]
  /// The holidays that start with a word, the longest name first.
  private let byFirst: WordMap<[Int]>

  private init() {
    var list: [Holiday] = []
    var byFirst = WordMap<[Int]>(capacity: 128)
    Resource("holidays.tsv", dates_holidays).forEachRow { fields in
      guard fields.count == 2 || fields.count == 3 && fields[2].elementsEqual("name".utf8),
        let rule = Self.rule(fields[1])
      else {
        preconditionFailure("holidays.tsv: a row needs a name and a rule, and may say `name`")
      }
      // As the tokenizer parts them: `New Year's Day` has four words.
      let words = Tokenizer.tokens(Array(fields[0])).words
      byFirst[words[0], default: []].append(list.count)
      list.append(Holiday(words: words, rule: rule, isName: fields.count == 3))
    }
    for holiday in list {
      byFirst[holiday.words[0], default: []].sort { list[$0].words.count > list[$1].words.count }
    }
    (self.list, self.byFirst) = (list, byFirst)
  }

  private static func rule(_ text: ArraySlice<UInt8>) -> Rule? {
    let parts = text.split(separator: 0x20)
    func number(_ index: Int) -> Int { index < parts.count ? Int(Digits.number(parts[index])) : 0 }
    switch String(decoding: parts[0], as: UTF8.self) {
    case "fixed": return .fixed(month: number(1), day: number(2))
    case "nth": return .nth(month: number(1), weekday: number(2), n: number(3), plus: number(4))
    case "easter": return .easter(number(1))
    case "once": return CivilDate(year: number(1), month: number(2), day: number(3)).map { .once($0) }
    case "election": return .election
    case "moves": return .moves
    default: return nil
    }
  }

  /// The longest holiday that starts at a piece: its number, and how many pieces it takes.
  func longest(at index: Int, in pieces: [Piece]) -> (number: Int, count: Int)? {
    for number in byFirst[pieces[index].word] ?? [] {
      let words = list[number].words
      guard index + words.count <= pieces.count else { continue }
      if (0..<words.count).allSatisfy({ pieces[index + $0].word == words[$0] }) { return (number, words.count) }
    }
    return nil
  }

  /// The day of a holiday in a year; nil where another calendar rules it.
  func day(_ number: Int, in year: Int) -> CivilDate? {
    switch list[number].rule {
    case .fixed(let month, let day): return CivilDate(year: year, month: month, day: day)
    case .nth(let month, let weekday, let n, let plus):
      return Self.nth(n, weekday, month: month, year: year)?.adding(days: plus)
    case .easter(let days): return Self.easter(year)?.adding(days: days)
    case .election: return Self.nth(1, 1, month: 11, year: year)?.adding(days: 1)
    case .once(let day): return day
    case .moves: return nil
    }
  }

  static func nth(_ n: Int, _ weekday: Int, month: Int, year: Int) -> CivilDate? {
    if n > 0 {
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      return first.adding(days: (weekday - first.weekday + 7) % 7 + (n - 1) * 7)
    }
    let days = CivilDate.days(inMonth: month, of: year)
    guard let last = CivilDate(year: year, month: month, day: days) else { return nil }
    return last.adding(days: -((last.weekday - weekday + 7) % 7))
  }

  /// Easter Sunday (the anonymous Gregorian algorithm, Nature 1876; J. Meeus, "Astronomical Algorithms").
  static func easter(_ year: Int) -> CivilDate? {
    guard year > 1582 else { return nil }
    let a = year % 19
    let (b, c) = (year / 100, year % 100)
    let (d, e) = (b / 4, b % 4)
    let f = (b + 8) / 25
    let g = (b - f + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = (c / 4, c % 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return CivilDate(year: year, month: sum / 31, day: sum % 31 + 1)
  }
}
