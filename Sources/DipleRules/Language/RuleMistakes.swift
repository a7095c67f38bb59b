public import DiplePluginKit

/// What is wrong with a rule that could be read.
public struct RuleMistake: Error, Sendable, Hashable {
  /// The member that is wrong: `set.holder`, `pattern`.
  public var member: String
  /// What is wrong.
  public var cause: String
  /// What to do.
  public var advice: String
}

extension Rule {
  /// What is wrong with the rule in a module of this manifest with lists of these names. A rule with a mistake must be left out.
  public func mistakes(in manifest: Manifest, lists: Set<String>) -> [RuleMistake] {
    var mistakes: [RuleMistake] = []
    func note(_ member: String, _ cause: String, _ advice: String) {
      mistakes.append(RuleMistake(member: member, cause: cause, advice: advice))
    }
    func choice(_ name: String, _ all: [String]) -> String {
      NearestName.question(name, among: all)
        + (all.isEmpty ? "there are none" : "there are \(all.sorted().prefix(12).joined(separator: ", "))")
    }
    let kinds = manifest.kinds.map(\.name)
    guard let kind = manifest.kinds.first(where: { $0.name == self.kind }) else {
      note("kind", "the module makes no “\(self.kind)”", choice(self.kind, kinds))
      return mistakes
    }
    let parts: [(String, Pattern)] =
      [("pattern", pattern)] + exceptions.map { ("not", $0) }
      + [("before", before), ("after", after)].compactMap { name, pattern in
        pattern.map { (name, $0) }
      }
    for (member, pattern) in parts {
      if pattern.matchesNothing {
        note(
          member, "the pattern matches where there is no word, too",
          "ask for at least one token: “+” in the place of “*”, no “?” around everything, and a token beside <s> or </s>"
        )
      }
      for list in pattern.leafLists.reduce(into: Set<String>(), { $0.formUnion($1) }).sorted()
      where !lists.contains(list) {
        note(member, "no list is called “\(list)”", choice(list, Array(lists)))
      }
    }
    let members =
      parts.flatMap { part in part.1.annotationTests.map { (part.0, $0.kind) } } + outside.map { ("outside", $0) }
    for (member, name) in members + (within.map { [("within", $0)] } ?? []) where !manifest.requires.contains(name) {
      if kinds.contains(name) {
        note(member, "“\(name)” is what this module makes itself", "rules see annotations of other modules only")
      } else {
        note(
          member, "“\(name)” is not there yet when the rule runs", "add \"\(name)\" to “requires” in diple-plugin.json")
      }
    }
    let captures = Set(pattern.captures).union(["0"])
    for (name, template) in attributes {
      let member = "set.\(name)"
      guard let attribute = kind.attributes.first(where: { $0.name == name }) else {
        note(member, "“\(kind.name)” has no attribute “\(name)”", choice(name, kind.attributes.map(\.name)))
        continue
      }
      for capture in template.captures where !captures.contains(capture) {
        note(member, "the pattern captures nothing as “\(capture)”", "write “\(capture):” before a part of the pattern")
      }
      if let (cause, advice) = Self.mismatch(attribute, template) { note(member, cause, advice) }
    }
    for capture in message?.captures ?? [] where !captures.contains(capture) {
      note(
        "message", "the pattern captures nothing as “\(capture)”",
        "write “\(capture):” before a part of the pattern, or “$$” for “$”")
    }
    return mistakes
  }

  private var within: String? { if case .annotation(let kind) = scope { kind } else { nil } }

  private static func mismatch(_ attribute: Manifest.Attribute, _ template: Template) -> (String, String)? {
    let constant = template.captures.isEmpty ? template.filled { _ in nil } ?? "" : nil
    switch attribute.type {
    case .mention, .cluster, .annotation:
      if template.onlyCapture != nil { return nil }
      return ("“\(attribute.name)” is a \(attribute.type.rawValue), not text", "set it to a capture: $name")
    case .bool:
      if template.onlyCapture != nil || constant == "true" || constant == "false" { return nil }
      return ("“\(attribute.name)” is true or false", "write true, false, or a capture that may be absent")
    case .number:
      if constant == nil || constant.flatMap(Double.init) != nil { return nil }
      return ("“\(constant ?? "")” is no number", "write digits, or a capture of digits")
    case .string:
      guard let constant, !attribute.values.isEmpty, !attribute.values.contains(constant) else { return nil }
      return ("“\(attribute.name)” cannot be “\(constant)”", "it is one of \(attribute.values.joined(separator: ", "))")
    }
  }
}
