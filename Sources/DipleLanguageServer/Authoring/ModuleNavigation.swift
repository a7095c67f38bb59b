import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation

/// `textDocument/definition` in a module's file: from a list to its words, from a kind to the manifest that declares it, from a name
/// in a message to the part of the pattern. `textDocument/references`: what a rule finds in the open texts.
struct ModuleNavigation {
  private let module: Authoring
  private let encoding: PositionEncoding
  private var sketch: Sketch { module.sketch }

  /// A place in a file.
  private struct Target {
    var path: String
    var span: Span
  }

  init(_ module: Authoring, _ encoding: PositionEncoding) { (self.module, self.encoding) = (module, encoding) }

  /// - Parameter links: true for a client that takes `LocationLink`s.
  func definition(at position: Position, links: Bool) -> JSON {
    let offset = module.document.offset(of: position, encoding)
    guard let part = sketch.part(at: offset), part.style != .gap, let (target, origin) = target(part, offset) else {
      return .null
    }
    let range = range(target.span, in: module.content(target.path))
    let uri = JSON.string(target.path == own ? module.uri : FileURI.uri(target.path))
    guard links else { return ["uri": uri, "range": range] }
    return [
      [
        "originSelectionRange": self.range(origin, in: module.document), "targetUri": uri, "targetRange": range,
        "targetSelectionRange": range,
      ]
    ]
  }

  /// The rule that a place belongs to; nil outside of rules.
  func rule(at position: Position) -> String? {
    let part = sketch.part(at: module.document.offset(of: position, encoding))
    return part?.path.rule.flatMap { sketch.value($0 + [.member("id")]) }
  }

  /// Where a rule's matches stand, in order.
  static func references(_ found: RuleMatches?, _ encoding: PositionEncoding) -> JSON {
    guard let found else { return .null }
    return .array(
      found.matches.map { match in
        ["uri": .string(match.uri), "range": range(match.span, in: match.document, encoding)]
      })
  }

  private var own: String { module.file.folder.appendingPathComponent(module.file.name).path }
  private func range(_ span: Span, in document: Document) -> JSON { Self.range(span, in: document, encoding) }
  private static func range(_ span: Span, in document: Document, _ encoding: PositionEncoding) -> JSON {
    func json(_ offset: Int) -> JSON {
      let position = document.position(of: offset, encoding)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    return ["start": json(span.start), "end": json(span.end)]
  }

  private func target(_ part: Sketch.Part, _ offset: Int) -> (Target, origin: Span)? {
    let word = sketch.text(part)
    func whole(_ target: Target?) -> (Target, origin: Span)? { target.map { ($0, part.span) } }
    if part.role == .name {
      guard let rule = part.path.rule, part.path.last == .member("set") else { return nil }
      return whole(attribute(word, of: module.kind(ofRule: rule)))
    }
    if part.path.has("lists", "*", "file") {
      return whole(Target(path: module.file.folder.appendingPathComponent(word).path, span: Span(0, 0)))
    }
    if part.path.has("requires", "[]") || part.path.has("produces", "[]") { return whole(kind(word)) }
    guard let rule = part.path.rule, case .member(let member)? = part.path.dropFirst(2).first else { return nil }
    switch member {
    case "kind", "within", "outside": return whole(kind(word))
    case "pattern", "not", "before", "after":
      let region = PatternSketch(part, in: sketch).region(at: offset)
      let word = String(decoding: sketch.bytes[region.span.range], as: UTF8.self)
      let target: Target? =
        switch region.slot {
        case .value("list", _): list(word)
        case .kind: kind(word)
        case .attribute(let kind): attribute(word, of: module.kind(kind))
        default: nil
        }
      return target.map { ($0, region.span) }
    case "message", "set": return capture(part, rule, offset)
    default: return nil
    }
  }

  private func list(_ name: String) -> Target? {
    module.lists.first { $0.name == name }.map { list in
      list.file.map { Target(path: $0, span: Span(0, 0)) } ?? Target(path: list.path, span: list.span)
    }
  }

  private func declaration(_ name: String, in path: [Sketch.Step], _ known: Authoring.KnownKind?) -> Target? {
    guard let manifest = known?.manifest else { return nil }
    return Sketch(module.content(manifest).bytes).name(name, in: path).map { Target(path: manifest, span: $0.span) }
  }

  private func kind(_ name: String) -> Target? { declaration(name, in: [.member("kinds")], module.kind(name)) }

  private func attribute(_ name: String, of kind: Authoring.KnownKind?) -> Target? {
    guard let kind else { return nil }
    return declaration(name, in: [.member("kinds"), .member(kind.kind.name), .member("attributes")], kind)
  }

  /// `$name`: the part of the pattern that has this name.
  private func capture(_ part: Sketch.Part, _ rule: [Sketch.Step], _ offset: Int) -> (Target, origin: Span)? {
    var (start, end) = (offset, offset)
    if offset < part.span.end, sketch.bytes[offset] == UInt8(ascii: "$") { (start, end) = (offset + 1, offset + 1) }
    while start > part.span.start, PatternSketch.isName(sketch.bytes[start - 1]) { start -= 1 }
    while end < part.span.end, PatternSketch.isName(sketch.bytes[end]) { end += 1 }
    guard start > part.span.start, sketch.bytes[start - 1] == UInt8(ascii: "$"), start < end else { return nil }
    let name = String(decoding: sketch.bytes[start..<end], as: UTF8.self)
    return module.pattern(ofRule: rule)?.captures.first { $0.name == name }.map {
      (Target(path: own, span: $0.span), Span(start - 1, end))
    }
  }
}
