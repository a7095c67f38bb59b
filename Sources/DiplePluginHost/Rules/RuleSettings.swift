import DiplePluginKit
import DipleRules
import Yams

/// Reads where rules and lists name settings of the manifest.
struct RuleSettings {
  private let manifest: Manifest
  private let file: String

  init(_ manifest: Manifest, _ file: String) { (self.manifest, self.file) = (manifest, file) }

  /// `strict`, a setting that is true; or `{ spelling: british }`, settings with their values.
  func condition(_ node: Node) throws(RuleProblem) -> Settings {
    guard let mapping = node.mapping else {
      let name = try node.text(file, "when")
      guard case .bool = try fallback(name, node) else {
        throw node.problem(
          file, "“\(name)” is neither true nor false", "say with which value the rule runs: { \(name): … }")
      }
      return Settings([name: .bool(true)])
    }
    var all = Settings()
    for (key, value) in mapping {
      let name = try key.text(file, "a setting's name")
      all.values[name] = try self.value(value, like: fallback(name, key), name)
    }
    guard !all.values.isEmpty else { throw node.problem(file, "“when” names no setting", "write “when: name”") }
    return all
  }

  /// The name of a setting that is text.
  func text(_ node: Node) throws(RuleProblem) -> String {
    let name = try node.text(file, "a setting's name")
    guard case .string = try fallback(name, node) else {
      throw node.problem(file, "“\(name)” is no text", "declare it as “string” in \(Manifest.fileName)")
    }
    return name
  }

  private func fallback(_ name: String, _ node: Node) throws(RuleProblem) -> Settings.Value {
    if let value = manifest.settings.values[name] { return value }
    let names = manifest.settings.values.keys.sorted()
    let near = NearestName.question(name, among: names)
    throw node.problem(
      file, "the manifest declares no setting “\(name)”",
      near
        + "declare it under “settings” in \(Manifest.fileName): \"\(name)\": { \"type\": \"bool\", \"default\": false }"
    )
  }

  private func value(_ node: Node, like other: Settings.Value, _ name: String) throws(RuleProblem) -> Settings.Value {
    switch other {
    case .bool:
      guard let flag = node.bool else { throw node.problem(file, "“\(name)” is true or false", "write true or false") }
      return .bool(flag)
    case .number:
      guard let number = node.float else { throw node.problem(file, "“\(name)” is a number", "write digits") }
      return .number(number)
    case .string: return .string(try node.text(file, "the value of “\(name)”"))
    }
  }

  /// What to say of settings that nothing uses.
  static func idle(_ manifest: Manifest, used: Set<String>, _ bytes: [UInt8]?) -> [RuleProblem] {
    manifest.settings.values.keys.filter { !used.contains($0) }.sorted().map { name in
      let place = place(of: name, bytes ?? [])
      return RuleProblem(
        file: Manifest.fileName, line: place.line, column: place.column,
        cause: "no rule or list uses the setting “\(name)”",
        advice: "write “when: \(name)” in a rule, “setting: \(name)” in a list, or remove it")
    }
  }

  /// Where a setting is declared, as far as that can be told: its name in the first line behind `"settings"` that has it.
  private static func place(of name: String, _ manifest: [UInt8]) -> (line: Int, column: Int) {
    let lines = manifest.split(separator: 0x0A, omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.firstRange(of: Array("\"settings\"".utf8)) != nil } ?? 0
    for (number, line) in lines.enumerated().dropFirst(start) {
      guard let found = line.firstRange(of: Array("\"\(name)\"".utf8)) else { continue }
      return (number + 1, String(decoding: line[..<found.lowerBound], as: UTF8.self).unicodeScalars.count + 2)
    }
    return (1, 1)
  }
}
