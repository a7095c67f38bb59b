public import DiplePipeline
import DiplePluginKit

/// What a whole document says, put together for one question.
public enum InsightPage: String, Sendable, CaseIterable {
  /// Who said what.
  case ledger
  /// What happened when.
  case timeline
  /// Who is for and against what.
  case stances

  /// The kinds of annotations that the page is made of.
  public var kinds: Set<String> {
    switch self {
    case .ledger: ["quote", "entity", "date"]
    case .timeline: ["date", "entity", "quote"]
    case .stances: ["stance", "quote", "entity"]
    }
  }

  /// The page.
  public func text(_ analysis: Analysis, _ style: PageStyle = PageStyle()) -> String {
    switch self {
    case .ledger: Ledger(analysis).page(style)
    case .timeline: Timeline(analysis).page(style)
    case .stances: Positions(analysis).page(style)
    }
  }

  /// The page behind a line that names the document and its day.
  public func render(_ analysis: Analysis, title: String, _ style: PageStyle) -> [UInt8] {
    var head = [Columns.clean(title)]
    if let date = analysis.date { head.append("\(date.date) (\(date.origin.rawValue))") }
    return Array((style.bold(head.joined(separator: "  ")) + "\n\n" + text(analysis, style)).utf8)
  }
}
