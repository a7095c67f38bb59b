public import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// The dates of a document in the order of the calendar: days and times, then durations and sets, then what could not be
/// resolved.
public struct Timeline: Sendable {
  /// All expressions with one value.
  public struct Row: Sendable {
    /// The TIMEX3 value; nil for expressions that could not be resolved.
    public let value: String?
    /// The TIMEX3 modifier: `APPROX`, `START` …
    public let mod: String?
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    public let type: String?
    /// The expressions, in document order.
    public fileprivate(set) var dates: [Annotation]

    /// Value and modifier as a person reads them.
    public var label: String {
      Columns.clean(value ?? "?") + (mod.map { " " + Columns.clean($0).lowercased() } ?? "")
    }
  }

  /// The rows.
  public let rows: [Row]
  let things: Things

  /// Reads what was found in a document.
  public init(_ analysis: Analysis) {
    self.init(analysis.annotations.filter { $0.kind == "date" }, Things(analysis))
  }

  init(_ dates: [Annotation], _ things: Things) {
    var rows: [Row] = []
    var indices: [String: Int] = [:]
    for date in dates {
      let row = Row(value: date.string("value"), mod: date.string("mod"), type: date.string("type"), dates: [date])
      if let index = indices[row.label] {
        rows[index].dates.append(date)
      } else {
        indices[row.label] = rows.count
        rows.append(row)
      }
    }
    let keys = rows.map { Key($0.value, type: $0.type) }
    let order = rows.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }
    self.rows = order.map { rows[$0] }
    self.things = things
  }

  /// The words of a row's expressions, each once.
  func words(_ row: Row) -> String {
    var seen: Set<String> = []
    return row.dates.map { things.text($0.pieces) }.filter { seen.insert($0).inserted }.joined(separator: "; ")
  }

  /// Writes the rows as an array.
  public func write(to writer: inout JSONWriter, _ place: SpanWriter) {
    var sentences = SentenceFinder(things.analysis.document)
    writer.array { writer in
      for row in rows {
        writer.object { writer in
          writer.member("value", json: row.value.map(JSON.string) ?? .null)
          writer.member("mod", row.mod)
          writer.member("type", row.type)
          writer.name("dates")
          writer.array { writer in
            for date in row.dates {
              writer.object { writer in
                writer.member("annotation", date.id.description)
                place(things.span(date.pieces), &writer)
                writer.name("sentence")
                writer.object { place(things.analysis.span(sentences.sentence(of: date.place)), &$0) }
              }
            }
          }
        }
      }
    }
  }
}

extension Timeline {
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
