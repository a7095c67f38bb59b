/// What a rule looks for: a regular expression over tokens.
public indirect enum Pattern: Sendable, Hashable {
  /// One token that a test holds of.
  case token(TokenTest, Source)
  /// The tokens of an annotation that an earlier module made.
  case annotation(AnnotationTest, Source)
  /// A whole entry of a word list, each of whose tokens passes a test, too.
  case entry(list: String, TokenTest, Source)
  /// The start or end of a sentence; it takes no token.
  case edge(Edge)
  /// One after the other.
  case sequence([Pattern])
  /// One of these; the first that fits counts for captures.
  case alternatives([Pattern])
  /// Some times over; as often as possible. `max` is nil where there is no limit.
  case repetition(Pattern, min: Int, max: Int?)
  /// What the pattern takes gets a name.
  case capture(String, Pattern)

  /// An edge of a sentence.
  public enum Edge: Sendable, Hashable { case start, end }

  /// Where a part stands in the pattern's text, in bytes.
  public struct Source: Sendable, Hashable {
    /// The bytes.
    public var range: Range<Int>
    /// Makes a source.
    public init(_ range: Range<Int>) { self.range = range }
  }
}

/// A test of one token.
public indirect enum TokenTest: Sendable, Hashable {
  /// Holds of every token.
  case any
  /// The word, whatever its case.
  case word(ValuePattern)
  /// The word with its case.
  case form(ValuePattern)
  /// The dictionary form.
  case lemma(ValuePattern)
  /// The part of speech.
  case tag(ValuePattern)
  /// What the token looks like.
  case shape(Looks)
  /// How it is capitalized.
  case letterCase(LetterCase)
  /// The token belongs to an entry of a word list.
  case inList(String)
  /// The token belongs to an annotation.
  case inside(AnnotationTest)
  /// The opposite.
  case not(TokenTest)
  /// All of these.
  case all([TokenTest])
  /// At least one of these.
  case some([TokenTest])

  /// Values of `shape`.
  public enum Looks: String, Sendable, CaseIterable {
    case word, number, digits, punctuation, hyphenated, abbreviation, address
  }

  /// Values of `case`: `title` is a capital and small letters, or a capital alone.
  public enum LetterCase: String, Sendable, CaseIterable { case lower, title, upper, mixed }
}

/// A test of an annotation.
public struct AnnotationTest: Sendable, Hashable {
  /// A condition on an attribute.
  public struct Condition: Sendable, Hashable {
    /// The attribute.
    public var name: String
    /// What it must hold; nil where it must only be there.
    public var value: ValuePattern?
    /// True where it must hold something else.
    public var isNegated: Bool
    /// Makes a condition.
    public init(name: String, value: ValuePattern?, isNegated: Bool = false) {
      (self.name, self.value, self.isNegated) = (name, value, isNegated)
    }
  }

  /// The kind: `entity`.
  public var kind: String
  /// What attributes must hold, all of them.
  public var conditions: [Condition]
  /// Makes a test.
  public init(kind: String, conditions: [Condition] = []) { (self.kind, self.conditions) = (kind, conditions) }
}

extension Pattern {
  /// The parts that take tokens, in the order of the text. A repetition has each of its parts once.
  public var leaves: [Source] {
    switch self {
    case .token(_, let source), .annotation(_, let source), .entry(_, _, let source): [source]
    case .edge: []
    case .sequence(let parts), .alternatives(let parts): parts.flatMap(\.leaves)
    case .repetition(let part, _, _), .capture(_, let part): part.leaves
    }
  }

  /// The names of the captures, each once.
  public var captures: [String] {
    var names: [String] = []
    func collect(_ pattern: Pattern) {
      switch pattern {
      case .token, .annotation, .entry, .edge: break
      case .sequence(let parts), .alternatives(let parts): parts.forEach(collect)
      case .repetition(let part, _, _): collect(part)
      case .capture(let name, let part):
        if !names.contains(name) { names.append(name) }
        collect(part)
      }
    }
    collect(self)
    return names
  }

  /// True where the pattern matches no token at all as well.
  public var matchesNothing: Bool {
    switch self {
    case .token, .annotation, .entry: false
    case .edge: true
    case .sequence(let parts): parts.allSatisfy(\.matchesNothing)
    case .alternatives(let parts): parts.contains(where: \.matchesNothing)
    case .repetition(let part, let min, _): min == 0 || part.matchesNothing
    case .capture(_, let part): part.matchesNothing
    }
  }

  /// How many nodes the pattern comes to once repetitions are written out; `Int.max` where that is beyond counting.
  var size: Int {
    switch self {
    case .token, .edge: 1
    case .annotation, .entry: 8
    case .sequence(let parts): parts.reduce(0) { Self.sum($0, $1.size) }
    case .alternatives(let parts): parts.reduce(parts.count) { Self.sum($0, $1.size) }
    case .repetition(let part, let min, let max):
      Self.product(Self.sum(part.size, 1), Swift.max(1, max ?? min + 1))
    case .capture(_, let part): Self.sum(part.size, 2)
    }
  }

  /// The most tokens that it takes; nil where there is no limit.
  var longestMatch: Int? {
    switch self {
    case .token: return 1
    case .annotation, .entry: return nil
    case .edge: return 0
    case .sequence(let parts):
      return parts.reduce(0) { sum, part in sum.flatMap { sum in part.longestMatch.map { Self.sum(sum, $0) } } }
    case .alternatives(let parts):
      return parts.reduce(0) { most, part in most.flatMap { most in part.longestMatch.map { Swift.max(most, $0) } } }
    case .repetition(let part, _, let max):
      return max.flatMap { max in part.longestMatch.map { Self.product($0, max) } }
    case .capture(_, let part): return part.longestMatch
    }
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }
}
