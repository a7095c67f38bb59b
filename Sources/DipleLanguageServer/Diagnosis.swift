import DiplePipeline
import DiplePluginKit

/// Something in a text that its writer should look at.
struct Finding: Equatable {
  var code: DiagnosticCode
  /// Bytes, counted from the document's start.
  var span: Span
  var message: String
  /// Other places that belong to it, and why.
  var related: [Related] = []

  struct Related: Equatable {
    var span: Span
    var message: String
  }
}

/// Finds what a writer should act on. A pure function of what was found in the text; linear in it.
struct Diagnosis {
  /// More than these tell a person nothing that the first ones do not.
  static let most = 200
  /// Shorter quotations without a speaker are mostly words that nobody in particular says.
  private static let shortest = 6
  /// Related places of one finding.
  private static let mostRelated = 20

  private let view: View

  /// The findings in document order.
  static func of(_ view: View, _ options: DiagnosticOptions) -> [Finding] {
    let diagnosis = Diagnosis(view: view)
    var findings: [Finding] = []
    if options[.unattributedQuotation] != nil { findings += diagnosis.unattributed() }
    if options[.unbalancedMark] != nil { findings += diagnosis.unbalanced() }
    if options[.unresolvedDate] != nil { findings += diagnosis.unresolved() }
    let names = SimilarNames(view)
    if options[.similarNames] != nil { findings += names.similar() }
    if options[.ambiguousFamilyName] != nil { findings += names.ambiguous() }
    let sorted = findings.sorted { ($0.span, $0.code.rawValue) < ($1.span, $1.code.rawValue) }
    return Array(sorted.prefix(most))
  }

  // MARK: Quotations

  private func unattributed() -> [Finding] {
    quotes.filter { quote in
      // A headline has no room for the speaker; a mark that is missing is told as such.
      quote.string("form") == "direct" && quote["speaker"] == nil && quote["within"] == nil && !quote.flag("unclosed")
        && view.analysis.document.paragraph(quote.place.paragraph)?.kind == .text
        && quote.pieces.reduce(0, { $0 + words($1) }) >= Self.shortest && standsAlone(quote)
    }
    .map { quote in
      Finding(
        code: .unattributedQuotation, span: view.analysis.span(quote.place), message: "Nobody is named who says this.")
    }
  }

  /// True for sentences of their own. A quotation inside a sentence has a source there that a person finds, where we did not.
  private func standsAlone(_ quote: Annotation) -> Bool {
    let start = quote.place.span.start
    let before = prose(Place(quote.place.paragraph, Span(max(0, start - 64), start))).reversed().lazy.filter {
      $0 > 0x20
    }
    // Other bytes than ASCII are dashes and closing marks.
    if let byte = before.first, byte < 0x80, !Self.ends.contains(byte) { return false }
    let inside = prose(quote.pieces[quote.pieces.count - 1]).reversed().lazy.filter {
      $0 < 0x80 && $0 != 0x22 && $0 != 0x27 && $0 > 0x20
    }
    return inside.first.map(Self.ends.contains) ?? false
  }

  private static let ends: Set<UInt8> = Set(".!?\"')".utf8)

  private func unbalanced() -> [Finding] {
    quotes.filter { $0.flag("unclosed") && $0["within"] == nil }.map { quote in
      // The mark that stands open is the last paragraph's: those before it are closed by being opened again.
      let piece = quote.pieces[quote.pieces.count - 1]
      return Finding(
        code: .unbalancedMark, span: view.analysis.span(lastOpeningMark(piece) ?? piece),
        message: "This quotation mark is never closed.")
    }
  }

  /// The last mark in a place that opens a quotation: what stands open is not closed behind it.
  private func lastOpeningMark(_ place: Place) -> Place? {
    let bytes = prose(place)
    for start in bytes.indices.reversed() {
      for mark in Self.openingMarks where bytes[start...].starts(with: mark) {
        return Place(place.paragraph, Span(start, start + mark.count).shifted(by: place.span.start))
      }
    }
    return nil
  }

  private static let openingMarks = ["\"", "“", "„", "«", "``"].map { Array($0.utf8) }

  private var quotes: some Sequence<Annotation> { view.annotations.lazy.filter { $0.kind == "quote" } }

  private func prose(_ place: Place) -> [UInt8] { view.analysis.document.prose(in: place) }

  /// Runs of anything but white space.
  private func words(_ place: Place) -> Int {
    var count = 0
    var isInside = false
    for byte in prose(place) {
      let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
      if !isSpace, !isInside { count += 1 }
      isInside = !isSpace
    }
    return count
  }

  // MARK: Dates

  /// What a writer can do about a date without a value. Others are as they should be: an event, a holiday of the moon, an
  /// hour of writing have none.
  private enum Cure { case dayOfDocument, order, correction }

  /// `reason` tells which of them it is; DiagnosticsTests keeps the words in step with the annotator's.
  private static func cure(_ reason: String) -> Cure? {
    guard reason.hasPrefix("unresolved: ") else { return nil }
    if reason.contains("counts from the day of the document, which nothing tells") { return .dayOfDocument }
    if reason.contains("can be read in two orders") { return .order }
    if reason.contains("there is no such day") || reason.contains("has such a day") { return .correction }
    return nil
  }

  private func unresolved() -> [Finding] {
    var findings: [Finding] = []
    var withoutDay: [Span] = []
    for date in view.annotations where date.kind == "date" && date["value"] == nil {
      let span = view.analysis.span(date)
      switch Self.cure(date.reason) {
      case .dayOfDocument: withoutDay.append(span)
      case .order:
        findings.append(
          Finding(code: .unresolvedDate, span: span, message: "Day and month can be read in either order."))
      case .correction:
        findings.append(Finding(code: .unresolvedDate, span: span, message: "There is no such day in the calendar."))
      case nil: continue
      }
    }
    // One cause, one finding: the text says nowhere when it was written.
    if let first = withoutDay.first {
      let others = withoutDay.dropFirst()
      findings.append(
        Finding(
          code: .unresolvedDate, span: first,
          message: "Nothing tells when this text was written, so this "
            + (others.isEmpty ? "" : "and \(others.count) more ") + "cannot be resolved to a date.",
          related: others.prefix(Self.mostRelated).map { .init(span: $0, message: "not resolved either") }))
    }
    return findings
  }
}
