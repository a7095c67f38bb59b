import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// `diple/annotations`: what is published, for a client that opens late or keeps nothing.
  static let annotations = Feature(
    requests: [
      "diple/annotations": { server, params throws(ResponseError) in
        let (uri, version, view) = try server.document(params)
        return Reply { writer in
          writer.object { Publication.write(view, uri: uri, version: version, to: &$0) }
        }
      }
    ])
}

/// The annotations of a document as `diple/publishAnnotations` and `diple/annotations` carry them: the contract of
/// Specs/protocol/annotations.md, with LSP ranges in the place of offsets.
enum Publication {
  /// Writes the members of the object with all annotations.
  static func write(_ view: View, uri: String, version: Int, to writer: inout JSONWriter) {
    writeHead(view, uri: uri, version: version, to: &writer)
    write("annotations", view.annotations, view.placement, to: &writer)
  }

  /// Writes which state of which document something is about, as members: every answer about a whole document begins so.
  static func writeHead(_ view: View, uri: String, version: Int, to writer: inout JSONWriter) {
    writer.member("uri", uri)
    writer.member("version", version)
    if let date = view.analysis.date { write(date, to: &writer) }
  }

  /// Writes the members of the object with what is different since the last publication.
  static func write(_ news: News, uri: String, version: Int, to writer: inout JSONWriter) {
    writer.member("uri", uri)
    writer.member("version", version)
    if news.delta.isDateChanged {
      if let date = news.date { write(date, to: &writer) } else { writer.member("date", json: .null) }
    }
    write("added", news.delta.added, news.placement, to: &writer)
    write("changed", news.delta.changed, news.placement, to: &writer)
    writer.name("removed")
    writer.array { for id in news.delta.removed { $0.string(id.description) } }
  }

  /// Writes the day the document was written as members.
  private static func write(_ date: DocumentDate, to writer: inout JSONWriter) {
    writer.member("date", date.date.description)
    writer.member("dateFrom", date.origin.name)
  }

  private static func write(
    _ name: String, _ annotations: [Annotation], _ placement: Placement, to writer: inout JSONWriter
  ) {
    writer.name(name)
    writer.array { for annotation in annotations { write(annotation, placement, to: &$0) } }
  }

  /// Writes an annotation as an object.
  static func write(_ annotation: Annotation, _ placement: Placement, to writer: inout JSONWriter) {
    annotation.write(to: &writer, placedBy: ["range"]) { write($0, placement, to: &$1) }
  }

  /// Writes `range` and `text` from the first to the last byte, and `pieces` where there are several.
  private static func write(_ places: [Place], _ placement: Placement, to writer: inout JSONWriter) {
    let spans = places.map(placement.span)
    let whole = Span(spans[0].start, max(spans[0].end, spans[spans.count - 1].end))
    writer.name("range")
    placement.write(whole, to: &writer)
    placement.document.writeText(of: whole, to: &writer)
    guard spans.count > 1 else { return }
    writer.name("pieces")
    writer.array { for span in spans { placement.write(span, to: &$0) } }
  }
}
