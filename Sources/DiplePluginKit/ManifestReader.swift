import DipleJSONRPC
public import DipleAnnotations
public import DipleLanguage

/// Why a manifest was refused.
public struct ManifestError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// What is wrong, with the member's name.
  public var cause: String
  /// Makes an error.
  public init(file: String, line: Int, cause: String) { (self.file, self.line, self.cause) = (file, line, cause) }
  /// For a person: `FILE:LINE: CAUSE`.
  public var description: String { "\(file):\(line): \(cause)" }
}

extension Manifest {
  /// The version of the contract that this build speaks.
  public static let currentAPI = 1

  /// Reads a `diple-plugin.json`.
  public init(_ file: Resource) throws(ManifestError) { try self.init(name: file.name, bytes: file.bytes) }

  /// Reads the bytes of a `diple-plugin.json`.
  /// - Parameter name: the file, for errors.
  public init(name file: String, bytes: [UInt8]) throws(ManifestError) {
    let members: ManifestMembers
    do throws(JSONError) {
      members = ManifestMembers(file: file, bytes: bytes, json: try JSON(parsing: bytes))
    } catch {
      throw ManifestError(
        file: file, line: ManifestMembers.line(at: error.offset, in: bytes), cause: "not JSON: \(error.cause)")
    }
    try self.init(members)
  }

  /// The manifest of a module that the binary carries: a mistake in it is a mistake of the build.
  public init(builtIn file: Resource) {
    do { try self.init(file) } catch { preconditionFailure(error.description) }
  }

  private init(_ top: ManifestMembers) throws(ManifestError) {
    try top.allow([
      "$schema", "id", "version", "api", "title", "languages", "kinds", "requires", "produces", "scope", "settings",
      "entry", "capabilities", "limits", "deterministic", "parallel", "specs",
    ])
    let id = try top.string("id")
    guard Self.isName(id) else { throw top.error("id", "must be letters, digits and hyphens, like “hedges”") }
    guard try top.integer("api") == Self.currentAPI else {
      throw top.error("api", "must be \(Self.currentAPI): this build speaks no other version of the contract")
    }
    self.init(
      id: id, version: try top.string("version"), api: Self.currentAPI, title: try top.optionalString("title") ?? id,
      kinds: try Self.kinds(top), requires: try top.strings("requires") ?? [], settings: Settings())
    languages = try top.strings("languages") ?? languages
    if let produces = try top.strings("produces") {
      for name in produces where !kinds.contains(where: { $0.name == name }) {
        throw top.error("produces", "names “\(name)”, which “kinds” does not describe")
      }
    }
    scope = try top.word("scope", Scope.self) ?? scope
    try read(settings: top)
    try read(entry: top)
    try read(limits: top)
    isDeterministic = try top.bool("deterministic") ?? isDeterministic
    parallel = try top.integer("parallel", 1...64) ?? parallel
    specs = try top.paths("specs") ?? specs
  }

  private static func kinds(_ top: ManifestMembers) throws(ManifestError) -> [Kind] {
    let all = try top.object("kinds")
    var kinds: [Kind] = []
    for name in all?.names ?? [] {
      guard isName(name) else { throw top.error("kinds", name, "must be letters, digits and hyphens") }
      if isLayer(name) { throw top.error("kinds", name, "is the name of a layer") }
      let members = try all!.requiredObject(name)
      try members.allow(["label", "color", "severity", "attributes"])
      var kind = Kind(name: name, label: try members.optionalString("label") ?? name, attributes: [])
      kind.color = try members.optionalString("color")
      if let color = kind.color, !isColor(color) { throw members.error("color", "must be written like “#b58900”") }
      kind.severity = try members.word("severity", Kind.Severity.self) ?? kind.severity
      let attributes = try members.object("attributes")
      for attribute in attributes?.names ?? [] { kind.attributes.append(try self.attribute(attribute, attributes!)) }
      kinds.append(kind)
    }
    if kinds.isEmpty { throw top.error("kinds", "must name at least one kind") }
    return kinds
  }

  private static func attribute(_ name: String, _ members: ManifestMembers) throws(ManifestError) -> Attribute {
    if reserved.contains(name) { throw members.error(name, "is what every annotation says of itself") }
    if members.isArray(name) { return Attribute(name: name, type: .string, values: try members.strings(name) ?? []) }
    guard let type = try members.word(name, Attribute.ValueType.self) else {
      throw members.error(name, "must be a type or a list of words")
    }
    return Attribute(name: name, type: type)
  }

  private mutating func read(settings top: ManifestMembers) throws(ManifestError) {
    let all = try top.object("settings")
    for name in all?.names ?? [] {
      let members = try all!.requiredObject(name)
      try members.allow(["type", "default", "description"])
      guard let value = members.value("default") else {
        throw members.error("default", "must be a truth value, a number or text")
      }
      let type = try members.word("type", Settings.ValueType.self)
      if let type, type != value.type { throw members.error("default", "is no \(type.rawValue)") }
      settings.values[name] = value
      settingNotes[name] = try members.optionalString("description")
    }
  }

  private mutating func read(entry top: ManifestMembers) throws(ManifestError) {
    if let members = try top.object("entry") {
      try members.allow(["rules", "command"])
      switch (try members.paths("rules"), try members.strings("command")) {
      case (let rules?, nil): entry = .rules(rules)
      case (nil, let command?) where !command.isEmpty: entry = .command(command)
      default: throw top.error("entry", "must hold either “rules”, a list of files, or “command”, a list of words")
      }
    }
    if let members = try top.object("capabilities") {
      try members.allow(["network", "files", "environment"])
      capabilities.network = try members.bool("network") ?? false
      capabilities.files = try members.strings("files") ?? []
      capabilities.environment = try members.strings("environment") ?? []
    }
  }

  private mutating func read(limits top: ManifestMembers) throws(ManifestError) {
    guard let members = try top.object("limits") else { return }
    try members.allow(["seconds", "memory", "output"])
    limits.seconds = try members.number("seconds", 0.01...600) ?? limits.seconds
    limits.memory = try members.integer("memory", 16...65_536) ?? limits.memory
    limits.output = try members.integer("output", 1...64) ?? limits.output
  }

  /// What every annotation says; an attribute may not stand in its place.
  private static let reserved: Set<String> = [
    "id", "kind", "range", "start", "end", "text", "pieces", "confidence", "source", "reason",
  ]

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy {
        $0 == 0x2D || $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
          || (0x61...0x7A).contains($0)
      }
  }

  private static func isColor(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 7 && bytes[0] == 0x23
      && bytes.dropFirst().allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
      }
  }
}
