public import DiplePipeline
public import DiplePluginKit
import Synchronization

/// A document that is edited, and how many paragraphs an annotator ran for it.
public struct Desk {
  /// Words that are not in the text.
  public struct Missing: Error {
    let words: String
  }

  /// The text and what is found in it.
  public let live: LiveDocument
  private let tally: Tally

  /// Opens a text of these paragraphs.
  /// - Parameters:
  ///   - counted: the annotator whose runs count.
  ///   - others: all that it works with; one of its own id among them is passed over.
  ///   - date: the day the text was written, `YYYY-MM-DD`.
  public init(
    _ paragraphs: [String], counting counted: some PassageAnnotator, among others: [any Annotator] = [],
    date: String? = nil
  ) throws {
    let tally = Tally()
    let others = others.filter { $0.manifest.id != counted.manifest.id }
    let day = date.flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .option) }
    live = LiveDocument(
      Document(paragraphs.joined(separator: "\n\n")),
      try Pipeline(others + [Counted(base: counted, tally: tally)]), date: day)
    self.tally = tally
  }

  /// Replaces the first such words. Returns how many paragraphs ran.
  public func replace(_ words: String, _ new: String) throws -> Int {
    let text = live.document.text(Span(0, live.document.bytes.count))
    guard let range = text.firstRange(of: words) else { throw Missing(words: words) }
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    tally.runs.withLock { $0 = 0 }
    try live.apply(TextEdit(Span(start, start + words.utf8.count), Array(new.utf8)))
    _ = live.analysis
    return tally.runs.withLock { $0 }
  }
}
