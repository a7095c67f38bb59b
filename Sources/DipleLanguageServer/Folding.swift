import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let folding = Feature(
    capabilities: { _ in ["foldingRangeProvider": true] },
    requests: [
      "textDocument/foldingRange": { server, params throws(ResponseError) in
        let folding = Folding(view: try server.document(params).view, client: server.client)
        return Reply(.array(folding.answer()))
      }
    ])
}

/// `textDocument/foldingRange`: front matter, and quotes so long that the text around them is lost from sight.
struct Folding {
  /// A quote of fewer lines is sooner read than unfolded.
  static let longQuote = 5

  private struct Fold {
    let span: Span
    let start: Position
    var end: Position
    let kind: String?
    let text: String?
    var lines: Int { end.line - start.line }
  }

  let view: View
  let client: Client

  func answer() -> [JSON] {
    var folds: [Fold] = []
    if let front = view.analysis.document.paragraphs.first, front.kind == .frontMatter {
      folds += fold(front.span, kind: "region", text: nil, from: 2)
    }
    for quote in view.annotations where quote.kind == "quote" {
      folds += fold(
        view.analysis.span(quote), kind: nil, text: view.speaker(quote), from: Self.longQuote)
    }
    let wanted = setting("rangeLimit")?.int ?? .max
    if folds.count > wanted {
      // The longest ones hide most.
      folds = folds.sorted { $0.lines > $1.lines }.prefix(max(0, wanted)).sorted { $0.span.start < $1.span.start }
    }
    return folds.map(json)
  }

  /// What a span of at least some lines looks like folded.
  private func fold(_ span: Span, kind: String?, text: String?, from lines: Int) -> [Fold] {
    var fold = Fold(
      span: span, start: view.position(of: span.start), end: view.position(of: span.end), kind: kind, text: text)
    guard fold.lines + 1 >= lines else { return [] }
    if isLineOnly, isFollowed(span) {
      // Whole lines only: what stands behind the quote on its last line must stay in sight.
      fold.end.line -= 1
    }
    return fold.lines > 0 ? [fold] : []
  }

  private func isFollowed(_ span: Span) -> Bool {
    let document = view.analysis.document
    let line = document.lines.content(of: document.lines.line(at: span.end), in: document.bytes)
    return document.bytes[span.end..<max(span.end, line.end)].contains { $0 != 0x20 && $0 != 0x09 }
  }

  private func json(_ fold: Fold) -> JSON {
    var members: [(String, JSON)] = [("startLine", .int(fold.start.line)), ("endLine", .int(fold.end.line))]
    if !isLineOnly {
      members.insert(("startCharacter", .int(fold.start.character)), at: 1)
      members.append(("endCharacter", .int(fold.end.character)))
    }
    if let kind = fold.kind { members.append(("kind", .string(kind))) }
    if let text = fold.text, setting("foldingRange", "collapsedText")?.bool == true {
      members.append(("collapsedText", .string("… " + shortened(text, 40))))
    }
    return .object(members)
  }

  private var isLineOnly: Bool { setting("lineFoldingOnly")?.bool ?? false }

  private func setting(_ path: String...) -> JSON? {
    path.reduce(client.capabilities["textDocument"]?["foldingRange"]) { $0?[$1] }
  }
}
