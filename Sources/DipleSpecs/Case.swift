public import DiplePluginKit
public import Entities

/// A span that a case marks, and what must be there. See Specs/README.md for the notation.
public struct Mark: Sendable, Equatable {
  /// The name by which attributes refer to it (`#name`).
  public var name: String?
  /// The kind of annotation that must cover exactly these spans; nil where the mark only names a span.
  public var kind: String?
  /// What attributes must hold, as written.
  public var attributes: [(name: String, value: String)]
  /// The pieces, in bytes of the case's text.
  public var spans: [Span]
  /// The line in the file.
  public var line: Int

  /// Equal in all parts.
  public static func == (a: Mark, b: Mark) -> Bool {
    a.name == b.name && a.kind == b.kind && a.spans == b.spans && a.line == b.line
      && a.attributes.elementsEqual(b.attributes) { $0.name == $1.name && $0.value == $1.value }
  }
}

/// One case: a text and the annotations it must get.
public struct Case: Sendable {
  /// The heading.
  public var name: String
  /// The line of the heading, from 1.
  public var line: Int
  /// The document date.
  public var date: CivilDate?
  /// Names of the reader's own.
  public var names: [OwnName] = []
  /// The kinds that are compared.
  public var kinds: Set<String>
  /// The text without its marks.
  public var text: String
  /// The marks in the order in which they open.
  public var marks: [Mark]
  /// The lines of the block quote, from 0, for rewriting.
  public var quoteLines: Range<Int>
}

/// Why a spec file cannot be read.
public struct SpecError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// What is wrong.
  public var cause: String
  /// For a person.
  public var description: String { "line \(line): \(cause)" }
}
