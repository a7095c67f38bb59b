import DipleJSONRPC
import DipleLanguageServerResources
import DiplePluginKit

/// The JSON Schema of a module's file, as far as editors are told of it: which members there are, what they may hold, and what
/// they mean.
struct ModuleSchema: Sendable {
  private let root: JSON

  /// Of rule files.
  static let rules = ModuleSchema(Resource("rules.schema.json", diple_rules_schema))
  /// Of `diple-plugin.json`.
  static let manifest = ModuleSchema(Resource("manifest.schema.json", diple_manifest_schema))

  private init(_ file: Resource) {
    // The build carries it, and a test reads it.
    root = (try? JSON(parsing: file.bytes)) ?? .null
  }

  /// All that the schema says of the value at a path: a choice of several says several things.
  private func nodes(_ path: [Sketch.Step]) -> [JSON] {
    path.reduce(expanded(root)) { nodes, step in
      nodes.flatMap { node -> [JSON] in
        switch step {
        case .member(let name): return (node["properties"]?[name] ?? node["additionalProperties"]).map(expanded) ?? []
        case .element: return node["items"].map(expanded) ?? []
        }
      }
    }
  }

  /// A node and those that it refers to.
  private func expanded(_ node: JSON) -> [JSON] {
    var nodes = [node]
    if let name = node["$ref"]?.string?.split(separator: "/").last {
      nodes += expanded(root["$defs"]?[String(name)] ?? .null)
    }
    for choice in (node["anyOf"]?.array ?? []) + (node["oneOf"]?.array ?? []) { nodes += expanded(choice) }
    return nodes
  }

  /// The members of the object at a path, in the schema's order.
  func members(_ path: [Sketch.Step]) -> [String] {
    var seen: Set<String> = []
    return nodes(path).flatMap { $0["properties"]?.object?.map(\.0) ?? [] }.filter { seen.insert($0).inserted }
  }

  /// The words that the value at a path may be.
  func choices(_ path: [Sketch.Step]) -> [JSON] {
    nodes(path).flatMap { node -> [JSON] in
      if let words = node["enum"]?.array { return words }
      if let only = node["const"] { return [only] }
      return node["type"] == "boolean" ? [true, false] : []
    }
  }

  /// What the value at a path means.
  func description(_ path: [Sketch.Step]) -> String? { nodes(path).lazy.compactMap { $0["description"]?.string }.first }

  /// True where the value at a path has members or elements of its own.
  func hasParts(_ path: [Sketch.Step]) -> Bool {
    let types = nodes(path).compactMap { $0["type"]?.string }
    return !types.isEmpty && types.allSatisfy { $0 == "object" || $0 == "array" }
  }

  /// True where the value at a path can have members.
  func isObject(_ path: [Sketch.Step]) -> Bool { nodes(path).contains { $0["type"] == "object" } }
}

/// What the words of the rule language mean, by group: `tag`, `property`, `shape` …
struct RuleWords: Sendable {
  private let groups: JSON

  static let all: RuleWords = {
    let file = Resource("rule-words.json", diple_rule_words)
    return RuleWords(groups: (try? JSON(parsing: file.bytes)) ?? .null)
  }()

  /// The words of a group, with what they mean, in order.
  func words(_ group: String) -> [(word: String, meaning: String)] {
    groups[group]?.object?.compactMap { name, value in value.string.map { (name, $0) } } ?? []
  }

  /// What a word means.
  func meaning(_ word: String, in group: String) -> String? { groups[group]?[word]?.string }
}
