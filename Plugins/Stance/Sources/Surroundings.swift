import DiplePluginKit

/// What other annotators found in a paragraph, in order, so that a position finds what it needs without reading all of it.
struct Surroundings {
  /// A piece of a quote's content.
  struct Piece {
    var span: Span
    /// The quote's number in `quotes`.
    var quote: Int
  }

  /// A phrase that names something.
  struct Name {
    var span: Span
    var cluster: Cluster?
    var isPerson: Bool
  }

  /// The quotes with content in the paragraph, without scare quotes and titles.
  let quotes: [Annotation]
  private let pieces: [Piece]
  private let entities: [Name]
  private let speakers: [Name]
  /// The pieces that are open at the last place asked for, and the first piece behind it.
  private var open: [Piece] = []
  private var next = 0

  init(quotes all: [Annotation], entities names: [Annotation], paragraph: Int) {
    let quotes = all.filter { $0.string("form") != "scare" && $0.string("form") != "title" }
    self.quotes = quotes
    pieces = quotes.indices.flatMap { number in
      quotes[number].pieces.filter { $0.paragraph == paragraph }.map { Piece(span: $0.span, quote: number) }
    }.sorted { $0.span < $1.span }
    entities = names.map {
      Name(span: $0.place.span, cluster: $0.cluster("entity"), isPerson: $0.string("type") == "person")
    }.sorted { $0.span < $1.span }
    speakers = quotes.compactMap { $0.mention("speaker") }.filter {
      $0.place.paragraph == paragraph && $0.entity != nil
    }
    .map { Name(span: $0.place.span, cluster: $0.entity, isPerson: false) }.sorted { $0.span < $1.span }
  }

  /// The smallest quote whose content holds `span`. Spans must be asked for in the order of the text.
  mutating func quote(around span: Span) -> Annotation? {
    open.removeAll { $0.span.end <= span.start }
    while next < pieces.count, pieces[next].span.start <= span.start {
      if pieces[next].span.end > span.start { open.append(pieces[next]) }
      next += 1
    }
    return open.filter { $0.span.end >= span.end }.min { $0.span.count < $1.span.count }.map { quotes[$0.quote] }
  }

  /// What the head of a phrase names: a name inside the phrase that shares a byte with the head.
  func name(at head: Span, within phrase: Span) -> Name? {
    Self.nearest(in: entities, to: head) { $0.span.overlaps(head) && phrase.contains($0.span) }
  }

  /// True where the thing that a phrase names is a person, false where it is none, nil where the phrase does not name it.
  func isPerson(_ cluster: Cluster, in phrase: Span) -> Bool? {
    Self.nearest(in: entities, to: phrase) { $0.cluster == cluster && phrase.contains($0.span) }?.isPerson
  }

  /// What a phrase names that the quotes annotator resolved as a speaker.
  func speaker(at head: Span) -> Cluster? {
    Self.nearest(in: speakers, to: head) { $0.span.contains(head) }?.cluster
  }

  /// The last of the few names that start before the end of `span` for which `fits` holds.
  private static func nearest(in names: [Name], to span: Span, where fits: (Name) -> Bool) -> Name? {
    var (low, high) = (0, names.count)
    while low < high {
      let middle = (low + high) / 2
      if names[middle].span.start < span.end { low = middle + 1 } else { high = middle }
    }
    return names[max(0, low - 4)..<low].last(where: fits)
  }

  /// The source of the quote before this one in its paragraph, or else of the first one behind it: a quotation that goes on
  /// without a source of its own.
  func neighbour(of quote: Annotation) -> Mention? {
    var (low, high) = (0, quotes.count)
    while low < high {
      let middle = (low + high) / 2
      if quotes[middle].place < quote.place { low = middle + 1 } else { high = middle }
    }
    let before = quotes[max(0, low - Self.reach)..<low].reversed().lazy.compactMap { $0.mention("speaker") }.first
    return before
      ?? quotes[low..<min(quotes.count, low + Self.reach)].lazy.compactMap { $0.mention("speaker") }.first
  }
  /// How many quotes on each side are asked.
  private static let reach = 16
}
