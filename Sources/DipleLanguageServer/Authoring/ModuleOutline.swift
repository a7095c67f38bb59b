import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit

/// `textDocument/documentSymbol` of a module's file: its rules and lists; of a manifest, its kinds.
enum ModuleOutline {
  /// Something with a name, and all that belongs to it.
  private struct Symbol {
    var name: String
    var detail: String?
    var kind: Int
    var range: Span
    var selection: Span
  }

  /// The numbers of LSP that come nearest.
  private static let (listNumber, ruleNumber, kindNumber) = (18, 12, 5)

  static func answer(_ module: Authoring, hierarchical: Bool, _ encoding: PositionEncoding) -> JSON {
    func json(_ offset: Int) -> JSON {
      let position = module.document.position(of: offset, encoding)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    func range(_ span: Span) -> JSON { ["start": json(span.start), "end": json(span.end)] }
    return .array(
      symbols(module).map { symbol in
        var members: [(String, JSON)] = [("name", .string(symbol.name)), ("kind", .int(symbol.kind))]
        if hierarchical {
          if let detail = symbol.detail { members.append(("detail", .string(detail))) }
          members += [("range", range(symbol.range)), ("selectionRange", range(symbol.selection))]
        } else {
          members.append(("location", ["uri": .string(module.uri), "range": range(symbol.range)]))
        }
        return .object(members)
      })
  }

  private static func symbols(_ module: Authoring) -> [Symbol] {
    let sketch = module.sketch
    // Everything here is two steps from the top, so that one walk over the file finds all ranges.
    var ranges: [[Sketch.Step]: Span] = [:]
    var kinds: [[Sketch.Step]: String] = [:]
    for part in sketch.parts where part.style != .gap {
      let isAbove = part.role == .name && part.path.count == 1
      let path = isAbove ? part.path + [.member(sketch.text(part))] : Array(part.path.prefix(2))
      guard path.count == 2 else { continue }
      let known = ranges[path] ?? part.span
      ranges[path] = Span(min(known.start, part.span.start), max(known.end, part.span.end))
      if part.role != .name, part.path.has("rules", "[]", "kind") { kinds[path] = sketch.text(part) }
    }
    let only = module.ownKinds.count == 1 ? module.ownKinds[0].kind.name : nil
    return sketch.parts.compactMap { part -> Symbol? in
      guard part.style != .gap else { return nil }
      let name = sketch.text(part)
      if part.role != .name, part.path.has("rules", "[]", "id") {
        let path = Array(part.path.dropLast())
        return Symbol(
          name: name, detail: kinds[path] ?? only, kind: ruleNumber, range: ranges[path] ?? part.span,
          selection: part.span)
      }
      guard part.role == .name, part.isComplete, part.path.has(module.file.isManifest ? "kinds" : "lists") else {
        return nil
      }
      let path = part.path + [.member(name)]
      let detail =
        module.file.isManifest ? module.kind(name)?.kind.label : sketch.value(path + [.member("file")])
      return Symbol(
        name: name, detail: detail, kind: module.file.isManifest ? kindNumber : listNumber,
        range: ranges[path] ?? part.span,
        selection: part.span)
    }
  }
}
