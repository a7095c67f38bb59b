import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// Where things stand in a document, as the client counts.
struct Placement: Sendable {
  let document: Document
  private let encoding: PositionEncoding
  private let map: OffsetMap?

  /// - Parameter isForAll: true where all annotations will be asked for: a line may be a megabyte long, and is then read
  ///   once. Otherwise each question reads its line.
  init(_ document: Document, _ encoding: PositionEncoding, isForAll: Bool) {
    (self.document, self.encoding) = (document, encoding)
    map = isForAll ? OffsetMap(document.bytes, encoding) : nil
  }

  /// The byte offset of a position.
  func offset(of position: Position) -> Int { document.offset(of: position, encoding) }

  /// A byte offset as the client counts.
  func position(of offset: Int) -> Position {
    guard let map else { return document.position(of: offset, encoding) }
    let line = document.lines.line(at: offset)
    let content = document.lines.content(of: line, in: document.bytes)
    let offset = min(offset, content.end)
    return Position(line: line, character: map.offset(of: offset) - map.offset(of: content.start))
  }

  /// How long a span is in the client's units, line ends included.
  func length(_ span: Span) -> Int {
    guard let map else { return OffsetMap(Array(document.bytes[span.range]), encoding).offset(of: span.count) }
    return map.offset(of: span.end) - map.offset(of: span.start)
  }

  /// The bytes of the source that a place stands for, counted from the document's start.
  func span(_ place: Place) -> Span { document.source(place) }

  /// Writes a `Range`; a publication holds thousands.
  func write(_ span: Span, to writer: inout JSONWriter) {
    writer.object {
      $0.name("start")
      write(span.start, to: &$0)
      $0.name("end")
      write(span.end, to: &$0)
    }
  }

  /// Writes a span as the members `range`, `text` and, in marked-up texts, `prose`.
  func writeMembers(_ span: Span, to writer: inout JSONWriter) {
    writer.name("range")
    write(span, to: &writer)
    document.writeText(of: span, to: &writer)
  }

  private func write(_ offset: Int, to writer: inout JSONWriter) {
    let position = position(of: offset)
    writer.object {
      $0.member("line", position.line)
      $0.member("character", position.character)
    }
  }
}
