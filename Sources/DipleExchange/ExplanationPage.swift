public import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// All that is annotated at a place of a document, as `diple explain` writes it.
public struct ExplanationPage: Sendable {
  /// The innermost first.
  public let explanations: [Explanation]
  private let analysis: Analysis

  /// Explains what holds a byte.
  public init(_ analysis: Analysis, at offset: Int, _ manifests: [Manifest]) {
    self.analysis = analysis
    explanations = Explanation.at(offset, analysis, manifests)
  }

  /// The lines, without the last line's end.
  public var text: String {
    guard !explanations.isEmpty else { return "Nothing is annotated here." }
    var lines = explanations.map { $0.lines.joined(separator: "\n") }
    if let date = analysis.date { lines.append("written on \(date.date) (\(date.origin.rawValue))") }
    return lines.joined(separator: "\n\n")
  }

  /// The object of `diple/explain`, with offsets in the place of ranges.
  /// - Parameter id: the document's name.
  public func json(id: String) -> JSON {
    let map = OffsetMap(analysis.document.bytes, OffsetUnit.scalar.encoding)
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("id", id)
      writer.member("date", json: analysis.date.map { .string($0.date.description) } ?? .null)
      writer.member("dateFrom", analysis.date?.origin.name)
      writer.name("annotations")
      writer.array { writer in
        for explanation in explanations {
          writer.object { writer in
            writer.name("annotation")
            DocumentWriter().write(explanation.annotation, of: analysis, to: &writer)
            explanation.write(to: &writer, analysis) { span, writer in
              writer.member("start", map.offset(of: span.start))
              writer.member("end", map.offset(of: span.end))
              analysis.document.writeText(of: span, to: &writer)
            }
          }
        }
      }
    }
    return (try? JSON(parsing: writer.bytes)) ?? .null
  }
}
