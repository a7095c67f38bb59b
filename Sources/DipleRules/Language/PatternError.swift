/// Why a pattern cannot be read.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, in characters (Unicode scalars) of the pattern, from 1.
  public var column: Int
  /// What is wrong.
  public var cause: String
  /// What to do.
  public var advice: String

  /// Makes an error.
  public init(column: Int, cause: String, advice: String) {
    (self.column, self.cause, self.advice) = (column, cause, advice)
  }

  /// For a person.
  public var description: String { "column \(column): \(cause); \(advice)" }
}
