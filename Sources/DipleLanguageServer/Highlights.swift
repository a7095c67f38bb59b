import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let highlights = Feature(
    capabilities: { _ in ["documentHighlightProvider": true] },
    requests: [
      "textDocument/documentHighlight": { server, params throws(ResponseError) in
        Reply(Highlights.answer(try server.document(params).view, at: try params.position("position")))
      }
    ])
}

/// `textDocument/documentHighlight`: on a name or a pronoun all places that name the same thing; on other annotations what
/// belongs to them: a quote's speaker and cue, a stance's holder and target, a date's anchor.
enum Highlights {
  /// `DocumentHighlightKind`: the annotation itself, what merely points, and where a thing is named most fully.
  private enum Kind: Int { case text = 1, read, write }

  static func answer(_ view: View, at position: Position) -> JSON {
    guard let entry = view.entries(at: view.offset(of: position)).first else { return .null }
    return .array(entry.thing.map { mentions(of: $0, view) } ?? parts(of: entry.annotation, view))
  }

  private static func mentions(of thing: Cluster, _ view: View) -> [JSON] {
    let fullest = view.fullestMention(of: thing)?.span
    return view.index.places(of: thing).map { highlight($0.span, $0.span == fullest ? .write : .read, view) }
  }

  private static func parts(of number: Int, _ view: View) -> [JSON] {
    let annotation = view.annotations[number]
    var spans = annotation.pieces.map { (span: view.analysis.span($0), kind: Kind.text) }
    for case .mention(let mention) in annotation.attributes.map(\.value) {
      spans += mention.places.map { (view.analysis.span($0), .read) }
    }
    return spans.sorted { $0.span < $1.span }.map { highlight($0.span, $0.kind, view) }
  }

  private static func highlight(_ span: Span, _ kind: Kind, _ view: View) -> JSON {
    ["range": view.range(span), "kind": .int(kind.rawValue)]
  }
}
