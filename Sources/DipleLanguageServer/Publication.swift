import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// The annotations of a document as `diple/publishAnnotations` and `diple/annotations` carry them.
enum Publication {
  /// Writes the members of the object.
  static func write(_ view: View, uri: String, version: Int, to writer: inout JSONWriter) {
    writer.member("uri", uri)
    writer.member("version", version)
    if let date = view.analysis.date {
      writer.member("date", json: ["value": .string(date.date.description), "from": .string(date.origin.rawValue)])
    }
    writer.name("annotations")
    writer.array { for annotation in view.annotations { write(annotation, view, to: &$0) } }
  }

  private static func write(_ annotation: Annotation, _ view: View, to writer: inout JSONWriter) {
    writer.object {
      $0.member("id", annotation.id.description)
      $0.member("kind", annotation.kind)
      $0.member("range", json: view.range(view.analysis.span(annotation)))
      $0.member("text", view.analysis.document.text(view.analysis.span(annotation)))
      if annotation.pieces.count > 1 {
        $0.member("pieces", json: .array(annotation.pieces.map { view.range(view.analysis.span($0)) }))
      }
      $0.name("confidence")
      $0.double(annotation.confidence)
      $0.member("source", annotation.source)
      $0.member("reason", annotation.reason)
      for (name, value) in annotation.attributes { $0.member(name, json: json(value, view)) }
    }
  }

  private static func json(_ value: AttributeValue, _ view: View) -> JSON {
    switch value {
    case .string(let value): .string(value)
    case .bool(let value): .bool(value)
    case .number(let value): .double(value)
    case .cluster(let value): .string(value.description)
    case .annotation(let value): .string(value.description)
    case .sibling(let value): .int(value)
    case .mention(let mention): json(mention, view)
    }
  }

  private static func json(_ mention: Mention, _ view: View) -> JSON {
    var members: [(String, JSON)] = [
      ("range", view.range(view.analysis.span(mention.place))), ("text", .string(view.text(mention))),
    ]
    if mention.places.count > 1 {
      members.append(("pieces", .array(mention.places.map { view.range(view.analysis.span($0)) })))
    }
    if let entity = mention.entity { members.append(("entity", .string(entity.description))) }
    return .object(members)
  }
}
