import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let documentLinks = Feature(
    capabilities: { _ in ["documentLinkProvider": ["resolveProvider": false]] },
    requests: [
      "textDocument/documentLink": { server, params throws(ResponseError) in
        Reply(.array(DocumentLinks.answer(try server.document(params).view)))
      }
    ])
}

/// `textDocument/documentLink`: annotations that have an address as their `target`. Those of the built-in modules point to
/// phrases of their own text, and have none.
enum DocumentLinks {
  /// What an editor may open at a click. Modules are not trusted with commands and files.
  private static let schemes = ["https://", "http://", "mailto:"]

  static func answer(_ view: View) -> [JSON] {
    view.annotations.flatMap { annotation -> [JSON] in
      guard let target = annotation.string("target"), schemes.contains(where: target.hasPrefix),
        target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
      else { return [] }
      return annotation.pieces.map { ["range": view.range(view.analysis.span($0)), "target": .string(target)] }
    }
  }
}
