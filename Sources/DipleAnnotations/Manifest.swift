/// What a module says of itself in `diple-plugin.json`.
public struct Manifest: Sendable, Hashable {
  /// A kind of annotation that a module makes.
  public struct Kind: Sendable, Hashable {
    /// As annotations carry it: `quote`.
    public var name: String
    /// What editors show: `Quote`.
    public var label: String
    /// The attributes in the order in which they are written.
    public var attributes: [Attribute]
    /// Makes a kind.
    public init(name: String, label: String, attributes: [Attribute]) {
      (self.name, self.label, self.attributes) = (name, label, attributes)
    }
  }

  /// An attribute of a kind.
  public struct Attribute: Sendable, Hashable {
    /// The types of values.
    public enum ValueType: String, Sendable { case string, bool, number, mention, cluster, annotation }
    /// As annotations carry it: `speaker`.
    public var name: String
    /// What its values are.
    public var type: ValueType
    /// The words it may hold; empty where any will do.
    public var values: [String]
    /// Makes an attribute.
    public init(name: String, type: ValueType, values: [String] = []) {
      (self.name, self.type, self.values) = (name, type, values)
    }
  }

  /// A unique name: `quotes`.
  public var id: String
  /// The module's own version.
  public var version: String
  /// The version of the contract it was written for.
  public var api: Int
  /// For people: `Quotes: who said what`.
  public var title: String
  /// What it makes.
  public var kinds: [Kind]
  /// The layers and kinds that must be there before it runs.
  public var requires: [String]
  /// Settings with their defaults.
  public var settings: Settings

  /// Makes a manifest.
  public init(
    id: String, version: String, api: Int, title: String, kinds: [Kind], requires: [String], settings: Settings
  ) {
    (self.id, self.version, self.api, self.title) = (id, version, api, title)
    (self.kinds, self.requires, self.settings) = (kinds, requires, settings)
  }
}

extension Manifest {
  /// What `requires` may name besides kinds: the layers of the language.
  public static let layers = ["tokens", "sentences", "tags", "phrases"]
  /// True for the name of a layer.
  public static func isLayer(_ name: String) -> Bool { layers.contains(name) }
}

/// A module's settings by name.
public struct Settings: Sendable, Hashable {
  /// A setting's value.
  public enum Value: Sendable, Hashable {
    /// Yes or no.
    case bool(Bool)
    /// A number.
    case number(Double)
    /// Text.
    case string(String)
  }
  /// The values.
  public var values: [String: Value]
  /// Makes settings.
  public init(_ values: [String: Value] = [:]) { self.values = values }

  /// These settings with `other`'s where both have one.
  public func merging(_ other: Settings) -> Settings { Settings(values.merging(other.values) { $1 }) }
  /// A number, or `fallback`.
  public func number(_ name: String, default fallback: Double) -> Double {
    if case .number(let value)? = values[name] { value } else { fallback }
  }
  /// A truth value, or `fallback`.
  public func bool(_ name: String, default fallback: Bool) -> Bool {
    if case .bool(let value)? = values[name] { value } else { fallback }
  }
  /// Text, or `fallback`.
  public func string(_ name: String, default fallback: String) -> String {
    if case .string(let value)? = values[name] { value } else { fallback }
  }
}
