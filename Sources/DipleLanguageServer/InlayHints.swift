import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let inlayHints = Feature(
    capabilities: { _ in ["inlayHintProvider": true] },
    requests: [
      "textDocument/inlayHint": { server, params throws(ResponseError) in
        let view = try server.document(params).view
        let (start, end) = try params.range("range")
        return Reply(
          InlayHints.answer(
            view, from: start, to: end, options: view.options, labels: server.labels,
            markdown: server.client.hoverMarkdown))
      }
    ])
}

/// `textDocument/inlayHint`: a short label behind an annotation's last word; the tooltip holds the rest. Editors cut
/// what is longer (VS Code at 43 characters a line), so a label has at most 12.
enum InlayHints {
  static func answer(
    _ view: View, from start: Position, to end: Position, options: Options, labels: [String: String], markdown: Bool
  ) -> JSON {
    guard options.inlayHints else { return [] }
    let (low, high) = (view.offset(of: start), view.offset(of: end))
    var named: Set<Cluster> = []
    var hints: [JSON] = []
    for annotation in view.annotations where options.hintKinds[annotation.kind] ?? true {
      // A thing is labelled where it is first named; at every mention the text would be hard to read.
      if let cluster = annotation.cluster("entity"), !named.insert(cluster).inserted { continue }
      let at = view.analysis.span(annotation).end
      let label = labels[annotation.kind] ?? annotation.kind
      guard (low...max(low, high)).contains(at), let text = Wording.label(annotation, view, label: label) else {
        continue
      }
      hints.append([
        "position": view.json(at), "label": .string(text), "paddingLeft": true,
        "tooltip": [
          "kind": markdown ? "markdown" : "plaintext",
          "value": .string(Hover.text(annotation, view, label: label, Markup(isOn: markdown))),
        ],
      ])
    }
    return .array(hints)
  }
}
