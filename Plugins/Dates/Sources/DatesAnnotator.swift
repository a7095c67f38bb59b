import DatesResources
public import DiplePluginKit

/// Dates: when. Words of time are composed to TIMEX3 expressions in their paragraph; the document gives them values.
public struct DatesAnnotator: Annotator {
  /// The time expressions of a paragraph.
  public struct Summary: Sendable, Equatable {
    var timexes: [Timex]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("dates/diple-plugin.json", dates_manifest))

  /// Makes the annotator.
  public init() {}

  /// Loads the words of time.
  public func prepare() { _ = (Lexicon.shared, Holidays.shared) }

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary { Summary(timexes: Reader(layers: layers).read()) }
}

/// What the document adds: its day, whether it is a history, and the times that others count from.
extension DatesAnnotator: PassageAnnotator {
  /// No time is named before the first paragraph.
  public var start: NamedTimes { NamedTimes() }

  /// Tells the document what the expressions of a paragraph say of it.
  public func tell(_ paragraph: ParagraphView<Summary>, _ board: (DateQuestion, DateFact) -> Void) {
    let timexes = paragraph.summary.timexes
    board(.stamps, .paragraph(timexes.lazy.compactMap { Stamp($0, in: paragraph.number) }.first))
    for timex in timexes { timex.tell(board) }
  }

  /// What the document makes of it.
  public func answer(_ question: DateQuestion, _ facts: [DateFact]) -> DateAnswer? { DateAnswer(question, facts) }

  /// Resolves the expressions of a paragraph.
  public func annotate(_ passage: Passage<Self>, _ state: inout NamedTimes) -> [Annotation] {
    state.enterParagraph()
    guard !passage.summary.timexes.isEmpty else { return [] }
    return PassageReader(passage).annotations(&state)
  }
}
