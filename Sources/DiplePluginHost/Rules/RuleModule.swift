public import DiplePluginKit
public import DipleRules

/// A module of rules as it was read from its files, with all that was wrong in them.
public struct RuleModule: Sendable {
  /// A text inside a rule that says what the rule must find, or must not.
  public struct Example: Sendable, Hashable {
    /// The rule's name.
    public var rule: String
    /// The file.
    public var file: String
    /// The line where it stands, from 1.
    public var line: Int
    /// The text, in the notation of Specs/README.md.
    public var text: String
    /// True where the rule must find nothing.
    public var isCounterexample: Bool
  }

  /// Where something stands.
  public struct Place: Sendable, Hashable {
    /// The file.
    public var file: String
    /// The line, from 1.
    public var line: Int
  }

  /// The module: the rules without mistakes.
  public var annotator: RulesAnnotator
  /// What was wrong. A rule or list with a mistake is left out, the others work.
  public var problems: [RuleProblem]
  /// The examples and counterexamples of the rules that work.
  public var examples: [Example]
  /// Where each rule stands, by its name.
  public var ruleSources: [String: Place]
  /// The file of each list, by its name; an entry's line counts there.
  public var listSources: [String: Place]
}

extension RuleModule {
  /// The most rules of a module.
  public static let maxRules = 5_000

  /// Reads a module.
  /// - Parameters:
  ///   - files: the rule files, as paths in the module's folder with `/`.
  ///   - read: gives the content of a file of the module's folder; nil where there is none or it cannot be read. It must not follow
  ///     links that lead out of the folder; no path that it gets does by itself.
  public init(manifest: Manifest, files: [String], read: @escaping (_ path: String) -> [UInt8]?) {
    var reader = RuleModuleReader(manifest: manifest, read: read)
    for file in files { reader.read(file) }
    self = reader.finish()
  }
}
