import DiplePipeline
import DiplePluginKit

/// The dates of a document in the order of the calendar: days and times, then durations and sets, then what could not be
/// resolved.
enum Timeline {
  struct Row: Equatable {
    let value: String
    let words: String
  }

  static func rows(_ dates: [Annotation], _ things: Things) -> [Row] {
    var order: [String] = []
    var words: [String: [String]] = [:]
    var keys: [String: Key] = [:]
    for date in dates {
      var value = Columns.clean(date.string("value") ?? "?")
      if let mod = date.string("mod") { value += " \(mod.lowercased())" }
      if keys[value] == nil {
        order.append(value)
        keys[value] = Key(date.string("value"), type: date.string("type"))
      }
      let text = things.text(date.pieces)
      if !words[value, default: []].contains(text) { words[value, default: []].append(text) }
    }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    order.sort { a, b in
      let (first, second) = (keys[a] ?? Key(nil, type: nil), keys[b] ?? Key(nil, type: nil))
      if first != second { return first < second }
      return (places[a] ?? 0) < (places[b] ?? 0)
    }
    return order.map { Row(value: $0, words: (words[$0] ?? []).joined(separator: "; ")) }
  }

  /// Where a TIMEX3 value stands.
  private struct Key: Equatable, Comparable {
    var group: Int
    var day = 0
    var rest = ""

    init(_ value: String?, type: String?) {
      guard let value else {
        group = 3
        return
      }
      guard type != "DURATION", type != "SET", let day = Self.firstDay(value) else {
        group = 2
        return
      }
      (group, self.day) = (1, day)
      // Of two that begin on one day the longer span of time has the shorter value: the year before its first of January.
      rest = value
    }

    static func < (a: Key, b: Key) -> Bool { (a.group, a.day, a.rest) < (b.group, b.day, b.rest) }

    /// The number of the first day that a value means; nil for one that names no year.
    private static func firstDay(_ value: String) -> Int? {
      let parts = value.prefix { $0 != "T" }.split(separator: "-")
      guard !value.hasPrefix("-"), let first = parts.first, first.utf8.count <= 4,
        first.utf8.first.map(isDigit) ?? false
      else { return nil }
      let open = first.map { $0 == "X" ? "0" : $0 }
      guard let number = Int(String(open) + String(repeating: "0", count: 4 - open.count)),
        let year = CivilDate(year: number, month: 1, day: 1)
      else { return nil }
      guard parts.count > 1 else { return year.dayNumber }
      let second = parts[1]
      if let month = Int(second) {
        let day = parts.count > 2 ? Int(parts[2]) ?? 1 : 1
        return (CivilDate(year: number, month: month, day: day) ?? year).dayNumber
      }
      if second.hasPrefix("W"), let week = Int(second.dropFirst()) {
        return year.dayNumber + (4 - year.weekday + 7) % 7 - 3 + (week - 1) * 7
      }
      let months = [
        "SP": 2, "SU": 5, "FA": 8, "WI": 11, "Q1": 0, "Q2": 3, "Q3": 6, "Q4": 9, "H1": 0, "H2": 6,
      ]
      return year.adding(months: months[String(second)] ?? 0).dayNumber
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  }
}
