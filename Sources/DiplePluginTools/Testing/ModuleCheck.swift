/// One thing that is looked at in a module, and what came of it.
public struct ModuleCheck: Sendable {
  /// What a check belongs to.
  public enum Group: String, Sendable, CaseIterable { case loading, specs, examples, conformance, coverage }

  /// What came of a check.
  public enum Outcome: Sendable, Equatable {
    /// All is well; `note` says how well.
    case passed(note: String? = nil)
    /// What is not.
    case failed([String])
    /// Something to know that is no failure.
    case noted([String])
    /// Why it was not looked at.
    case skipped(String)
  }

  /// What it belongs to.
  public let group: Group
  /// What is looked at, for a person.
  public let name: String
  /// What came of it.
  public let outcome: Outcome

  /// Makes a check.
  public init(_ group: Group, _ name: String, _ outcome: Outcome) {
    (self.group, self.name, self.outcome) = (group, name, outcome)
  }

  /// True for a failure.
  public var isFailure: Bool { if case .failed = outcome { true } else { false } }
}
