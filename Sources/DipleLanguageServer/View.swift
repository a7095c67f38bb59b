import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// An analysis with what all faces ask of it: positions in the client's encoding, and the names of clusters.
struct View: Sendable {
  let analysis: Analysis
  let placement: Placement
  /// What is wanted for the document.
  let options: Options
  /// Where everything stands.
  let index: AnnotationIndex
  private let things: [Cluster: Thing]

  /// What the document says of a thing.
  private struct Thing {
    var name: String
    var role: Mention?
    var mentions = 0
    /// The position of the annotation that names it first.
    let first: Int
  }

  init(_ analysis: Analysis, _ encoding: PositionEncoding, _ options: Options = Options()) {
    (self.analysis, self.options) = (analysis, options)
    placement = Placement(analysis.document, encoding, isForAll: true)
    index = AnnotationIndex(analysis)
    var things: [Cluster: Thing] = [:]
    for (number, annotation) in analysis.annotations.enumerated() {
      guard let cluster = annotation.cluster("entity") else { continue }
      var thing =
        things[cluster] ?? Thing(name: annotation.string("name") ?? analysis.text(annotation.place), first: number)
      thing.role = thing.role ?? annotation.mention("role")
      thing.mentions += 1
      things[cluster] = thing
    }
    self.things = things
  }

  var annotations: [Annotation] { analysis.annotations }

  /// The name of a thing; nil for one that no entity mentions.
  func name(_ cluster: Cluster?) -> String? { cluster.flatMap { things[$0]?.name } }
  /// How often the document names a thing.
  func mentions(_ cluster: Cluster) -> Int { things[cluster]?.mentions ?? 0 }
  /// The position of the annotation that names a thing first.
  func firstMention(of cluster: Cluster) -> Int? { things[cluster]?.first }
  /// The words of a mention; pieces are joined by `…`.
  func text(_ mention: Mention) -> String {
    mention.places.map { oneLine(analysis.text($0)) }.joined(separator: " … ")
  }
  /// How a person is told of a mention: the name of the thing, else the words.
  func name(_ mention: Mention) -> String { name(mention.entity) ?? text(mention) }
  /// Who says a quote; nil where nobody is known. A person may name somebody whom the text does not.
  func speaker(_ quote: Annotation) -> String? {
    quote.mention("speaker").map { name($0) } ?? quote.string("speaker")
  }
  /// True where a place may be replaced in the source without loss of markup.
  func isUnbroken(_ place: Place) -> Bool {
    let document = analysis.document
    return document.paragraph(place.paragraph).map { document.isUnbroken(place.span, of: $0) } ?? false
  }
  /// The words of an annotation on one line; pieces are joined by `…`.
  func text(_ annotation: Annotation) -> String {
    annotation.pieces.map { oneLine(analysis.text($0)) }.joined(separator: " … ")
  }
  /// The role that the document gives to a thing.
  func role(of cluster: Cluster?) -> String? {
    cluster.flatMap { things[$0]?.role }.map { text($0) }
  }

  /// The byte offset of a position.
  func offset(of position: Position) -> Int { placement.offset(of: position) }
  /// A byte offset as the client counts.
  func position(of offset: Int) -> Position { placement.position(of: offset) }
  /// A `Range`.
  func range(_ span: Span) -> JSON { ["start": json(span.start), "end": json(span.end)] }
  /// A `Position`.
  func json(_ offset: Int) -> JSON {
    let position = position(of: offset)
    return ["line": .int(position.line), "character": .int(position.character)]
  }
}

/// Line ends and runs of white space as one space each.
func oneLine(_ text: String) -> String {
  PlainText.line(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
}

/// At most `limit` characters; what is cut ends with `…`.
func shortened(_ text: String, _ limit: Int) -> String {
  guard text.count > limit else { return text }
  var cut = String(text.prefix(limit - 1))
  while cut.last == " " { cut.removeLast() }
  return cut + "…"
}
