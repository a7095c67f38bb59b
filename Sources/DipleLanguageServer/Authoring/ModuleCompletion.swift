import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation

extension Feature {
  /// What can be written at a place of a rule file or a manifest. In a text, nothing: Diple writes nobody's prose.
  static let completion = Feature(
    capabilities: { _ in
      [
        "completionProvider": [
          "triggerCharacters": .array(ModuleCompletion.triggers.map(JSON.string)), "resolveProvider": false,
        ]
      ]
    },
    requests: [
      "textDocument/completion": { server, params throws(ResponseError) in
        // A text may be a book, and nobody needs its view for nothing.
        if let uri = params?["textDocument"]?["uri"]?.string, server.documents[uri] != nil,
          server.moduleFiles[uri] == nil
        {
          return Reply(ModuleCompletion.none)
        }
        let uri = try server.document(params).uri
        let position = try params.position("position")
        guard let module = server.authoring(uri, caret: position) else { return Reply(ModuleCompletion.none) }
        return Reply(ModuleCompletion(module, at: position, server.client).answer())
      }
    ])
}

/// `textDocument/completion` in a module's file.
struct ModuleCompletion {
  static let triggers = ["\"", "[", "<", "$", "=", "|", "&"]
  static let none: JSON = ["isIncomplete": false, "items": []]

  /// What an item is, as LSP numbers it.
  enum Kind: Int {
    case field = 5, variable = 6, type = 7, property = 10, value = 12, keyword = 14, file = 17, member = 20
  }

  /// What can be written.
  struct Item {
    var label: String
    var kind: Kind
    var detail: String?
    var meaning: String?
    /// What is written; the label where it is nil.
    var text: String?
  }

  private let module: Authoring
  private let encoding: PositionEncoding
  private let offset: Int
  private var sketch: Sketch { module.sketch }
  private var isJSON: Bool { module.file.isManifest }
  private var words: RuleWords { .all }

  init(_ module: Authoring, at position: Position, _ client: Client) {
    (self.module, encoding) = (module, client.encoding)
    offset = module.document.offset(of: position, encoding)
  }

  func answer() -> JSON {
    guard let part = sketch.part(at: offset) else { return Self.none }
    switch part.role {
    case .name: return names(part)
    case .either: return module.schema.isObject(part.path) ? names(part) : values(part)
    case .value: return values(part)
    }
  }

