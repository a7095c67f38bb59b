import DiplePluginKit

/// The times that the text has named last, for what counts from them (`two days later`, `that year`).
public struct NamedTimes: Equatable, Sendable {
  /// A time, and where it was named.
  struct Named: Equatable, Sendable {
    var fields: Fields
    var place: Place
    /// How many paragraphs ago.
    var distance = 0
  }

  /// How many paragraphs back an expression may count from.
  static let reach = 3
  /// How many paragraphs back the year may lie that a history speaks of. It ends, so that an edit does.
  static let yearReach = 12

  private(set) var day: Named?
  private(set) var year: Named?
  private(set) var quarter: Named?

  /// The next paragraph begins.
  mutating func enterParagraph() {
    func aged(_ named: Named?, _ reach: Int) -> Named? {
      guard var named, named.distance < reach else { return nil }
      named.distance += 1
      return named
    }
    (day, quarter, year) = (aged(day, Self.reach), aged(quarter, Self.reach), aged(year, Self.yearReach))
  }

  /// Notes a time. What is only compared with (`a year earlier`) is not the quarter that the text speaks of next.
  mutating func remember(_ fields: Fields, _ place: Place, isCompared: Bool) {
    let named = Named(fields: fields, place: place)
    if fields.date != nil { day = named }
    if fields.year != nil, fields.span == .year { year = named }
    if fields.quarter != nil, !isCompared { quarter = named }
  }

  /// The year named last, where it is near enough to count from.
  var nearYear: Named? { year.flatMap { $0.distance <= Self.reach ? $0 : nil } }
  /// The day named last in this paragraph.
  var dayHere: Named? { day.flatMap { $0.distance == 0 ? $0 : nil } }
  /// The quarter named last in this paragraph.
  var quarterHere: Named? { quarter.flatMap { $0.distance == 0 ? $0 : nil } }
}
