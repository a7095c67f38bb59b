public import DipleAnnotations
public import DipleLanguage
import DipleJSONRPC

/// Why a manifest was refused.
public struct ManifestError: Error, Sendable, CustomStringConvertible {
  /// The file.
  public var file: String
  /// What is wrong, with the member's name.
  public var cause: String
  /// For a person.
  public var description: String { "\(file): \(cause)" }
}

extension Manifest {
  /// The version of the contract that this build speaks.
  public static let currentAPI = 1

  /// Reads a `diple-plugin.json`.
  public init(_ file: Resource) throws(ManifestError) {
    func fail(_ cause: String) -> ManifestError { ManifestError(file: file.name, cause: cause) }
    let json: JSON
    do { json = try JSON(parsing: file.bytes) } catch { throw fail(error.description) }
    guard let id = json["id"]?.string, !id.isEmpty else { throw fail("“id” must be a name") }
    guard let version = json["version"]?.string else { throw fail("“version” must be text") }
    guard let api = json["api"]?.int, api == Self.currentAPI else {
      throw fail("“api” must be \(Self.currentAPI): this build speaks no other version of the contract")
    }
    var kinds: [Kind] = []
    for (name, kind) in json["kinds"]?.object ?? [] {
      var attributes: [Attribute] = []
      for (attribute, type) in kind["attributes"]?.object ?? [] {
        if let values = type.array {
          attributes.append(Attribute(name: attribute, type: .string, values: values.compactMap(\.string)))
        } else if let type = type.string.flatMap(Attribute.ValueType.init) {
          attributes.append(Attribute(name: attribute, type: type))
        } else {
          throw fail("“kinds.\(name).attributes.\(attribute)” must be a type or a list of words")
        }
      }
      kinds.append(Kind(name: name, label: kind["label"]?.string ?? name, attributes: attributes))
    }
    if kinds.isEmpty { throw fail("“kinds” must name at least one kind") }
    var settings = Settings()
    for (name, value) in json["settings"]?.object ?? [] {
      switch value["default"] {
      case .bool(let value): settings.values[name] = .bool(value)
      case .int(let value): settings.values[name] = .number(Double(value))
      case .double(let value): settings.values[name] = .number(value)
      case .string(let value): settings.values[name] = .string(value)
      default: throw fail("“settings.\(name).default” must be a truth value, a number or text")
      }
    }
    self.init(
      id: id, version: version, api: api, title: json["title"]?.string ?? id, kinds: kinds,
      requires: json["requires"]?.array?.compactMap(\.string) ?? [], settings: settings)
  }

  /// The manifest of a module that the binary carries: a mistake in it is a mistake of the build.
  public init(builtIn file: Resource) {
    do { try self.init(file) } catch { preconditionFailure(error.description) }
  }
}
