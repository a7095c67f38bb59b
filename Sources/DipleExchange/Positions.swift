public import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// Who is for and against what in a document: the positions of each holder on each target.
public struct Positions: Sendable {
  /// A holder or a target, each once in the document.
  public struct Side: Sendable, Hashable {
    /// What mentions of it share: the thing, or words where it has no name.
    let key: String
    /// Who or what it is.
    public let party: Party
    /// As a person reads it.
    public var name: String { party.name }

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
  /// Where each target stands among them.
  private var known: [Side: Int] = [:]
  let things: Things

  /// Reads what was found in a document.
  public init(_ analysis: Analysis) {
    things = Things(analysis)
    for stance in analysis.annotations where stance.kind == "stance" {
      let (holder, target) = (holder(stance), target(stance))
      if cells[holder] == nil { holders.append(holder) }
      if known[target] == nil {
        known[target] = targets.count
        targets.append(target)
      }
      if stance.string("polarity") == "oppose" {
        cells[holder, default: [:]][target, default: Cell()].oppose.append(stance)
      } else {
        cells[holder, default: [:]][target, default: Cell()].support.append(stance)
      }
    }
  }

  /// What a holder says of a target; nil where that is nothing.
  public func cell(_ holder: Side, _ target: Side) -> Cell? { cells[holder]?[target] }

  /// What a holder says, by targets in their order.
  private func row(_ holder: Side) -> [(target: Side, cell: Cell)] {
    (cells[holder] ?? [:]).sorted { known[$0.key, default: 0] < known[$1.key, default: 0] }.map { ($0.key, $0.value) }
  }

  /// Who takes a side on a thing, in the order in which they first do; who is on both sides is in both lists.
  public func parties(on thing: Cluster) -> (support: [Party], oppose: [Party]) {
    guard let target = targets.first(where: { $0.party.entity == thing }) else { return ([], []) }
    let about = holders.compactMap { holder in cell(holder, target).map { (holder.party, $0) } }
    return (about.filter { !$1.support.isEmpty }.map(\.0), about.filter { !$1.oppose.isEmpty }.map(\.0))
  }

  private func holder(_ stance: Annotation) -> Side {
    let name = things.holder(stance) ?? "?"
    return side(name, things.holderMention(stance)?.entity)
  }

  private func target(_ stance: Annotation) -> Side {
    let name = things.target(stance) ?? "?"
    let entity = stance.mention("target")?.entity
    // A phrase that says more than a name is about something else than who is named in it.
    let isName = entity.flatMap { things.things[$0]?.name } == name
    return side(name, isName ? entity : nil)
  }

  private func side(_ name: String, _ entity: Cluster?) -> Side {
    var party = entity.flatMap(things.party) ?? Party(name: name, entity: entity)
    party.name = name
    return Side(key: entity?.description ?? "=" + Things.withoutArticle(name).lowercased(), party: party)
  }
}

extension Positions {
  /// Writes a row for each holder and target, by holders as they first take a side, as an array.
  public func write(to writer: inout JSONWriter, _ place: SpanWriter) {
    var sentences = SentenceFinder(things.analysis.document)
    writer.array { writer in
      for holder in holders {
        for (target, cell) in row(holder) {
          writer.object { writer in
            writer.name("holder")
            holder.party.write(to: &writer)
            writer.name("target")
            target.party.write(to: &writer)
            writer.member("side", cell.side)
            writer.name("stances")
            writer.array { writer in
              for stance in cell.all {
                let sentence = things.analysis.span(sentences.sentence(of: stance.place))
                writer.object { write(stance, in: sentence, to: &$0, place) }
              }
            }
          }
        }
      }
    }
  }

  private func write(_ stance: Annotation, in sentence: Span, to writer: inout JSONWriter, _ place: SpanWriter) {
    writer.member("annotation", stance.id.description)
    writer.member("polarity", stance.string("polarity"))
    writer.member("certainty", stance.string("certainty"))
    writer.member("voice", stance.string("voice"))
    writer.member("quote", stance["quote"].flatMap { if case .annotation(let id) = $0 { id.description } else { nil } })
    place(things.span(stance.pieces), &writer)
    writer.name("sentence")
    writer.object { place(sentence, &$0) }
  }
}

extension Positions.Cell {
  /// All of them, in document order.
  var all: [Annotation] { (support + oppose).sorted { $0.place < $1.place } }
  /// On which side the holder stands.
  fileprivate var side: String { isContradiction ? "both" : oppose.isEmpty ? "support" : "oppose" }
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
