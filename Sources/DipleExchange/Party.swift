public import DipleJSONRPC
import DiplePipeline
public import DiplePluginKit

/// Somebody or something that a row names: a thing of the document, or words that name none.
public struct Party: Sendable, Equatable {
  /// The fullest name of the thing, else the words.
  public var name: String
  /// The thing, where it is known.
  public var entity: Cluster?
  /// What it is: `person`, `organization` …
  public var type: String?
  /// What the document says a person is.
  public var role: String?

  /// Name and role as a person reads them.
  public var title: String { role.map { "\(name), \($0)" } ?? name }

  /// Writes the party as an object.
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("name", name)
      $0.member("entity", entity?.description)
      $0.member("type", type)
      $0.member("role", role)
    }
  }
}

/// Writes the members that tell where some bytes of the document stand: offsets for `diple annotate`, ranges for editors.
public typealias SpanWriter = (Span, inout JSONWriter) -> Void

extension Things {
  /// A thing as a party.
  func party(_ cluster: Cluster) -> Party? {
    things[cluster].map { Party(name: $0.name, entity: cluster, type: $0.type, role: $0.role) }
  }

  /// Who is meant by a mention.
  func party(_ mention: Mention) -> Party {
    mention.entity.flatMap(party) ?? Party(name: text(mention.places), entity: mention.entity)
  }

  /// From the first to the last byte of some places.
  func span(_ places: [Place]) -> Span {
    let (first, last) = (analysis.span(places[0]), analysis.span(places[places.count - 1]))
    return Span(first.start, max(first.end, last.end))
  }
}
