public import DiplePipeline
public import DiplePluginKit

/// Who is for and against what in a document: the positions of each holder on each target.
public struct Positions: Sendable {
  /// A holder or a target, each once in the document.
  public struct Side: Sendable, Hashable {
    /// What mentions of it share: the thing, or words where it has no name.
    let key: String
    /// As a person reads it.
    public let name: String

    /// Equal where both are the same thing.
    public static func == (a: Side, b: Side) -> Bool { a.key == b.key }
    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
  }

  /// All that one holder says of one target, in document order.
  public struct Cell: Sendable {
    /// Those that support it.
    public fileprivate(set) var support: [Annotation] = []
    /// Those that oppose it.
    public fileprivate(set) var oppose: [Annotation] = []

    /// True where the holder is on both sides.
    public var isContradiction: Bool { !support.isEmpty && !oppose.isEmpty }
  }

  /// The holders, in the order in which they first take a side.
  public private(set) var holders: [Side] = []
  /// The targets, in the order of first mention.
  public private(set) var targets: [Side] = []
  private var cells: [Side: [Side: Cell]] = [:]
  let things: Things

  /// Reads what was found in a document.
  public init(_ analysis: Analysis) {
    things = Things(analysis)
    for stance in analysis.annotations where stance.kind == "stance" {
      let (holder, target) = (holder(stance), target(stance))
      if cells[holder] == nil { holders.append(holder) }
      if !targets.contains(target) { targets.append(target) }
      if stance.string("polarity") == "oppose" {
        cells[holder, default: [:]][target, default: Cell()].oppose.append(stance)
      } else {
        cells[holder, default: [:]][target, default: Cell()].support.append(stance)
      }
    }
  }

  /// What a holder says of a target; nil where that is nothing.
  public func cell(_ holder: Side, _ target: Side) -> Cell? { cells[holder]?[target] }

  private func holder(_ stance: Annotation) -> Side {
    let name = things.holder(stance) ?? "?"
    return Side(key: Self.key(things.holderMention(stance)?.entity, name), name: name)
  }

  private func target(_ stance: Annotation) -> Side {
    let name = things.target(stance) ?? "?"
    let entity = stance.mention("target")?.entity
    // A phrase that says more than a name is about something else than who is named in it.
    let isName = entity.flatMap { things.things[$0]?.name } == name
    return Side(key: Self.key(isName ? entity : nil, name), name: name)
  }

  private static func key(_ entity: Cluster?, _ name: String) -> String {
    entity?.description ?? "=" + Things.withoutArticle(name).lowercased()
  }
}

extension Things {
  /// Words without `the`, `a` or `an` before them, which tell no two things apart.
  static func withoutArticle(_ words: String) -> String {
    guard let space = words.firstIndex(of: " "), ["the", "a", "an"].contains(words[..<space].lowercased()) else {
      return words
    }
    return String(words[words.index(after: space)...])
  }
}
