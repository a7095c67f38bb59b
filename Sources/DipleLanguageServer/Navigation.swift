import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// From a pronoun, a role or a speaker's phrase to the name, and from a name to all that the document says of it.
  static let navigation = Feature(
    capabilities: { _ in ["definitionProvider": true, "referencesProvider": true] },
    requests: [
      "textDocument/definition": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        let links = server.client.can("textDocument", "definition", "linkSupport")
        if let module = server.authoring(uri) {
          return Reply(
            ModuleNavigation(module, server.client.encoding).definition(
              at: try params.position("position"), links: links))
        }
        return Reply(Navigation(view: view, uri: uri).definition(at: try params.position("position"), links: links))
      },
      "textDocument/references": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        if let module = server.authoring(uri) {
          let rule = ModuleNavigation(module, server.client.encoding).rule(at: try params.position("position"))
          let found = rule.flatMap { server.matches(ofRule: $0, in: module.file) }
          return Reply(ModuleNavigation.references(found, server.client.encoding))
        }
        return Reply(
          Navigation(view: view, uri: uri).references(
            at: try params.position("position"),
            includeDeclaration: params?["context"]?["includeDeclaration"]?.bool ?? true))
      },
    ])
}

/// `textDocument/definition` and `textDocument/references`.
struct Navigation {
  let view: View
  let uri: String

  /// The fullest mention of what is named at a place.
  func definition(at position: Position, links: Bool) -> JSON {
    guard let origin = named(at: position), let target = origin.thing.flatMap(view.fullestMention) else { return .null }
    guard links else { return location(target.span) }
    let range = view.range(target.span)
    return [
      [
        "originSelectionRange": view.range(origin.span), "targetUri": .string(uri), "targetRange": range,
        "targetSelectionRange": range,
      ]
    ]
  }

  /// All places that name what is named at a place, and the quotes that it is the speaker of, in order.
  func references(at position: Position, includeDeclaration: Bool) -> JSON {
    named(at: position)?.thing.map { references(of: $0, includeDeclaration: includeDeclaration) } ?? .null
  }

  /// All places that name a thing, and the quotes that it is the speaker of, in order.
  func references(of thing: Cluster, includeDeclaration: Bool = true) -> JSON {
    let declaration = view.fullestMention(of: thing)?.span
    var spans = view.index.places(of: thing).map(\.span)
    if !includeDeclaration { spans.removeAll { $0 == declaration } }
    spans += quotes(of: thing)
    return .array(spans.sorted().map(location))
  }

  /// The innermost phrase at a place of which it is known what it names.
  private func named(at position: Position) -> AnnotationIndex.Entry? {
    view.entries(at: view.offset(of: position)).first { $0.thing != nil }
  }

  /// The quotes that a thing is the speaker of.
  func quotes(of thing: Cluster) -> [Span] {
    view.annotations.lazy.filter { $0.kind == "quote" && $0.mention("speaker")?.entity == thing }
      .map { view.analysis.span($0) }
  }

  private func location(_ span: Span) -> JSON { ["uri": .string(uri), "range": view.range(span)] }
}
