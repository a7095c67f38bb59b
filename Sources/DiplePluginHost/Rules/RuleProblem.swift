/// What is wrong in a rule file or a list.
public struct RuleProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, as the module's folder has it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The character (Unicode scalar) of the line, from 1.
  public var column: Int
  /// What is wrong.
  public var cause: String
  /// What to do.
  public var advice: String

  /// Makes a problem.
  public init(file: String, line: Int, column: Int, cause: String, advice: String) {
    (self.file, self.line, self.column, self.cause, self.advice) = (file, line, column, cause, advice)
  }

  /// For a person; terminals and editors can jump to the place.
  public var description: String { "\(file):\(line):\(column): \(cause); \(advice)" }
}
