import ArgumentParser
import DipleAnnotations
import DipleLanguage
import DiplePipeline
import DipleText
import Entities
import Foundation

/// `diple-train names`.
struct AnnotateNames: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Annotates the texts of corpora with a model of names, for the scorer.",
    discussion: """
      Writes a line of JSON a text: what was found, each with its confidence. With --paragraphs, every paragraph is a document of its
      own, so that nothing is known of the others.
      """)

  @Argument(help: "Corpora: JSON lines with id and text.")
  var files: [String]
  @Option(help: "The model; without it, the one that the program carries.")
  var model: String?
  @Flag(help: "The rules alone, without any model.")
  var rules = false
  @Flag(help: "Every paragraph on its own.")
  var paragraphs = false
  @Option(help: "Where it is written.")
  var out: String

  private struct Line: Decodable {
    var id: String
    var text: String
  }

  func run() throws {
    let given = try model.map { path in
      guard let read = NameModel(try ModelFile(Blob([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))))) else {
        throw ValidationError("\(path) is no model of names")
      }
      return read
    }
    let pipeline = try Pipeline([EntitiesAnnotator(model: rules ? nil : given ?? NameModel.shared)])
    var lines = ""
    for file in files {
      for bytes in try Data(contentsOf: URL(fileURLWithPath: file)).split(separator: 0x0A) {
        let line = try JSONDecoder().decode(Line.self, from: bytes)
        let parts = paragraphs ? Document(line.text).paragraphs.map(\.span) : [Span(0, line.text.utf8.count)]
        lines += try FoundNames.line(line.id, line.text, parts, pipeline) + "\n"
      }
    }
    try lines.write(toFile: out, atomically: true, encoding: .utf8)
  }
}

/// What is found in a text, as the scorer reads it: offsets count scalars.
enum FoundNames {
  /// - Parameter parts: what is read as a document each.
  static func line(_ id: String, _ text: String, _ parts: [Span], _ pipeline: Pipeline) throws -> String {
    let bytes = Array(text.utf8)
    // The number of the scalar that each byte belongs to.
    var scalars = [Int](repeating: 0, count: bytes.count + 1)
    var count = 0
    for (at, byte) in bytes.enumerated() {
      if byte & 0xC0 != 0x80 { count += 1 }
      scalars[at] = count - 1
    }
    scalars[bytes.count] = count
    var marks: [[String: Any]] = []
    for part in parts {
      let analysis = pipeline.run(Document(String(decoding: bytes[part.range], as: UTF8.self)))
      for annotation in analysis.annotations {
        let span = analysis.span(annotation.place)
        marks.append([
          "kind": "entity", "start": scalars[part.start + span.start], "end": scalars[part.start + span.end],
          "type": annotation.string("type") ?? "", "confidence": annotation.confidence,
        ])
      }
    }
    let object: [String: Any] = ["id": id, "annotations": marks]
    return String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
  }
}
