import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let hover = Feature(
    capabilities: { _ in ["hoverProvider": true] },
    requests: [
      "textDocument/hover": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        let position = try params.position("position")
        if let module = server.authoring(uri) {
          let hover = ModuleHover(module, markdown: server.client.hoverMarkdown) {
            server.matches(ofRule: $0, in: module.file)
          }
          return Reply(hover.answer(at: position, server.client.encoding))
        }
        return Reply(
          Hover.answer(view, at: position, labels: server.labels, markdown: server.client.hoverMarkdown))
      }
    ])
}

/// `textDocument/hover`: what is found at a place and why, the innermost annotation first.
enum Hover {
  static func answer(_ view: View, at position: Position, labels: [String: String], markdown: Bool) -> JSON {
    let offset = view.offset(of: position)
    let found = view.index.touching(Span(offset, offset)).filter { $0.isOwn && $0.span.contains(offset) }
      .sorted { $0.span.count < $1.span.count }
    guard let innermost = found.first else { return .null }
    let parts = found.map { entry in
      let annotation = view.annotations[entry.annotation]
      return text(annotation, view, label: labels[annotation.kind], Markup(isOn: markdown))
    }
    return [
      "contents": [
        "kind": markdown ? "markdown" : "plaintext",
        "value": .string(parts.joined(separator: markdown ? "\n\n---\n\n" : "\n\n")),
      ],
      "range": view.range(innermost.span),
    ]
  }

  /// The whole of an annotation in a few lines.
  static func text(_ annotation: Annotation, _ view: View, label: String?, _ markup: Markup) -> String {
    let (what, value) = Wording.title(annotation, view, label: label ?? annotation.kind)
    var lines = [markup.bold(what) + (value.map { " — " + markup.plain(oneLine($0)) } ?? "")]
    let thing = annotation.cluster("entity") ?? annotation.mention("speaker")?.entity
    if annotation["role"] == nil, let role = view.role(of: thing) { lines.append("role: " + markup.plain(role)) }
    for (name, attribute) in annotation.attributes where !Self.saidInTitle.contains(name) {
      lines.append("\(markup.plain(name)): " + markup.plain(oneLine(Wording.value(attribute, view))))
    }
    if let cluster = annotation.cluster("entity"), view.mentions(cluster) > 1 {
      lines.append("\(view.mentions(cluster)) mentions (\(cluster))")
    }
    if let cluster = annotation.cluster("entity") { lines += sides(on: cluster, view, markup) }
    if annotation.kind == "date", value == nil { lines.append("not resolved to a date") }
    lines.append(
      markup.italic("confidence \(percent(annotation.confidence)), \(annotation.source)")
        + (annotation.reason.isEmpty ? "" : ": " + markup.plain(oneLine(annotation.reason))))
    return lines.joined(separator: markup.lineBreak)
  }

  /// Who is for and who is against a thing; nothing where nobody takes a side. The document is read only where somebody may.
  private static func sides(on thing: Cluster, _ view: View, _ markup: Markup) -> [String] {
    guard view.annotations.contains(where: { $0.kind == "stance" && $0.mention("target")?.entity == thing }) else {
      return []
    }
    let (support, oppose) = Positions(view.analysis).parties(on: thing)
    return [("for it", support), ("against it", oppose)].filter { !$0.1.isEmpty }.map { head, parties in
      "\(head): " + markup.plain(oneLine(parties.map(\.name).joined(separator: ", ")))
    }
  }

  /// Attributes that the first line tells already.
  private static let saidInTitle: Set<String> = ["form", "type", "entity", "name", "value", "polarity"]

  private static func percent(_ confidence: Double) -> String {
    confidence.isFinite ? "\(Int((min(max(confidence, 0), 1) * 100).rounded())) %" : "unknown"
  }
}

/// Markdown, or plain text for a client that cannot show it.
struct Markup {
  let isOn: Bool
  var lineBreak: String { isOn ? "  \n" : "\n" }
  func bold(_ text: String) -> String { isOn ? "**\(plain(text))**" : text }
  func italic(_ text: String) -> String { isOn ? "*\(plain(text))*" : text }
  /// Text of the document: its marks must not become formatting.
  func plain(_ text: String) -> String {
    guard isOn else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      if "\\`*_[]<>#|~&".unicodeScalars.contains(scalar) { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}
