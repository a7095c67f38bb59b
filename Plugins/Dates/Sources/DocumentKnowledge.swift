import DiplePluginKit

/// What the document says of itself, asked for when a paragraph needs it and once at most: what is not asked can change
/// without running the paragraph again.
final class DocumentKnowledge {
  private let passage: Passage<DatesAnnotator>

  init(_ passage: Passage<DatesAnnotator>) { self.passage = passage }

  /// The day it was written: as given, or else as its first stamp says.
  private(set) lazy var date: DocumentDate? = passage.date ?? stamps.lazy.compactMap(\.date).first

  /// A history rather than news: dates without a year belong to the year that the text speaks of.
  private(set) lazy var isHistory: Bool =
    if case .history(let history)? = passage.ask(.history) { history.isOne(writtenIn: date?.date.year) } else { false }

  /// True where slash dates write the day before the month; nil where nothing tells.
  private(set) lazy var isDayFirst: Bool? =
    if case .dayFirst(let order)? = passage.ask(.dayFirst) { order } else { nil }

  /// The order of the setting `dateOrder`, for where nothing in the document tells.
  var isDayFirstBySetting: Bool? {
    switch passage.settings.string("dateOrder", default: "auto") {
    case "day": true
    case "month": false
    default: nil
    }
  }

  private lazy var stamps: [Stamp] = if case .stamps(let stamps)? = passage.ask(.stamps) { stamps } else { [] }

  /// The stamp of this paragraph, where it is the one that dates the document.
  var stampHere: Stamp? {
    guard let date, let first = stamps.first(where: { $0.names(date.date) }), first.paragraph == passage.number else {
      return nil
    }
    return first
  }
}
