public import DipleJSONRPC
public import DiplePluginKit

extension Manifest {
  /// The manifest in the shape of `diple-plugin.json`.
  public var json: JSON {
    [
      "id": .string(id), "version": .string(version), "api": .int(api), "title": .string(title),
      "kinds": .object(
        kinds.map { kind in
          let attributes = kind.attributes.map { attribute -> (String, JSON) in
            let words = attribute.values.map(JSON.string)
            return (attribute.name, words.isEmpty ? .string(attribute.type.rawValue) : .array(words))
          }
          return (kind.name, ["label": .string(kind.label), "attributes": .object(attributes)])
        }),
      "requires": .array(requires.map(JSON.string)),
      "settings": .object(
        settings.values.sorted { $0.key < $1.key }.map { ($0.key, ["default": $0.value.json]) }),
    ]
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
