public import DiplePluginKit

/// A rule: a pattern, where it applies, and what is made of what it finds.
public struct Rule: Sendable, Hashable {
  /// What a match may not leave.
  public enum Scope: Sendable, Hashable {
    /// A sentence: the usual case.
    case sentence
    /// A paragraph of any kind.
    case paragraph
    /// A heading; text is left alone.
    case heading
    /// An annotation of this kind, such as a quote.
    case annotation(String)
  }

  /// How much it matters, as LSP's severities; `off` is told to nobody.
  public enum Severity: String, Sendable, CaseIterable { case off, hint, information, warning, error }

  /// The name within the module.
  public var id: String
  /// The kind of annotation that it makes.
  public var kind: String
  /// What it looks for. A capture named `0` says which part of it is marked.
  public var pattern: Pattern
  /// The pattern as its author wrote it; what the leaves' sources count in.
  public var text = ""
  /// Patterns whose matches rule a finding out that shares a token with them.
  public var exceptions: [Pattern] = []
  /// What must stand right before a match.
  public var before: Pattern?
  /// What must stand right behind a match.
  public var after: Pattern?
  /// What a match may not leave.
  public var scope: Scope = .sentence
  /// Kinds of annotations that a match may not touch.
  public var outside: [String] = []
  /// The settings with which the rule runs, all of which must have these values; none for a rule that always runs.
  public var when = Settings()
  /// What the annotation says, by attribute.
  public var attributes: [(name: String, value: Template)] = []
  /// What a person is told.
  public var message: Template?
  /// How much it matters.
  public var severity: Severity = .information
  /// How sure it is, 0 to 1.
  public var confidence: Double = 0.8

  /// Makes a rule.
  public init(id: String, kind: String, pattern: Pattern) { (self.id, self.kind, self.pattern) = (id, kind, pattern) }

  /// Equal in all parts.
  public static func == (a: Rule, b: Rule) -> Bool {
    a.id == b.id && a.kind == b.kind && a.pattern == b.pattern && a.exceptions == b.exceptions && a.before == b.before
      && a.after == b.after && a.scope == b.scope && a.outside == b.outside && a.when == b.when
      && a.message == b.message
      && a.severity == b.severity && a.confidence == b.confidence
      && a.attributes.elementsEqual(b.attributes) { $0.name == $1.name && $0.value == $1.value }
  }

  /// Whether it runs with some settings.
  func isOn(_ settings: Settings) -> Bool { when.values.allSatisfy { settings.values[$0] == $1 } }

  /// Hashes what identifies it.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// Text with gaps for captures: `“$0” weakens what $holder says`. `$$` is the sign itself.
public struct Template: Sendable, Hashable {
  /// A stretch of it.
  public enum Part: Sendable, Hashable {
    /// As it stands.
    case text(String)
    /// The text of the capture of this name; `0` is what is marked.
    case capture(String)
  }
  /// The stretches.
  public var parts: [Part]

  /// Reads a text.
  public init(_ text: String) {
    parts = []
    var plain = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "$" else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      let name = rest.prefix { $0.isASCII && PatternScanner.isName(UInt8($0.value)) }
      if name.isEmpty {
        plain += "$"
        if rest.first == "$" { rest.removeFirst() }
      } else {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(.capture(String(name)))
        rest = rest[name.endIndex...]
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
  }

  /// The captures that it names.
  public var captures: [String] { parts.compactMap { if case .capture(let name) = $0 { name } else { nil } } }
  /// The capture, if it is nothing but one.
  public var onlyCapture: String? { parts.count == 1 ? captures.first : nil }

  /// The text with its gaps filled; nil where a capture took nothing.
  public func filled(_ text: (String) -> String?) -> String? {
    var filled = ""
    for part in parts {
      switch part {
      case .text(let plain): filled += plain
      case .capture(let name):
        guard let value = text(name) else { return nil }
        filled += value
      }
    }
    return filled
  }
}
