import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let documentSymbols = Feature(
    capabilities: { _ in ["documentSymbolProvider": ["label": "Diple"]] },
    requests: [
      "textDocument/documentSymbol": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        if let module = server.authoring(uri) {
          return Reply(
            ModuleOutline.answer(
              module, hierarchical: server.client.hierarchicalSymbols, server.client.encoding))
        }
        return Reply(
          Outline.answer(view, labels: server.kinds, hierarchical: server.client.hierarchicalSymbols, uri: uri))
      }
    ])
}

/// `textDocument/documentSymbol`: who is quoted with what, who and what is named, when, and who is for or against what.
enum Outline {
  /// A node of the outline. Its range holds those of its children, as clients look up the node at a place.
  struct Node {
    var name: String
    var detail: String?
    var kind: SymbolKind
    var range: Span
    var selection: Span
    var children: [Node] = []
  }

  /// The numbers of LSP that come nearest; editors choose an icon by them.
  enum SymbolKind: Int {
    case file = 1, namespace = 3, constant = 14, string = 15, object = 19, event = 24, `operator` = 25
  }

  static func answer(_ view: View, labels: [(kind: String, label: String)], hierarchical: Bool, uri: String) -> JSON {
    let groups = labels.compactMap { group($0.kind, $0.label, view) }
    if hierarchical { return .array(groups.map { json($0, view) }) }
    return .array(groups.flatMap { flat($0, within: nil, view, uri) })
  }

  private static func group(_ kind: String, _ label: String, _ view: View) -> Node? {
    let all = view.annotations.filter { $0.kind == kind }
    let children: [Node] =
      switch kind {
      case "quote":
        gathered(all.filter(\.quotesSomebody), view) {
          view.speaker($0) ?? "no speaker"
        } detail: {
          view.role(of: $0.mention("speaker")?.entity)
        } leaf: { quote in
          leaf(quote, view.text(quote), quote.string("form"), .string, view)
        }
      case "entity":
        gathered(all, view) {
          view.name($0.cluster("entity")) ?? $0.string("name") ?? view.text($0)
        } detail: {
          $0.string("type")
        } leaf: {
          leaf($0, view.text($0), nil, .object, view)
        }
      case "date": all.map { leaf($0, view.text($0), $0.string("value"), .event, view) }
      case "stance":
        all.map { stance in
          let name = [Wording.polarity(stance), Wording.sides(stance, view)].compactMap { $0 }.joined(separator: ": ")
          return leaf(stance, name, view.text(stance), .operator, view)
        }
      default: all.map { leaf($0, view.text($0), nil, .constant, view) }
      }
    return parent(Wording.plural(label), nil, .namespace, children)
  }

  /// Annotations under the names that `key` gives them, in the order in which the names first come.
  private static func gathered(
    _ annotations: [Annotation], _ view: View, key: (Annotation) -> String, detail: (Annotation) -> String?,
    leaf: (Annotation) -> Node
  ) -> [Node] {
    var order: [String] = []
    var members: [String: [Annotation]] = [:]
    for annotation in annotations {
      let name = key(annotation)
      if members[name] == nil { order.append(name) }
      members[name, default: []].append(annotation)
    }
    return order.compactMap { name in
      let annotations = members[name] ?? []
      return parent(name, annotations.lazy.compactMap(detail).first, .object, annotations.map(leaf))
    }
  }

  private static func leaf(
    _ annotation: Annotation, _ name: String, _ detail: String?, _ kind: SymbolKind, _ view: View
  ) -> Node {
    let first = view.analysis.span(annotation.place)
    let whole = view.analysis.span(annotation)
    return Node(name: shortened(name, 60), detail: detail, kind: kind, range: whole, selection: first)
  }

  private static func parent(_ name: String, _ detail: String?, _ kind: SymbolKind, _ children: [Node]) -> Node? {
    guard let first = children.first else { return nil }
    let start = children.reduce(first.range.start) { min($0, $1.range.start) }
    let end = children.reduce(first.range.end) { max($0, $1.range.end) }
    return Node(
      name: shortened(oneLine(name), 60), detail: detail, kind: kind, range: Span(start, end),
      selection: first.selection,
      children: children)
  }

  private static func json(_ node: Node, _ view: View) -> JSON {
    var members: [(String, JSON)] = [("name", .string(node.name.isEmpty ? "?" : node.name))]
    if let detail = node.detail { members.append(("detail", .string(detail))) }
    members += [
      ("kind", .int(node.kind.rawValue)), ("range", view.range(node.range)),
      ("selectionRange", view.range(node.selection)),
    ]
    if !node.children.isEmpty { members.append(("children", .array(node.children.map { json($0, view) }))) }
    return .object(members)
  }

  /// `SymbolInformation` for clients that know no tree: the leaves with their parents' names.
  private static func flat(_ node: Node, within: String?, _ view: View, _ uri: String) -> [JSON] {
    if !node.children.isEmpty { return node.children.flatMap { flat($0, within: node.name, view, uri) } }
    return [
      [
        "name": .string(node.name.isEmpty ? "?" : node.name), "kind": .int(node.kind.rawValue),
        "location": ["uri": .string(uri), "range": view.range(node.range)],
        "containerName": .string(within ?? ""),
      ]
    ]
  }
}

extension Wording {
  /// The heading of a group: `Quotes`, `Entities`, `Stances`.
  static func plural(_ label: String) -> String {
    if label.hasSuffix("s") { return label }
    return label.hasSuffix("y") ? label.dropLast() + "ies" : label + "s"
  }
}