  private func answer(_ items: [Item], replacing span: Span) -> JSON {
    func json(_ offset: Int) -> JSON {
      let position = module.document.position(of: offset, encoding)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    let range: JSON = ["start": json(span.start), "end": json(span.end)]
    return [
      "isIncomplete": false,
      "items": .array(
        items.enumerated().map { number, item in
          var members: [(String, JSON)] = [("label", .string(item.label)), ("kind", .int(item.kind.rawValue))]
          if let detail = item.detail { members.append(("detail", .string(detail))) }
          if let meaning = item.meaning { members.append(("documentation", .string(meaning))) }
          // The order here is one that people know: the schema's, the manifest's.
          let order = String(number)
          members.append(("sortText", .string(String(repeating: "0", count: max(0, 4 - order.count)) + order)))
          members.append(("textEdit", ["range": range, "newText": .string(item.text ?? item.label)]))
          return .object(members)
        }),
    ]
  }

  // MARK: Names of members

  private func names(_ part: Sketch.Part) -> JSON {
    let taken = Set(sketch.names(in: part.path).filter { $0.span != part.span }.map(sketch.text))
    let items: [Item]
    if part.path.last == .member("set"), let rule = part.path.rule {
      items = (module.kind(ofRule: rule)?.kind.attributes ?? []).map { attribute(.property, $0) }
    } else {
      items = module.schema.members(part.path).filter { $0 != "$schema" }.map { name in
        Item(label: name, kind: .property, meaning: module.schema.description(part.path + [.member(name)]))
      }
    }
    let written = written(part)
    return answer(
      items.filter { !taken.contains($0.label) }.map { item in
        var item = item
        let hasParts = module.schema.hasParts(part.path + [.member(item.label)])
        let colon = part.isComplete ? "" : isJSON || !hasParts ? ": " : ":"
        item.text = written.open + item.label + written.close + colon
        return item
      }, replacing: written.span)
  }

  /// What of a part is replaced, and the marks that belong around what is written there.
  private func written(_ part: Sketch.Part) -> (span: Span, open: String, close: String) {
    switch part.style {
    case .gap: return (Span(offset, offset), isJSON ? "\"" : "", isJSON ? "\"" : "")
    case .single, .double:
      let mark = part.style == .double ? UInt8(ascii: "\"") : UInt8(ascii: "'")
      // The mark that closes it is written anew, so that a colon can follow.
      let isClosed = part.span.end < sketch.bytes.count && sketch.bytes[part.span.end] == mark
      let end = isClosed ? part.span.end + 1 : max(offset, part.span.start)
      return (Span(part.span.start, end), "", String(decoding: [mark], as: UTF8.self))
    case .plain, .block:
      var end = part.span.end
      while end > max(offset, part.span.start), [0x20, 0x09, 0x0D].contains(sketch.bytes[end - 1]) { end -= 1 }
      return (Span(part.span.start, max(end, part.span.start)), isJSON ? "\"" : "", isJSON ? "\"" : "")
    }
  }

  private func attribute(_ kind: Kind, _ attribute: Manifest.Attribute) -> Item {
    let values = attribute.values.isEmpty ? attribute.type.rawValue : attribute.values.joined(separator: " | ")
    let meaning = attribute.values.isEmpty ? words.meaning(attribute.type.rawValue, in: "type") : nil
    return Item(label: attribute.name, kind: kind, detail: values, meaning: meaning)
  }

  private func kinds(_ kinds: [Authoring.KnownKind]) -> [Item] {
    kinds.map { known in
      let isThere = known.isOwn || isJSON || module.requires.contains(known.kind.name)
      return Item(
        label: known.kind.name, kind: .type, detail: known.title,
        meaning: known.kind.label + (isThere ? "" : ": add it to “requires” in diple-plugin.json"))
    }
  }

  private func meanings(_ group: String, _ kind: Kind = .member) -> [Item] {
    words.words(group).map { Item(label: $0.word, kind: kind, meaning: $0.meaning) }
  }

  // MARK: Values

  private func values(_ part: Sketch.Part) -> JSON {
    let path = part.path
    if isJSON { return whole(part, manifestValues(path)) }
    guard let rule = path.rule, case .member(let member)? = path.dropFirst(2).first else {
      if path.has("lists", "*", "file") { return whole(part, files("txt")) }
      if path.has("lists", "*", "match") { return whole(part, meanings("match")) }
      return whole(part, choices(path))
    }
    switch member {
    case "kind": return whole(part, kinds(module.ownKinds))
    case "within": return whole(part, meanings("within", .keyword) + kinds(module.kinds.filter { !$0.isOwn }))
    case "outside": return whole(part, kinds(module.kinds.filter { !$0.isOwn }))
    case "pattern", "not", "before", "after": return pattern(part)
    case "message": return captures(part, rule)
    case "severity":
      return whole(part, meanings("severity").filter { choice in choices(path).contains { $0.label == choice.label } })
    case "set":
      guard case .member(let name)? = path.last,
        let attribute = module.kind(ofRule: rule)?.kind.attributes.first(where: { $0.name == name })
      else { return Self.none }
      if sketch.text(part).contains("$") { return captures(part, rule) }
      let fixed = attribute.type == .bool ? ["true", "false"] : attribute.values
      return whole(part, fixed.map { Item(label: $0, kind: .member) } + captureItems(rule))
    default: return whole(part, choices(path))
    }
  }

  /// Items that stand for the whole of a value.
  private func whole(_ part: Sketch.Part, _ items: [Item]) -> JSON {
    let written = written(part)
    return answer(
      items.map { item in
        var item = item
        // Numbers and truth values have no quotation marks.
        let isBare = item.kind == .value && part.style != .double
        item.text = isBare ? item.label : written.open + (item.text ?? item.label) + written.close
        return item
      }, replacing: written.span)
  }

  private func choices(_ path: [Sketch.Step]) -> [Item] {
    module.schema.choices(path).compactMap { choice in
      switch choice {
      case .string(let text): Item(label: text, kind: .member)
      case .bool(let truth): Item(label: truth ? "true" : "false", kind: .value)
      case .int(let number): Item(label: String(number), kind: .value)
      default: nil
      }
    }
  }

  private func files(_ endings: String...) -> [Item] {
    endings.flatMap { module.files($0) }.map { Item(label: $0, kind: .file) }
  }

  private func manifestValues(_ path: [Sketch.Step]) -> [Item] {
    if path.has("requires", "[]") {
      let taken = Set(module.requires)
      return (meanings("layer", .keyword) + kinds(module.kinds.filter { !$0.isOwn })).filter { item in
        !taken.contains(item.label) || sketch.value(path) == item.label
      }
    }
    if path.has("produces", "[]") { return kinds(module.ownKinds) }
    if path.has("entry", "rules", "[]") { return files("yml", "yaml") }
    if path.has("specs", "[]") { return files("md") }
    let items = choices(path)
    let group =
      path.has("kinds", "*", "attributes", "*") ? "type" : path.has("kinds", "*", "severity") ? "severity" : "scope"
    return items.map { item in
      var item = item
      item.meaning = words.meaning(item.label, in: group)
      return item
    }
  }

  // MARK: Names of parts

  private func captureItems(_ rule: [Sketch.Step]) -> [Item] {
    let names = module.pattern(ofRule: rule)?.captures.map(\.name) ?? []
    var seen: Set<String> = []
    return (names + ["0"]).filter { seen.insert($0).inserted }.map {
      Item(
        label: "$" + $0, kind: .variable,
        meaning: $0 == "0" ? "What is marked." : "What the part “\($0)” of the pattern took.")
    }
  }

  private func captures(_ part: Sketch.Part, _ rule: [Sketch.Step]) -> JSON {
    var start = offset
    while start > part.span.start, PatternSketch.isName(sketch.bytes[start - 1]) { start -= 1 }
    guard start > part.span.start, sketch.bytes[start - 1] == UInt8(ascii: "$") else {
      return answer(captureItems(rule), replacing: Span(offset, offset))
    }
    var end = offset
    while end < part.span.end, PatternSketch.isName(sketch.bytes[end]) { end += 1 }
    return answer(captureItems(rule), replacing: Span(start - 1, end))
  }

  // MARK: Patterns

  private func pattern(_ part: Sketch.Part) -> JSON {
    let region = PatternSketch(part, in: sketch).region(at: offset)
    switch region.slot {
    case .part:
      let required = module.kinds.filter { module.requires.contains($0.kind.name) }
      let annotations = kinds(required).map { item in
        Item(label: "<\(item.label)/>", kind: .type, detail: item.detail, meaning: item.meaning)
      }
      return answer(meanings("part", .keyword).map { escaped($0, part) } + annotations, replacing: region.span)
    case .property:
      let items = meanings("property", .property).map { item in
        var item = item
        let isCompared = region.span.end < sketch.bytes.count && "=!".utf8.contains(sketch.bytes[region.span.end])
        item.text = item.label + (isCompared ? "" : "=")
        return item
      }
      return answer(items, replacing: region.span)
    case .value(let property, let isQuoted):
      let items =
        property == "list"
        ? module.lists.map { Item(label: $0.name, kind: .variable, detail: $0.file.map(shown)) }
        : ["tag", "case", "shape"].contains(property) ? meanings(property) : []
      return answer(items.map { quoted($0, isQuoted, part) }, replacing: region.span)
    case .kind: return answer(kinds(module.kinds.filter { !$0.isOwn }), replacing: region.span)
    case .attribute(let kind):
      return answer(module.kind(kind)?.kind.attributes.map { attribute(.field, $0) } ?? [], replacing: region.span)
    case .attributeValue(let kind, let name, let isQuoted):
      let attribute = module.kind(kind)?.kind.attributes.first { $0.name == name }
      let items = (attribute?.values ?? []).map { Item(label: $0, kind: .member) }
      return answer(items.map { quoted($0, isQuoted, part) }, replacing: region.span)
    }
  }

  private func shown(_ path: String) -> String {
    let root = module.file.folder.path + "/"
    return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }

  /// A value of a test: its own quotation marks, and those of YAML around.
  private func quoted(_ item: Item, _ isQuoted: Bool, _ part: Sketch.Part) -> Item {
    var item = item
    if !isQuoted { item.text = "\"\(item.label)\"" }
    return escaped(item, part)
  }

  /// Quotation marks inside of YAML's own.
  private func escaped(_ item: Item, _ part: Sketch.Part) -> Item {
    var item = item
    let text = item.text ?? item.label
    switch part.style {
    case .double: item.text = text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
    case .single: item.text = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    case .plain, .block, .gap: break
    }
    return item
  }
}
