public import DiplePipeline

/// A page for a person: the text with its annotations marked, then what was found by question.
public struct TextRendering: Sendable {
  /// The columns there are.
  public var width: Int
  /// True where colours may be used; marks stand for them otherwise.
  public var usesColor: Bool

  /// Makes a rendering.
  public init(width: Int = 80, usesColor: Bool = false) { (self.width, self.usesColor) = (width, usesColor) }

  /// The page of a document.
  public func render(_ analysis: Analysis, title: String, kinds: Set<String>? = nil) -> [UInt8] { [] }
}
