public import DiplePluginKit

/// Words of a text and what stands around them: a W3C TextQuoteSelector, with the start of a TextPositionSelector as a hint
/// (Web Annotation Data Model, sections 4.2.4 and 4.2.5).
///
/// The words lie in one paragraph; their context may go on in others, behind a blank line. A run of white space equals any
/// other.
public struct Anchor: Hashable, Sendable {
  /// The words.
  public var exact: String
  /// What stood before them: nil where that does not matter, empty where the paragraph began with them.
  public var prefix: String?
  /// What stood behind them: nil where that does not matter, empty where the paragraph ended with them.
  public var suffix: String?
  /// Where they started, in Unicode scalars from the text's start. It decides between places that are otherwise equal.
  public var start: Int?

  /// Makes an anchor.
  public init(exact: String, prefix: String? = nil, suffix: String? = nil, start: Int? = nil) {
    (self.exact, self.prefix, self.suffix, self.start) = (exact, prefix, suffix, start)
  }

  /// The same without what stood in other paragraphs, for a text that holds this paragraph and not those around it.
  public var withinParagraph: Anchor {
    let parting = "\n\n"
    return Anchor(
      exact: exact, prefix: prefix?.split(separator: parting, omittingEmptySubsequences: false).last.map(String.init),
      suffix: suffix?.split(separator: parting, omittingEmptySubsequences: false).first.map(String.init))
  }
}

/// A person's correction of what annotators find. It is applied after all of them; they do not see it.
public struct Override: Hashable, Sendable {
  /// What is corrected.
  public enum Action: Hashable, Sendable {
    /// The words are a date with this TIMEX3 value; the type is the annotator's where none is given.
    case resolve(value: String, type: String?)
    /// The words are a quote's (its first piece), and this is who says it.
    case speaker(String)
    /// The words are nothing of this kind.
    case remove(kind: String)
    /// The words are something of this kind. Values are strings, truth values and numbers.
    case add(kind: String, attributes: [Attribute])
    /// The words name the same thing as others do.
    case same(Anchor)
    /// The words name another thing than others do.
    case different(Anchor)
  }

  /// An attribute of an added annotation.
  public struct Attribute: Hashable, Sendable {
    /// As the manifest names it.
    public var name: String
    /// What it holds.
    public var value: AttributeValue
    /// Makes an attribute.
    public init(_ name: String, _ value: AttributeValue) { (self.name, self.value) = (name, value) }
  }

  /// The words that it is about.
  public var anchor: Anchor
  /// What is corrected.
  public var action: Action
  /// Who said so, where that is known.
  public var creator: String?
  /// When, where that is known; as it was written down.
  public var created: String?

  /// Makes an override.
  public init(_ anchor: Anchor, _ action: Action, creator: String? = nil, created: String? = nil) {
    (self.anchor, self.action, self.creator, self.created) = (anchor, action, creator, created)
  }

  /// The kind of annotation that it needs.
  var kind: String {
    switch action {
    case .resolve: "date"
    case .speaker: "quote"
    case .remove(let kind), .add(let kind, _): kind
    case .same, .different: "entity"
    }
  }

  /// True where its words may be edited a little and be meant still. In a date and in a name each letter counts.
  var isTolerant: Bool { kind != "date" && kind != "entity" }

  /// What an annotation says of itself that stands as a person wants it.
  var reason: String {
    "corrected by " + (creator ?? "a person") + (created.map { " on \($0)" } ?? "")
  }
}

/// An override that found no place. It changes nothing.
public struct OrphanedOverride: Hashable, Sendable {
  /// Why.
  public enum Cause: Error, Hashable, Sendable {
    /// The words do not stand in the text any more.
    case gone
    /// They do, but what stands around them is too different.
    case changed
    /// They stand in several places, and nothing tells which is meant.
    case ambiguous
    /// They stand in the text, but nothing of the kind is found there.
    case nothingThere(kind: String)
  }

  /// The override.
  public var override: Override
  /// The words that found no place: those of the override, or of the other name that it is about.
  public var anchor: Anchor
  /// Why.
  public var cause: Cause
}

/// An override that counts although its words have been edited since.
public struct EditedOverride: Hashable, Sendable {
  /// The override.
  public var override: Override
  /// Where the words stand that it is taken to be about.
  public var place: Place
}

/// Two things of which a person said that they are not one.
public struct DistinctThings: Hashable, Sendable {
  let things: Set<Cluster>
  init(_ a: Cluster, _ b: Cluster) { things = [a, b] }
}
