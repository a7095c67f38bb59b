public import DipleText

/// Bytes of one paragraph: the paragraph's number and a span counted from its first byte. Typing above moves no place.
public struct Place: Hashable, Sendable, Comparable {
  /// The number of the paragraph (`Document.numbers`): it grows from paragraph to paragraph, with gaps.
  public var paragraph: Int
  /// The bytes, counted from the paragraph's first.
  public var span: Span

  /// Makes a place.
  public init(_ paragraph: Int, _ span: Span) { (self.paragraph, self.span) = (paragraph, span) }

  /// Document order.
  public static func < (a: Place, b: Place) -> Bool { (a.paragraph, a.span) < (b.paragraph, b.span) }
  /// True where both lie in one paragraph and `other` lies inside.
  public func contains(_ other: Place) -> Bool { paragraph == other.paragraph && span.contains(other.span) }
  /// True where both lie in one paragraph and share a byte.
  public func overlaps(_ other: Place) -> Bool { paragraph == other.paragraph && span.overlaps(other.span) }
}

/// Names an annotation within its document: its kind and a number, written `quote-3`.
public struct AnnotationID: Hashable, Sendable, CustomStringConvertible {
  /// The annotation's kind.
  public var kind: String
  /// A number that no other annotation of the document and kind has.
  public var number: Int
  /// Makes an id.
  public init(_ kind: String, _ number: Int) { (self.kind, self.number) = (kind, number) }
  /// As it is written on the wire.
  public var description: String { "\(kind)-\(number)" }
}

/// Names a thing that the document speaks of; all mentions of it share it. Written `E3`.
public struct Cluster: Hashable, Sendable, CustomStringConvertible {
  /// The number, by first mention.
  public var number: Int
  /// Makes a cluster's name.
  public init(_ number: Int) { self.number = number }
  /// As it is written on the wire.
  public var description: String { "E\(number)" }
}

/// A phrase that an annotation points to (speaker, cue, holder, target, role, anchor), and the thing it names.
public struct Mention: Hashable, Sendable {
  /// Where the phrase stands: one place, or several where it is split (`called on … to`).
  public var places: [Place]
  /// What it names, where that is known.
  public var entity: Cluster?
  /// Makes a mention of one place.
  public init(_ place: Place, entity: Cluster? = nil) { (places, self.entity) = ([place], entity) }
  /// Makes a mention of several places, in order and at least one.
  public init(_ places: [Place], entity: Cluster? = nil) {
    precondition(!places.isEmpty, "a mention needs a place")
    (self.places, self.entity) = (places, entity)
  }
  /// The first place.
  public var place: Place { places[0] }
}

/// The value of an attribute.
public enum AttributeValue: Hashable, Sendable {
  /// A word of a fixed vocabulary, a name or a TIMEX3 value.
  case string(String)
  /// Yes or no.
  case bool(Bool)
  /// A number.
  case number(Double)
  /// A phrase of the text.
  case mention(Mention)
  /// A thing the document speaks of.
  case cluster(Cluster)
  /// A thing under a name that the annotator gives: the same in the whole document, and after an edit. The pipeline turns it
  /// into `cluster`.
  case thing(UInt64)
  /// An annotation that an earlier annotator made.
  case annotation(AnnotationID)
  /// An annotation of the same run: its index in the array that the annotator returns. The pipeline turns it into `annotation`.
  case sibling(Int)
}

/// One finding: a span of text, or several pieces of it, with attributes and the reason why.
public struct Annotation: Hashable, Sendable {
  /// The name within the document. An annotator leaves it alone; the pipeline gives it.
  public var id: AnnotationID
  /// What it is: `quote`, `entity`, `date`, `stance`, or a kind that a module declares.
  public var kind: String { id.kind }
  /// The bytes, in order and at least one place; pieces in different paragraphs are different places.
  public var pieces: [Place]
  /// How sure the annotator is, 0 to 1.
  public var confidence: Double
  /// The annotator and the rule that fired: `quotes/subject-verb`.
  public var source: String
  /// Why, for a person: names the evidence (`“said” after the subject`).
  public var reason: String
  /// The attributes in the order of the manifest. A name appears at most once.
  public private(set) var attributes: [(name: String, value: AttributeValue)]

  /// Makes an annotation of one place.
  public init(
    _ kind: String, _ place: Place, confidence: Double, source: String, reason: String,
    attributes: KeyValuePairs<String, AttributeValue> = [:]
  ) {
    self.init(kind, [place], confidence: confidence, source: source, reason: reason, attributes: attributes)
  }

  /// Makes an annotation of several pieces, in order and at least one.
  public init(
    _ kind: String, _ pieces: [Place], confidence: Double, source: String, reason: String,
    attributes: KeyValuePairs<String, AttributeValue> = [:]
  ) {
    precondition(!pieces.isEmpty, "an annotation needs a place")
    id = AnnotationID(kind, 0)
    self.pieces = pieces
    self.confidence = confidence
    self.source = source
    self.reason = reason
    self.attributes = attributes.map { ($0.key, $0.value) }
  }

  /// The attribute of this name; setting nil removes it.
  public subscript(name: String) -> AttributeValue? {
    get { attributes.first { $0.name == name }?.value }
    set {
      let index = attributes.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): attributes[index].value = value
      case (let index?, nil): attributes.remove(at: index)
      case (nil, let value?): attributes.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Changes every phrase that it points to.
  package mutating func mapMentions(_ change: (inout Mention) -> Void) {
    for index in attributes.indices {
      guard case .mention(var mention) = attributes[index].value else { continue }
      change(&mention)
      attributes[index].value = .mention(mention)
    }
  }

  /// The first place.
  public var place: Place { pieces[0] }
  /// The attribute as a string; nil where it is absent or of another type.
  public func string(_ name: String) -> String? {
    if case .string(let value)? = self[name] { value } else { nil }
  }
  /// The attribute as a mention.
  public func mention(_ name: String) -> Mention? {
    if case .mention(let value)? = self[name] { value } else { nil }
  }
  /// The attribute as a cluster.
  public func cluster(_ name: String) -> Cluster? {
    if case .cluster(let value)? = self[name] { value } else { nil }
  }
  /// The attribute as a truth value; false where it is absent.
  public func flag(_ name: String) -> Bool { self[name] == .bool(true) }

  /// Equal in all that a client can see.
  public static func == (a: Annotation, b: Annotation) -> Bool {
    a.id == b.id && a.pieces == b.pieces && a.confidence == b.confidence && a.source == b.source
      && a.reason == b.reason && a.attributes.elementsEqual(b.attributes) { $0.name == $1.name && $0.value == $1.value }
  }
  /// Hashes what identifies it.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(pieces)
  }
}
