public import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// Why something is annotated: which rule says so, on what evidence, how sure it is, and what else it rests on.
public struct Explanation: Sendable {
  /// Something that the annotation points to.
  public struct Ground: Sendable {
    /// The attribute that names it: `speaker`, `within` …
    public let name: String
    /// Where it stands.
    public let places: [Place]
    /// The words on one line.
    public let text: String
    /// The thing that it names, where that is known.
    public let party: Party?
    /// The annotation that stands there, where there is one.
    public let annotation: AnnotationID?
  }

  /// The annotation.
  public let annotation: Annotation
  /// What it is, for a person: `direct quote`, `date 2024-05-02`.
  public let title: String
  /// The words on one line.
  public let text: String
  /// The module that found it: the first half of `source`.
  public let annotator: String
  /// Its rule: the second half.
  public let rule: String
  /// The layers and kinds that the module reads.
  public let requires: [String]
  /// What it depends on.
  public let grounds: [Ground]
}

extension Explanation {
  /// The annotations that hold a byte, the innermost first. The end of a span counts as outside.
  public static func at(_ offset: Int, _ analysis: Analysis, _ manifests: [Manifest]) -> [Explanation] {
    let found = analysis.annotations.compactMap { annotation -> (annotation: Annotation, size: Int)? in
      annotation.pieces.lazy.map(analysis.span).first { $0.contains(offset) }.map { (annotation, $0.count) }
    }
    guard !found.isEmpty else { return [] }
    let things = Things(analysis)
    let entities = AnnotationIndex(analysis.annotations.lazy.filter { $0.kind == "entity" })
    let byID = Dictionary(analysis.annotations.map { ($0.id, $0) }) { first, _ in first }
    return found.sorted { $0.size < $1.size }.map { found in
      let annotation = found.annotation
      let halves = annotation.source.split(separator: "/", maxSplits: 1).map(String.init)
      let maker = manifests.first { $0.kinds.contains { $0.name == annotation.kind } }
      return Explanation(
        annotation: annotation, title: title(annotation, things), text: things.text(annotation.pieces),
        annotator: Columns.clean(halves.first ?? annotation.source),
        rule: halves.count > 1 ? Columns.clean(halves[1]) : "",
        requires: maker?.requires ?? [], grounds: grounds(of: annotation, things, entities, byID))
    }
  }

  private static func title(_ annotation: Annotation, _ things: Things) -> String {
    switch annotation.kind {
    case "quote": annotation.string("form").map { "\($0) quote" } ?? "quote"
    case "entity":
      [annotation.string("type") ?? "entity", things.name(annotation["entity"])].compactMap { $0 }
        .joined(separator: " ")
    case "date":
      [annotation.string("type")?.lowercased() ?? "date", annotation.string("value").map(Columns.clean)]
        .compactMap { $0 }.joined(separator: " ")
    case "stance": [annotation.string("polarity"), "stance"].compactMap { $0 }.joined(separator: " ")
    default: Columns.clean(annotation.kind)
    }
  }

  private static func grounds(
    of annotation: Annotation, _ things: Things, _ entities: AnnotationIndex, _ byID: [AnnotationID: Annotation]
  ) -> [Ground] {
    annotation.attributes.compactMap { name, value in
      switch value {
      case .mention(let mention):
        let named = entities.inside(mention.place).first
        return Ground(
          name: name, places: mention.places, text: things.text(mention.places),
          party: mention.entity.flatMap(things.party), annotation: named?.id)
      case .annotation(let id):
        guard let other = byID[id] else { return nil }
        return Ground(name: name, places: other.pieces, text: things.text(other.pieces), party: nil, annotation: id)
      // The first mention gives the thing its name; of the first mention itself there is nothing to tell.
      case .cluster(let cluster):
        guard let first = things.first[cluster], first.id != annotation.id else { return nil }
        return Ground(
          name: name, places: first.pieces, text: things.text(first.pieces), party: things.party(cluster),
          annotation: first.id)
      default: return nil
      }
    }
  }

  /// The explanation in a few lines, without white space at their ends.
  public var lines: [String] {
    var lines = ["\(title): \(quoted(text))"]
    for (name, value) in annotation.attributes {
      switch value {
      case .string(let value) where !["form", "type", "value", "polarity", "name"].contains(name):
        lines.append("  \(name): \(Columns.clean(value))")
      case .bool(let value): lines.append("  \(name): \(value ? "yes" : "no")")
      case .number(let value): lines.append("  \(name): \(value)")
      default: break
      }
    }
    for ground in grounds {
      let thing = ground.party.flatMap { $0.name == ground.text ? nil : " (\($0.title))" } ?? ""
      lines.append("  \(ground.name): \(quoted(ground.text))\(thing)")
    }
    lines.append("  found by \(annotator)\(rule.isEmpty ? "" : ", rule \(rule)"), confidence \(percent) %")
    if !annotation.reason.isEmpty { lines.append("  because: \(Columns.clean(annotation.reason))") }
    return lines
  }

  private var percent: Int {
    annotation.confidence.isFinite ? Int((min(max(annotation.confidence, 0), 1) * 100).rounded()) : 0
  }

  /// Words in quotation marks, unless they bring their own.
  private func quoted(_ text: String) -> String {
    text.unicodeScalars.first.map { "“\"‘'«„".unicodeScalars.contains($0) } ?? false ? text : "“\(text)”"
  }

  /// Writes the members of the object, save those of the annotation itself.
  public func write(to writer: inout JSONWriter, _ analysis: Analysis, _ place: SpanWriter) {
    writer.member("title", title)
    writer.member("annotator", annotator)
    writer.member("rule", rule)
    writer.name("requires")
    writer.array { for name in requires { $0.string(name) } }
    writer.name("dependsOn")
    writer.array { writer in
      for ground in grounds {
        writer.object { writer in
          writer.member("name", ground.name)
          let spans = ground.places.map(analysis.span)
          place(Span(spans[0].start, max(spans[0].end, spans[spans.count - 1].end)), &writer)
          writer.member("annotation", ground.annotation?.description)
          guard let party = ground.party else { return }
          writer.name("thing")
          party.write(to: &writer)
        }
      }
    }
    writer.member("explanation", lines.joined(separator: "\n"))
  }
}
