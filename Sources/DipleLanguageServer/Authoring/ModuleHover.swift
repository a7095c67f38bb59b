import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation

/// `textDocument/hover` in a module's file: what a word of it means, and what a rule finds in the open texts now.
struct ModuleHover {
  private static let mostMatches = 10
  private static let longestLine = 80

  private let module: Authoring
  private let markup: Markup
  private let matches: (_ rule: String) -> RuleMatches?
  private var sketch: Sketch { module.sketch }

  /// - Parameter matches: looks for what a rule finds; nil for one that is unfinished.
  init(_ module: Authoring, markdown: Bool, matches: @escaping (String) -> RuleMatches?) {
    (self.module, self.matches) = (module, matches)
    markup = Markup(isOn: markdown)
  }

  func answer(at position: Position, _ encoding: PositionEncoding) -> JSON {
    let offset = module.document.offset(of: position, encoding)
    guard let part = sketch.part(at: offset), part.style != .gap, let (text, span) = told(part, offset) else {
      return .null
    }
    func json(_ offset: Int) -> JSON {
      let position = module.document.position(of: offset, encoding)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    return [
      "contents": ["kind": markup.isOn ? "markdown" : "plaintext", "value": .string(text)],
      "range": ["start": json(span.start), "end": json(span.end)],
    ]
  }

  private func told(_ part: Sketch.Part, _ offset: Int) -> (String, Span)? {
    let word = sketch.text(part)
    let text: String?
    if part.role == .name {
      text = name(word, in: part.path)
    } else if let rule = part.path.rule, part.path.count > 2 {
      return value(part, word, of: rule, offset)
    } else if module.file.isManifest {
      text = manifestValue(word, part.path)
    } else if part.path.has("lists", "*", "match") {
      text = titled(word, RuleWords.all.meaning(word, in: "match"))
    } else {
      text = module.schema.description(part.path)
    }
    return text.map { ($0, part.span) }
  }

  private func titled(_ word: String, _ meaning: String?) -> String? {
    meaning.map { markup.bold(word) + " — " + markup.plain($0) }
  }

  private func lines(_ lines: [String?]) -> String { lines.compactMap(\.self).joined(separator: markup.lineBreak) }

  // MARK: Names

  private func name(_ word: String, in path: [Sketch.Step]) -> String? {
    if let rule = path.rule {
      if path.count == 2, word == "pattern" || word == "id" { return self.rule(rule) }
      if path.last == .member("set") { return attribute(word, of: module.kind(ofRule: rule)) }
    }
    if path.has("lists") { return list(word) }
    if module.file.isManifest {
      if path.has("kinds") { return kind(word) }
      if path.has("kinds", "*", "attributes"), case .member(let kind)? = path.dropFirst().first {
        return attribute(word, of: module.ownKinds.first { $0.kind.name == kind })
      }
    }
    return titled(word, module.schema.description(path + [.member(word)]))
  }

  private func kind(_ name: String) -> String? {
    guard let known = module.kind(name) else { return nil }
    let title = markup.bold(name) + " — " + markup.plain("\(known.kind.label), made by \(known.title)")
    let attributes = known.kind.attributes.map { markup.plain("\($0.name): \(values($0))") }
    return lines([title] + attributes)
  }

  private func values(_ attribute: Manifest.Attribute) -> String {
    attribute.values.isEmpty ? attribute.type.rawValue : attribute.values.joined(separator: ", ")
  }

  private func attribute(_ name: String, of kind: Authoring.KnownKind?) -> String? {
    guard let kind, let attribute = kind.kind.attributes.first(where: { $0.name == name }) else { return nil }
    let meaning = attribute.values.isEmpty ? RuleWords.all.meaning(attribute.type.rawValue, in: "type") : nil
    return lines([
      markup.bold(name) + " — " + markup.plain("an attribute of \(kind.kind.name): \(values(attribute))"),
      meaning.map(markup.plain),
    ])
  }

  private func list(_ name: String) -> String? {
    guard let list = module.lists.first(where: { $0.name == name }) else { return nil }
    let place = (list.file ?? list.path).dropFirst(module.file.folder.path.count + 1)
    return titled(name, "a word list, in \(place)")
  }

  private func manifestValue(_ word: String, _ path: [Sketch.Step]) -> String? {
    let words = RuleWords.all
    if path.has("requires", "[]") { return titled(word, words.meaning(word, in: "layer")) ?? kind(word) }
    if path.has("produces", "[]") { return kind(word) }
    if path.has("scope") { return titled(word, words.meaning(word, in: "scope")) }
    if path.has("kinds", "*", "severity") { return titled(word, words.meaning(word, in: "severity")) }
    if path.has("kinds", "*", "attributes", "*") { return titled(word, words.meaning(word, in: "type")) }
    return module.schema.description(path).map(markup.plain)
  }

  // MARK: Values in rules

  private func value(
    _ part: Sketch.Part, _ word: String, of rule: [Sketch.Step], _ offset: Int
  ) -> (String, Span)? {
    func whole(_ text: String?) -> (String, Span)? { text.map { ($0, part.span) } }
    guard case .member(let member) = part.path[2] else { return nil }
    switch member {
    case "id": return whole(self.rule(rule))
    case "kind": return whole(kind(word))
    case "within": return whole(titled(word, RuleWords.all.meaning(word, in: "within")) ?? kind(word))
    case "outside": return whole(kind(word))
    case "severity": return whole(titled(word, RuleWords.all.meaning(word, in: "severity")))
    case "pattern", "not", "before", "after":
      let region = PatternSketch(part, in: sketch).region(at: offset)
      if !region.isGap, let text = slot(region) { return (text, region.span) }
      return whole(
        member == "pattern"
          ? self.rule(rule) : titled(member, module.schema.description([rule[0], rule[1], .member(member)])))
    default: return whole(module.schema.description(part.path).map(markup.plain))
    }
  }

  private func slot(_ region: PatternSketch.Region) -> String? {
    let word = String(decoding: sketch.bytes[region.span.range], as: UTF8.self)
    switch region.slot {
    case .part: return nil
    case .property: return titled(word, RuleWords.all.meaning(word, in: "property"))
    case .value("list", _): return list(word)
    case .value("tag", _):
      // `V.*` stands for several.
      guard word.hasSuffix(".*") else { return titled(word, RuleWords.all.meaning(word, in: "tag")) }
      let tags = RuleWords.all.words("tag").filter { $0.word.hasPrefix(word.dropLast(2)) }
      let meanings = tags.map { markup.plain("\($0.word): \($0.meaning)") }
      return tags.isEmpty ? nil : lines([markup.bold(word)] + meanings)
    case .value(let property, _): return titled(word, RuleWords.all.meaning(word, in: property))
    case .kind: return kind(word)
    case .attribute(let kind): return attribute(word, of: module.kind(kind))
    case .attributeValue(let kind, let name, _): return attribute(name, of: module.kind(kind))
    }
  }

  // MARK: A rule

  private func rule(_ path: [Sketch.Step]) -> String? {
    guard let id = sketch.value(path + [.member("id")]) else { return nil }
    let kind = module.kind(ofRule: path)
    var told = [
      markup.bold(id) + (kind.map { " — " + markup.plain("marks \($0.kind.label) (\($0.kind.name))") } ?? ""),
      sketch.value(path + [.member("description")]).map { markup.plain(oneLine($0)) },
    ]
    guard let found = matches(id) else {
      return lines(told + ["The rule is unfinished, or has a mistake: nothing is looked for."])
    }
    told.append(count(found))
    for match in found.matches.prefix(Self.mostMatches) {
      let name = match.uri.split(separator: "/").last.flatMap { PercentEncoding.decode($0) } ?? match.uri
      let line = match.document.lines.line(at: match.span.start) + 1
      let words = shortened(oneLine(match.document.reading(match.span)), Self.longestLine)
      told.append(markup.plain("\(name):\(line): \(words)"))
    }
    return lines(told)
  }

  private func count(_ found: RuleMatches) -> String {
    let count = found.matches.count
    var text = "\(count) match\(count == 1 ? "" : "es") in \(found.texts) open text\(found.texts == 1 ? "" : "s")"
    if found.isPartial { text += ", of which the first \(RuleMatches.most / 1_000_000) MB were read" }
    if count > Self.mostMatches { text += "; the first \(Self.mostMatches)" }
    return text + (count > 0 ? ":" : ".")
  }
}
