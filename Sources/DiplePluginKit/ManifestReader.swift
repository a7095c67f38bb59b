public import DipleAnnotations
public import DipleLanguage
import DipleJSONRPC

/// Why a manifest was refused.
public struct ManifestError: Error, Sendable, CustomStringConvertible {
  /// The file.
  public var file: String
  /// The line, from 1, where it is known.
  public var line: Int?
  /// What is wrong, with the member's name.
  public var cause: String
  /// For a person.
  public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(cause)" }
  /// Makes an error.
  public init(file: String, line: Int? = nil, cause: String) {
    (self.file, self.line, self.cause) = (file, line, cause)
  }
}

extension Manifest {
  /// The version of the contract that this build speaks.
  public static let currentAPI = 1
  /// The name of a manifest's file.
  public static let fileName = "diple-plugin.json"

  /// Reads a `diple-plugin.json`.
  public init(_ file: Resource) throws(ManifestError) {
    let json: JSON
    do { json = try JSON(parsing: file.bytes) } catch {
      let line = JSONScan(file.bytes).line(of: error.offset)
      throw ManifestError(file: file.name, line: line, cause: "not JSON: \(error.cause)")
    }
    do { self = try ManifestReader(top: ManifestValue(json, [])).manifest() } catch {
      let scan = JSONScan(file.bytes)
      throw ManifestError(
        file: file.name, line: scan.offset(of: error.path).map(scan.line), cause: error.description)
    }
  }

  /// The manifest of a module that the binary carries: a mistake in it is a mistake of the build.
  public init(builtIn file: Resource) {
    do { try self.init(file) } catch { preconditionFailure(error.description) }
  }
}

/// From JSON to a manifest, part by part.
private struct ManifestReader {
  let top: ManifestValue

  func manifest() throws(ManifestMistake) -> Manifest {
    try top.allow([
      "$schema", "id", "version", "api", "title", "languages", "kinds", "requires", "produces", "scope", "settings",
      "entry", "capabilities", "limits", "deterministic", "parallel", "specs",
    ])
    let id = try top.needed("id").text()
    guard Self.isName(id) else {
      throw top.at("id").mistake("must be a name of small letters, digits and “-”, such as “hedges”")
    }
    let version = try top.needed("version").text()
    guard try top.needed("api").whole() == Manifest.currentAPI else {
      throw top.at("api").mistake("must be \(Manifest.currentAPI): this build speaks no other version of the contract")
    }
    let kinds = try kinds()
    let declarations = try settings()
    var manifest = Manifest(
      id: id, version: version, api: Manifest.currentAPI, title: try top.optional("title")?.text() ?? id, kinds: kinds,
      requires: try top.optional("requires")?.texts() ?? [],
      settings: Settings(declarations.mapValues(\.fallback)))
    manifest.settingDeclarations = declarations
    manifest.languages = try top.optional("languages")?.texts() ?? []
    if let produces = top.optional("produces") {
      manifest.produces = try produces.texts()
      for name in manifest.produces where !kinds.contains(where: { $0.name == name }) {
        throw produces.mistake("“\(name)” is not among “kinds”" + NearestName.hint(name, among: kinds.map(\.name)))
      }
    }
    if let scope = top.optional("scope") { manifest.scope = try scope.word() }
    if let entry = top.optional("entry") { manifest.entry = try Self.entry(entry) }
    if let asked = top.optional("capabilities") { manifest.capabilities = try Self.capabilities(asked) }
    if let limits = top.optional("limits") { manifest.limits = try Self.limits(limits) }
    if let value = top.optional("deterministic") { manifest.isDeterministic = try value.truth() }
    if let value = top.optional("parallel") {
      manifest.parallel = try value.whole()
      guard 1...64 ~= manifest.parallel else { throw value.mistake("must be 1 to 64 documents") }
    }
    manifest.specs = try top.optional("specs")?.texts() ?? []
    return manifest
  }

