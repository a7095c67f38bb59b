public import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// Writes what was found in a document as JSON: the contract of Specs/protocol/annotations.md.
///
/// Knows no kind by name: what a module puts into an annotation is written as it stands.
public struct DocumentWriter: Sendable {
  /// What offsets count.
  public var offsets: OffsetUnit
  /// The kinds to write; nil for all.
  public var kinds: Set<String>?

  /// Makes a writer.
  public init(offsets: OffsetUnit = .scalar, kinds: Set<String>? = nil) {
    (self.offsets, self.kinds) = (offsets, kinds)
  }

  /// Writes the document object.
  /// - Parameters:
  ///   - id: the document's name: the path of a file, or the `id` that the input gave.
  ///   - path: the file, where the document is one.
  ///   - flush: called between annotations; it may take what was written.
  public func write(
    _ analysis: Analysis, id: JSON, path: String? = nil, to writer: inout JSONWriter,
    flush: (inout JSONWriter) throws -> Void
  ) rethrows {
    let scope = Scope(analysis, offsets)
    try writer.object { writer in
      writer.member("id", json: id)
      writer.member("path", path)
      writer.member("date", json: analysis.date.map { .string($0.date.description) } ?? .null)
      writer.member("dateFrom", analysis.date?.origin.name)
      writer.member("offsets", offsets.rawValue)
      writer.name("annotations")
      try writer.array { writer in
        for annotation in analysis.annotations where kinds?.contains(annotation.kind) ?? true {
          scope.write(annotation, to: &writer)
          try flush(&writer)
        }
      }
      if !analysis.unanswered.isEmpty {
        writer.name("unanswered")
        writer.array { writer in
          for missing in analysis.unanswered {
            writer.object { writer in
              writer.member("module", missing.module)
              writer.member("cause", missing.cause)
            }
          }
        }
      }
    }
  }

  /// The document object on one line, with its line end, in pieces of about 64 KB: the JSON of a book need not be held.
  public func line(
    _ analysis: Analysis, id: JSON, path: String? = nil, emit: ([UInt8]) throws -> Void
  ) rethrows {
    var writer = JSONWriter()
    try write(analysis, id: id, path: path, to: &writer) { if $0.bytes.count >= 1 << 16 { try emit($0.take()) } }
    try emit(writer.take() + [0x0A])
  }

  /// Writes the document object.
  public func write(_ analysis: Analysis, id: JSON, path: String? = nil, to writer: inout JSONWriter) {
    write(analysis, id: id, path: path, to: &writer) { _ in }
  }

  /// Writes one annotation of a document as an object.
  public func write(_ annotation: Annotation, of analysis: Analysis, to writer: inout JSONWriter) {
    Scope(analysis, offsets).write(annotation, to: &writer)
  }

  /// The document object on one line, with its line end.
  public func line(_ analysis: Analysis, id: JSON, path: String? = nil) -> [UInt8] {
    var line: [UInt8] = []
    self.line(analysis, id: id, path: path) { line += $0 }
    return line
  }

  /// The document object as a value.
  public func json(_ analysis: Analysis, id: JSON, path: String? = nil) -> JSON {
    var writer = JSONWriter()
    write(analysis, id: id, path: path, to: &writer)
    return (try? JSON(parsing: writer.bytes)) ?? .null
  }
}

/// One document and the way to its offsets.
private struct Scope {
  let analysis: Analysis
  let map: OffsetMap
  /// The fullest name of each thing, as its mentions give it. A reader who wants no more than who spoke need not look for them.
  private var names: [Cluster: String] = [:]

  init(_ analysis: Analysis, _ offsets: OffsetUnit) {
    (self.analysis, map) = (analysis, OffsetMap(analysis.document.bytes, offsets.encoding))
    for annotation in analysis.annotations {
      guard let thing = annotation.cluster("entity"), names[thing] == nil else { continue }
      names[thing] = annotation.string("name")
    }
  }

  func write(_ annotation: Annotation, to writer: inout JSONWriter) {
    annotation.write(to: &writer, placedBy: ["start", "end"], naming: { names[$0] }) { places, writer in
      let first = analysis.span(places[0])
      let last = analysis.span(places[places.count - 1])
      place(Span(first.start, max(first.end, last.end)), &writer)
      pieces(places, &writer)
    }
  }

  private func place(_ span: Span, _ writer: inout JSONWriter) {
    writer.member("start", map.offset(of: span.start))
    writer.member("end", map.offset(of: span.end))
    analysis.document.writeText(of: span, to: &writer)
  }

  private func pieces(_ places: [Place], _ writer: inout JSONWriter) {
    guard places.count > 1 else { return }
    writer.name("pieces")
    writer.array { writer in
      for piece in places { writer.object { place(analysis.span(piece), &$0) } }
    }
  }
}

extension Document {
  /// Writes what stands in a span: the source as `text`, and as `prose` what a person reads there, where that is another.
  public func writeText(of span: Span, to writer: inout JSONWriter) {
    let text = text(span)
    writer.member("text", text)
    guard format != .plain else { return }
    let prose = reading(span)
    if prose != text { writer.member("prose", prose) }
  }
}

extension DocumentDate.Origin {
  /// As the contract writes it.
  public var name: String { self == .frontMatter ? "frontMatter" : rawValue }
}
