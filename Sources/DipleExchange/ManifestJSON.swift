public import DipleJSONRPC
public import DiplePluginKit

extension Manifest {
  /// The manifest in the shape of `diple-plugin.json`. What is as it usually is, is left out.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id)), ("version", .string(version)), ("api", .int(api)), ("title", .string(title)),
      ("kinds", .object(kinds.map { ($0.name, $0.json) })),
      ("requires", .array(requires.map(JSON.string))),
      (
        "settings",
        .object(
          settings.values.sorted { $0.key < $1.key }.map { name, value in
            let note = settingDeclarations[name]?.description
            return (name, .object([("default", value.json)] + (note.map { [("description", .string($0))] } ?? [])))
          })
      ),
    ]
    if scope != .document { members.append(("scope", .string(scope.rawValue))) }
    switch entry {
    case .builtIn: break
    case .rules(let files): members.append(("entry", ["rules": .array(files.map(JSON.string))]))
    case .command(let words): members.append(("entry", ["command": .array(words.map(JSON.string))]))
    }
    if capabilities != .none {
      let files = capabilities.readable.map { "read:\($0)" } + capabilities.writable.map { "write:\($0)" }
      members.append(
        (
          "capabilities",
          [
            "network": .bool(capabilities.network), "files": .array(files.map(JSON.string)),
            "environment": .array(capabilities.environment.map(JSON.string)),
          ]
        ))
    }
    return .object(members)
  }
}

extension Manifest.Kind {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = [("label", .string(label))]
    if let color { members.append(("color", .string(color))) }
    if severity != .note { members.append(("severity", .string(severity.rawValue))) }
    members.append(
      (
        "attributes",
        .object(
          attributes.map { attribute in
            let words = attribute.values.map(JSON.string)
            return (attribute.name, words.isEmpty ? .string(attribute.type.rawValue) : .array(words))
          })
      ))
    return .object(members)
  }
}

extension Settings.Value {
  fileprivate var json: JSON {
    switch self {
    case .bool(let value): .bool(value)
    case .number(let value): Int(exactly: value).map(JSON.int) ?? .double(value)
    case .string(let value): .string(value)
    }
  }
}
