public import DipleJSONRPC
public import DiplePipeline
import DiplePluginKit

/// Says what became of the quotations of a draft.
public struct VerificationReport: Sendable {
  private let analysis: Analysis
  private let things: Things
  private let path: String
  private let sources: Int
  /// What became of each quotation, in document order.
  public let verifications: [Verification]

  /// - Parameters:
  ///   - path: the draft's name.
  ///   - index: the sources.
  public init(_ analysis: Analysis, path: String, against index: SourceIndex) {
    (self.analysis, self.path, sources) = (analysis, path, index.count)
    things = Things(analysis)
    verifications = index.verify(analysis)
  }

  /// True where every quotation stands in a source as it is.
  public var isVerbatim: Bool { verifications.allSatisfy { $0.verdict == .verbatim } }

  private func count(_ verdict: Verification.Verdict) -> Int { verifications.count { $0.verdict == verdict } }

  // MARK: Text

  /// The report as a page.
  public func text(_ style: PageStyle) -> String {
    var page = verifications.map { text($0, style) + "\n" }.joined()
    let counts = "\(count(.verbatim)) verbatim, \(count(.differs)) with differences, \(count(.missing)) not found"
    page += Columns.count(verifications.count, "quotation")
    page += " against " + Columns.count(sources, "source") + (verifications.isEmpty ? "" : ": " + counts)
    return page + "\n"
  }

  private func text(_ verification: Verification, _ style: PageStyle) -> String {
    let quotation = verification.quotation
    let speaker = things.speaker(quotation.quote).map { "  " + things.party($0).name } ?? ""
    let ink = Ink(color: verification.verdict == .verbatim ? 32 : verification.verdict == .differs ? 33 : 31)
    var lines = [
      ink.paint(verification.verdict == .missing ? "not found" : verification.verdict.rawValue, style.usesColor) + "  "
        + style.bold(style.place(quotation.place, analysis)) + speaker
    ]
    let shown = verification.differences.map { Self.text($0, style) }.joined(separator: " ")
    lines += style.wrap(shown.isEmpty ? things.text([quotation.place]) : shown, indent: 4)
    if let found = verification.found {
      let position = found.document.position(of: found.span.start, .utf32)
      lines.append(
        "        " + style.dim("\(Columns.clean(found.path)):\(position.line + 1):\(position.character + 1)"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Differences as `wdiff` writes them: `[-dropped-]`, `{+added+}`; what marks stand for in angle brackets.
  private static func text(_ difference: Verification.Difference, _ style: PageStyle) -> String {
    let (red, green) = (Ink(color: 31), Ink(color: 32))
    let mine = difference.draft.isEmpty ? "" : green.paint("{+\(difference.draft)+}", style.usesColor)
    let its = difference.source.isEmpty ? "" : red.paint("[-\(difference.source)-]", style.usesColor)
    switch difference.kind {
    case .same: return difference.draft
    case .joined: return red.paint("[-.-]", style.usesColor)
    case .dropped, .added, .changed: return its + mine
    case .omitted, .bracketed:
      return difference.draft + (difference.source.isEmpty ? "" : style.dim("<\(difference.source)>"))
    }
  }

  // MARK: JSON

  /// Writes the report as an object; offsets count Unicode scalars.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("draft", path)
      writer.member("sources", sources)
      for verdict in Verification.Verdict.allCases { writer.member(verdict.rawValue, count(verdict)) }
      writer.name("quotations")
      writer.array { writer in
        let maps = Maps(analysis)
        for verification in verifications { writer.object { write(verification, maps, &$0) } }
      }
    }
  }

  /// The quotations as JSON Lines: a line each, which names the draft.
  public var lines: [UInt8] {
    var lines: [UInt8] = []
    let maps = Maps(analysis)
    for verification in verifications {
      var writer = JSONWriter()
      writer.object { writer in
        writer.member("draft", path)
        write(verification, maps, &writer)
      }
      lines += writer.take() + [0x0A]
    }
    return lines
  }

  private struct Maps {
    let draft: OffsetMap
    init(_ analysis: Analysis) { draft = OffsetMap(analysis.document.bytes, .utf32) }
  }

  private func write(_ verification: Verification, _ maps: Maps, _ writer: inout JSONWriter) {
    let quotation = verification.quotation
    writer.member("verdict", verification.verdict.rawValue)
    Self.write(analysis.span(quotation.place), analysis.document, maps.draft, &writer)
    writer.member("quote", quotation.quote.id.description)
    writer.member("speaker", things.speaker(quotation.quote).map { things.party($0).name })
    writer.name("found")
    if let found = verification.found {
      writer.object { writer in
        writer.member("path", found.path)
        Self.write(found.span, found.document, OffsetMap(found.document.bytes, .utf32), &writer)
      }
    } else {
      writer.null()
    }
    writer.name("differences")
    writer.array { writer in
      for difference in verification.differences where difference.kind != .same {
        writer.object { writer in
          writer.member("kind", difference.kind.rawValue)
          writer.member("draft", difference.draft.isEmpty ? nil : difference.draft)
          writer.member("source", difference.source.isEmpty ? nil : difference.source)
        }
      }
    }
  }

  private static func write(_ span: Span, _ document: Document, _ map: OffsetMap, _ writer: inout JSONWriter) {
    let position = document.position(of: span.start, .utf32)
    writer.member("line", position.line + 1)
    writer.member("column", position.character + 1)
    writer.member("start", map.offset(of: span.start))
    writer.member("end", map.offset(of: span.end))
    document.writeText(of: span, to: &writer)
  }
}
