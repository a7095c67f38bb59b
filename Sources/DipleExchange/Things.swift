import DiplePipeline
import DiplePluginKit

/// The things that a document names, and how it puts annotations into words.
struct Things: Sendable {
  struct Thing: Sendable {
    var name: String
    var type: String
    var role: String?
    var count: Int
  }

  let analysis: Analysis
  /// By cluster.
  private(set) var things: [Cluster: Thing] = [:]
  /// In the order of first mention.
  private(set) var order: [Cluster] = []
  /// Where a thing is first mentioned.
  private(set) var first: [Cluster: Annotation] = [:]
  /// What is said in the document.
  private(set) var quotes: [AnnotationID: Annotation] = [:]

  init(_ analysis: Analysis) {
    self.analysis = analysis
    for annotation in analysis.annotations {
      if annotation.kind == "quote" { quotes[annotation.id] = annotation }
      guard let cluster = annotation.cluster("entity") else { continue }
      if things[cluster] == nil {
        order.append(cluster)
        first[cluster] = annotation
        let name = annotation.string("name").map(Columns.clean) ?? text(annotation.pieces)
        things[cluster] = Thing(
          name: name,
          type: annotation.string("type") ?? annotation.kind, role: nil, count: 0)
      }
      things[cluster]?.count += 1
      if things[cluster]?.role == nil, let role = annotation.mention("role") {
        let words = Self.withoutOwner(text(role.places))
        things[cluster]?.role = words
      }
    }
  }

  /// The words of some places on one line; pieces are joined by `…`.
  func text(_ places: [Place]) -> String {
    places.map { Columns.clean(analysis.text($0)) }.joined(separator: " … ")
  }

  /// `Their lawyer` as a description of a person, away from the text: `lawyer`.
  private static func withoutOwner(_ role: String) -> String {
    guard let space = role.firstIndex(of: " "), owners.contains(role[..<space].lowercased()) else { return role }
    return String(role[role.index(after: space)...])
  }
  private static let owners: Set<String> = ["my", "your", "his", "her", "its", "our", "their"]

  /// Who or what an attribute names: the thing's name where it is known, else the words.
  func name(_ value: AttributeValue?) -> String? {
    switch value {
    case .mention(let mention)?: mention.entity.flatMap { things[$0]?.name } ?? text(mention.places)
    case .cluster(let cluster)?: things[cluster]?.name
    case .string(let text)?: text == "author" ? "the author" : Columns.clean(text)
    default: nil
    }
  }
}