  /// True for what can stand in a file name, in `source` and in a setting.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else { return false }
    return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
  }

  private func kinds() throws(ManifestMistake) -> [Manifest.Kind] {
    let all = try top.needed("kinds")
    var kinds: [Manifest.Kind] = []
    for (name, kind) in try all.members() {
      guard Self.isName(name) else { throw kind.mistake("a kind is named by small letters, digits and “-”") }
      try kind.allow(["label", "color", "severity", "attributes"])
      var attributes: [Manifest.Attribute] = []
      for (attribute, type) in try kind.optional("attributes")?.members() ?? [] {
        if type.json.array != nil {
          attributes.append(Manifest.Attribute(name: attribute, type: .string, values: try type.texts()))
        } else {
          attributes.append(Manifest.Attribute(name: attribute, type: try type.word(or: " or a list of words")))
        }
      }
      var made = Manifest.Kind(name: name, label: try kind.optional("label")?.text() ?? name, attributes: attributes)
      if let color = kind.optional("color") {
        let text = try color.text()
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6,
          digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) })
        else { throw color.mistake("must be a colour such as “#b58900”") }
        made.color = text
      }
      if let severity = kind.optional("severity") { made.severity = try severity.word() }
      kinds.append(made)
    }
    if kinds.isEmpty { throw all.mistake("must name at least one kind") }
    return kinds
  }

  private func settings() throws(ManifestMistake) -> [String: Manifest.SettingDeclaration] {
    var settings: [String: Manifest.SettingDeclaration] = [:]
    for (name, setting) in try top.optional("settings")?.members() ?? [] {
      try setting.allow(["type", "default", "description"])
      let fallback = try setting.needed("default")
      let value: Settings.Value
      switch fallback.json {
      case .bool(let truth): value = .bool(truth)
      case .int(let number): value = .number(Double(number))
      case .double(let number): value = .number(number)
      case .string(let text): value = .string(text.isEmpty ? "" : try fallback.text())
      default: throw fallback.mistake("must be a truth value, a number or text")
      }
      if let type = setting.optional("type"), try type.word(as: SettingType.self) != SettingType(value) {
        throw fallback.mistake("is not of the type that “type” says")
      }
      settings[name] = Manifest.SettingDeclaration(
        fallback: value, description: try setting.optional("description")?.text())
    }
    return settings
  }

  private enum SettingType: String, CaseIterable {
    case bool, number, string
    init(_ value: Settings.Value) {
      switch value {
      case .bool: self = .bool
      case .number: self = .number
      case .string: self = .string
      }
    }
  }

  private static func entry(_ entry: ManifestValue) throws(ManifestMistake) -> Manifest.Entry {
    try entry.allow(["rules", "command"])
    switch (entry.optional("rules"), entry.optional("command")) {
    case (let rules?, nil): return .rules(try rules.texts(atLeast: 1))
    case (nil, let command?): return .command(try Self.command(command))
    default: throw entry.mistake("must hold either “rules” or “command”")
    }
  }

  /// What is started lies where the words say: in the module's folder, which is what a person trusts, or at an absolute path.
  private static func command(_ command: ManifestValue) throws(ManifestMistake) -> [String] {
    let words = try command.texts(atLeast: 1)
    for word in words
    where word.utf8.split(whereSeparator: { $0 == 0x2F || $0 == 0x3D }).contains(where: { $0.elementsEqual("..".utf8) })
    {
      throw command.mistake("“\(word)” leads out of the module's folder: no “..”")
    }
    return words
  }

  private static func capabilities(_ asked: ManifestValue) throws(ManifestMistake) -> Manifest.Capabilities {
    try asked.allow(["network", "files", "environment"])
    var capabilities = Manifest.Capabilities.none
    if let network = asked.optional("network") { capabilities.network = try network.truth() }
    capabilities.environment = try asked.optional("environment")?.texts() ?? []
    if let files = asked.optional("files") {
      for text in try files.texts() {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let first = parts[1].utf8.first, first == 0x2F || first == 0x7E else {
          throw files.mistake("“\(text)” must be “read:” or “write:” and a path that starts with “/” or “~”")
        }
        switch parts[0] {
        case "read": capabilities.readable.append(String(parts[1]))
        case "write": capabilities.writable.append(String(parts[1]))
        default: throw files.mistake("“\(text)” must start with “read:” or “write:”")
        }
      }
    }
    return capabilities
  }

  private static func limits(_ asked: ManifestValue) throws(ManifestMistake) -> Manifest.Limits {
    try asked.allow(["seconds", "memory", "output"])
    var limits = Manifest.Limits()
    let most = Manifest.Limits.most
    func bounded(_ name: String, _ most: Double) throws(ManifestMistake) -> Double? {
      guard let value = asked.optional(name) else { return nil }
      let number = try value.number()
      guard number > 0, number <= most else { throw value.mistake("must be more than 0 and at most \(Int(most))") }
      return number
    }
    if let seconds = try bounded("seconds", most.seconds) { limits.seconds = seconds }
    if let memory = try bounded("memory", Double(most.memory)) { limits.memory = Int(memory.rounded(.up)) }
    if let output = try bounded("output", Double(most.output)) { limits.output = Int(output.rounded(.up)) }
    return limits
  }
}
