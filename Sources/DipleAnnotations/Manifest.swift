/// What a module says of itself in `diple-plugin.json`.
public struct Manifest: Sendable, Hashable {
  /// A unique name: `quotes`.
  public var id: String
  /// The module's own version.
  public var version: String
  /// The version of the contract it was written for.
  public var api: Int
  /// For people: `Quotes: who said what`.
  public var title: String
  /// The languages that it reads (BCP 47).
  public var languages: [String] = ["en"]
  /// What it makes.
  public var kinds: [Kind]
  /// The layers and kinds that must be there before it runs.
  public var requires: [String]
  /// How much of the text a finding may depend on.
  public var scope = Scope.document
  /// Settings with their defaults.
  public var settings: Settings
  /// What a setting means, by name.
  public var settingNotes: [String: String] = [:]
  /// How it is run.
  public var entry = Entry.builtIn
  /// What it may beyond reading the text.
  public var capabilities = Capabilities()
  /// What it may use.
  public var limits = Limits()
  /// True where equal texts get equal findings.
  public var isDeterministic = true
  /// How many documents it can work on at once.
  public var parallel = 1
  /// Its spec files, as patterns below its folder (`specs/*.md`).
  public var specs: [String] = []

  /// Makes a manifest of a module that is a part of the program.
  public init(
    id: String, version: String, api: Int, title: String, kinds: [Kind], requires: [String], settings: Settings
  ) {
    (self.id, self.version, self.api, self.title) = (id, version, api, title)
    (self.kinds, self.requires, self.settings) = (kinds, requires, settings)
  }
}

extension Manifest {
  /// A kind of annotation that a module makes.
  public struct Kind: Sendable, Hashable {
    /// Whether a person should act on it.
    public enum Severity: String, Sendable, CaseIterable { case note, problem }
    /// As annotations carry it: `quote`.
    public var name: String
    /// What editors show: `Quote`.
    public var label: String
    /// What editors may paint it with: `#b58900`; nil leaves it to them.
    public var color: String?
    /// A problem is told as a diagnostic, a note is not.
    public var severity = Severity.note
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

  /// How much of the text a finding depends on. One in a paragraph or a sentence needs no second reading when something else
  /// is edited.
  public enum Scope: String, Sendable, CaseIterable { case sentence, paragraph, document }

  /// How a module is run.
  public enum Entry: Sendable, Hashable {
    /// It is a part of the program.
    case builtIn
    /// Its rules are read: files, as patterns below its folder.
    case rules([String])
    /// A program is started, in its folder: the words of the command.
    case command([String])
  }

  /// What a module may beyond reading the text that it is given. A person grants each.
  public struct Capabilities: Sendable, Hashable {
    /// It speaks to the network.
    public var network = false
    /// Files and folders outside its own that it reads (`~/models`), or reads and writes (`write:~/cache`).
    public var files: [String] = []
    /// Environment variables that it sees.
    public var environment: [String] = []
    /// None.
    public init() {}
    /// Those that it asks for, by name.
    public var names: [String] {
      (network ? ["network"] : []) + (files.isEmpty ? [] : ["files"]) + (environment.isEmpty ? [] : ["environment"])
    }
  }

  /// What a module may use.
  public struct Limits: Sendable, Hashable {
    /// Seconds for one document.
    public var seconds = 5.0
    /// Megabytes of memory.
    public var memory = 1024
    /// Megabytes that it may answer for one document.
    public var output = 8
    /// The usual ones.
    public init() {}
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
  /// The types of settings.
  public enum ValueType: String, Sendable, CaseIterable { case bool, number, string }

  /// A setting's value.
  public enum Value: Sendable, Hashable {
    /// Yes or no.
    case bool(Bool)
    /// A number.
    case number(Double)
    /// Text.
    case string(String)

    /// What it is.
    public var type: ValueType {
      switch self {
      case .bool: .bool
      case .number: .number
      case .string: .string
      }
    }
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
