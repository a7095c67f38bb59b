import DipleAnnotations
import DipleLanguage
import DiplePipeline
import DipleText
import Entities
import Foundation
import Quotes
import Stance

/// A mention whose tone is known, and what the model is told of it.
struct GoldTarget {
  /// The text that it stands in: texts are not parted when some are held back.
  var document: String
  var tone: Tone
  var features: ToneFeatures
}

/// Reads texts with targets: one JSON object a line, as NewsMTSC is kept (`text`, `annotations` with `polarity`).
struct GoldTargets {
  private struct Line: Decodable {
    struct Annotation: Decodable {
      var kind: String
      var start: Int
      var end: Int
      var polarity: String?
    }
    var id: String
    var text: String
    var annotations: [Annotation]
  }

  let words: ToneWords
  private let pipeline: Pipeline

  init(words: ToneWords) throws {
    self.words = words
    pipeline = try Pipeline([EntitiesAnnotator(), QuotesAnnotator(), StanceAnnotator()])
  }

  func read(_ path: String) throws -> [GoldTarget] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).flatMap {
      targets(try decoder.decode(Line.self, from: $0))
    }
  }

  private func targets(_ line: Line) -> [GoldTarget] {
    let offsets = line.text.scalarOffsets
    let document = Document(line.text)
    let found = pipeline.run(document).annotations
    var scenes: [Int: ToneScene] = [:]
    return line.annotations.compactMap { mark in
      guard mark.kind == "stance", let tone = mark.polarity.flatMap(Tone.init(name:)) else { return nil }
      let span = Span(offsets[mark.start], offsets[mark.end])
      guard let index = document.paragraphs.firstIndex(where: { $0.span.contains(span) }) else { return nil }
      let (paragraph, number) = (document.paragraphs[index], document.numbers[index])
      let scene =
        scenes[number]
        ?? ToneScene(
          English.read(Array(document.bytes[paragraph.span.range]), kind: paragraph.kind),
          found.filter { $0.pieces.contains { $0.paragraph == number } }, paragraph: number, words: words)
      scenes[number] = scene
      let local = Span(span.start - paragraph.span.start, span.end - paragraph.span.start)
      return ToneFeatures(scene, target: local).map { GoldTarget(document: line.id, tone: tone, features: $0) }
    }
  }
}
