import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let inlayHints = Feature(
    capabilities: { client in
      ["inlayHintProvider": client.resolvesTooltips ? ["resolveProvider": true] : true]
    },
    requests: [
      "textDocument/inlayHint": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        let (start, end) = try params.range("range")
        let hints = InlayHints(
          view: view, labels: server.labels, markup: Markup(isOn: server.client.hoverMarkdown))
        return Reply(hints.answer(from: start, to: end, lazily: server.client.resolvesTooltips ? uri : nil))
      },
      "inlayHint/resolve": { server, params throws(ResponseError) in
        guard let hint = params, case .object(let members) = hint, let data = hint["data"] else {
          throw ResponseError(.invalidParams, "a hint without `data` is none of ours")
        }
        // The text may have changed since, and the document may be closed: then there is nothing more to tell.
        guard let id = data["id"]?.string,
          let view = try? server.document(["textDocument": ["uri": data["uri"] ?? .null]]).view,
          let annotation = view.annotations.first(where: { $0.id.description == id })
        else { return Reply(hint) }
        let hints = InlayHints(
          view: view, labels: server.labels, markup: Markup(isOn: server.client.hoverMarkdown))
        return Reply(.object(members + [("tooltip", hints.tooltip(annotation))]))
      },
    ])
}

extension Client {
  /// True where it asks for a hint's tooltip when a person wants to see it.
  fileprivate var resolvesTooltips: Bool {
    let properties = capabilities["textDocument"]?["inlayHint"]?["resolveSupport"]?["properties"]
    return properties?.array?.contains("tooltip") ?? false
  }
}

/// `textDocument/inlayHint`: a short label behind an annotation's last word; the tooltip holds the rest. Editors cut
/// what is longer (VS Code at 43 characters a line), so a label has at most 12.
struct InlayHints {
  let view: View
  let labels: [String: String]
  let markup: Markup

  /// - Parameter lazily: the document's URI, where the client asks for tooltips later.
  func answer(from start: Position, to end: Position, lazily uri: String?) -> JSON {
    let low = view.offset(of: start)
    let range = Span(low, max(low, view.offset(of: end)))
    // Those that end in the range; those that only start there have their label further down.
    let ends = view.index.touching(range).filter { $0.isOwn && $0.span.end <= range.end }
    return .array(ends.sorted { $0.annotation < $1.annotation }.compactMap { hint(for: $0, uri) })
  }

  private func hint(for entry: AnnotationIndex.Entry, _ uri: String?) -> JSON? {
    let annotation = view.annotations[entry.annotation]
    switch view.options.hints[annotation.kind] {
    case .none: return nil
    case .implicit: guard Wording.isImplicit(annotation, view) else { return nil }
    case .all: break
    }
    guard entry.span.end == view.analysis.span(annotation).end else { return nil }
    // A thing is labelled where it is first named; at every mention the text would be hard to read.
    if let thing = entry.thing, view.firstMention(of: thing) != entry.annotation { return nil }
    guard let text = Wording.label(annotation, view, label: label(annotation)) else { return nil }
    var members: [(String, JSON)] = [
      ("position", view.json(entry.span.end)), ("label", .string(text)), ("paddingLeft", true),
    ]
    if let uri {
      members.append(("data", ["uri": .string(uri), "id": .string(annotation.id.description)]))
    } else {
      members.append(("tooltip", tooltip(annotation)))
    }
    return .object(members)
  }

  /// What a hover says of the annotation.
  func tooltip(_ annotation: Annotation) -> JSON {
    [
      "kind": markup.isOn ? "markdown" : "plaintext",
      "value": .string(Hover.text(annotation, view, label: label(annotation), markup)),
    ]
  }

  private func label(_ annotation: Annotation) -> String { labels[annotation.kind] ?? annotation.kind }
}
