/// What a module says of itself in `diple-plugin.json`.
public struct Manifest: Sendable, Hashable {
  /// A kind of annotation that a module makes.
  public struct Kind: Sendable, Hashable {
    /// Whether a finding is something to mend.
    public enum Severity: String, Sendable, CaseIterable { case note, problem }
    /// As annotations carry it: `quote`.
    public var name: String
    /// What editors show: `Quote`.
    public var label: String
    /// The attributes in the order in which they are written.
    public var attributes: [Attribute]
    /// What editors may paint it in, `#rrggbb`; nil where that is theirs to choose.
    public var color: String?
    /// A problem becomes a diagnostic.
    public var severity: Severity
    /// Makes a kind.
    public init(
      name: String, label: String, attributes: [Attribute], color: String? = nil, severity: Severity = .note
    ) {
      (self.name, self.label, self.attributes, self.color) = (name, label, attributes, color)
      self.severity = severity
    }
  }

  /// An attribute of a kind.
  public struct Attribute: Sendable, Hashable {
    /// The types of values.
    public enum ValueType: String, Sendable, CaseIterable { case string, bool, number, mention, cluster, annotation }
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

  /// What a finding may depend on.
  public enum Scope: String, Sendable, CaseIterable { case sentence, paragraph, document }

  /// A setting as the manifest declares it.
  public struct SettingDeclaration: Sendable, Hashable {
    /// What counts where nobody sets it; its type is the setting's.
    public var fallback: Settings.Value
    /// For people.
    public var description: String?
    /// Makes a declaration.
    public init(fallback: Settings.Value, description: String? = nil) {
      (self.fallback, self.description) = (fallback, description)
    }
  }

  /// How a module comes to life.
  public enum Entry: Sendable, Hashable {
    /// Compiled into the program.
    case builtIn
    /// Rule files: patterns of names below the module's folder.
    case rules([String])
    /// A program with its arguments, started in the module's folder; at least one word.
    case command([String])
  }

  /// What a process module asks for beyond computing: nothing, unless the user grants it.
  public struct Capabilities: Sendable, Hashable {
    /// The network.
    public var network: Bool
    /// Files and folders that it wants to read; `~` is the user's home.
    public var readable: [String]
    /// Files and folders that it wants to write.
    public var writable: [String]
    /// Variables of the environment.
    public var environment: [String]
    /// Asks for these.
    public init(
      network: Bool = false, readable: [String] = [], writable: [String] = [], environment: [String] = []
    ) {
      (self.network, self.readable, self.writable, self.environment) = (network, readable, writable, environment)
    }
    /// Asks for nothing.
    public static let none = Capabilities()
    /// What it asks for, by the names of the manifest's members.
    public var names: [String] {
      (network ? ["network"] : []) + (readable.isEmpty && writable.isEmpty ? [] : ["files"])
        + (environment.isEmpty ? [] : ["environment"])
    }
  }

  /// What a process module may use up.
  public struct Limits: Sendable, Hashable {
    /// Seconds for a document.
    public var seconds: Double
    /// Megabytes of memory for each of its processes.
    public var memory: Int
    /// Megabytes that it may answer for a document.
    public var output: Int
    /// Sets the limits.
    public init(seconds: Double = 5, memory: Int = 1024, output: Int = 8) {
      (self.seconds, self.memory, self.output) = (seconds, memory, output)
    }
    /// The most that a manifest may ask for.
    public static let most = Limits(seconds: 600, memory: 65_536, output: 64)
  }

  /// A unique name: `quotes`.
  public var id: String
  /// The module's own version.
  public var version: String
  /// The version of the contract it was written for.
  public var api: Int
  /// For people: `Quotes: who said what`.
  public var title: String
  /// The languages it reads (BCP 47), the first words of their names: `en`. Empty for any.
  public var languages: [String] = []
  /// What it makes.
  public var kinds: [Kind]
  /// The layers and kinds that must be there before it runs.
  public var requires: [String]
  /// The names of the kinds that it adds to; all of `kinds` unless the manifest says less.
  public var produces: [String]
  /// What a finding may depend on.
  public var scope = Scope.document
  /// Settings with their defaults.
  public var settings: Settings
  /// The settings as they were declared.
  public var settingDeclarations: [String: SettingDeclaration] = [:]
  /// How it comes to life.
  public var entry = Entry.builtIn
  /// What it asks for.
  public var capabilities = Capabilities.none
  /// What it may use up.
  public var limits = Limits()
  /// True where equal documents get equal findings.
  public var isDeterministic = true
  /// How many documents it works on at once.
  public var parallel = 1
  /// Its specs: patterns of names below the module's folder.
  public var specs: [String] = []

  /// Makes a manifest.
  public init(
    id: String, version: String, api: Int, title: String, kinds: [Kind], requires: [String], settings: Settings
  ) {
    (self.id, self.version, self.api, self.title) = (id, version, api, title)
    (self.kinds, self.requires, self.settings) = (kinds, requires, settings)
    produces = kinds.map(\.name)
  }
}

extension Manifest {
  /// What `requires` may name besides kinds: the layers of the language.
  public static let layers = ["tokens", "sentences", "tags", "lemmas", "phrases", "dependencies"]
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
