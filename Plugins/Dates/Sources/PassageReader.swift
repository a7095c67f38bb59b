import DiplePluginKit

/// Resolves the expressions of a paragraph and writes their annotations.
struct PassageReader {
  private let passage: Passage<DatesAnnotator>
  private let document: DocumentKnowledge

  init(_ passage: Passage<DatesAnnotator>) {
    (self.passage, document) = (passage, DocumentKnowledge(passage))
  }

  func annotations(_ named: inout NamedTimes) -> [Annotation] {
    let timexes = passage.summary.timexes
    var resolver = Resolver(document, named)
    let resolutions = resolver.resolve(timexes, in: passage.number)
    named = resolver.named
    var annotations = zip(timexes, resolutions).map { timex, resolution in
      var annotation = annotation(timex, resolution)
      if timex.stamp != nil { stamp(&annotation, resolution) }
      return annotation
    }
    // TIMEX3 links the ends of a stretch of time so.
    for number in timexes.indices.dropLast() where timexes[number].opensRange {
      annotations[number]["endPoint"] = .mention(Mention(passage.place(timexes[number + 1].span)))
      annotations[number + 1]["beginPoint"] = .mention(Mention(passage.place(timexes[number].span)))
    }
    return annotations
  }

  private func annotation(_ timex: Timex, _ resolution: Resolution) -> Annotation {
    var annotation = Annotation(
      "date", passage.place(timex.span), confidence: resolution.confidence, source: "dates/\(timex.rule.rawValue)",
      reason: resolution.reason, attributes: ["type": .string(timex.type)])
    if let value = resolution.value { annotation["value"] = .string(value) }
    // What the value says itself is not said again.
    if let value = resolution.value, timex.rule != .fiscal, let fields = resolution.fields,
      fields.date == nil || fields.hasTime || timex.mod != nil
    {
      if let days = Bounds.days(fields), value != "\(days.first)" {
        annotation["earliest"] = .string("\(days.first)")
        annotation["latest"] = .string("\(days.last)")
      }
      if let edtf = Bounds.edtf(fields, timex.mod), edtf != value { annotation["edtf"] = .string(edtf) }
    }
    if let mod = timex.mod { annotation["mod"] = .string(mod.rawValue) }
    if case .recurrence(let recurrence) = timex.meaning {
      if let quant = recurrence.quant { annotation["quant"] = .string(quant.rawValue) }
      if let freq = recurrence.freq { annotation["freq"] = .string(Value.of(freq)) }
    }
    if let event = timex.event {
      annotation["anchor"] = .mention(Mention(passage.place(event)))
    } else {
      switch resolution.anchor {
      case .expression(let place): annotation["anchor"] = .mention(Mention(place))
      case .document: annotation["anchor"] = .string("document")
      case nil: break
      }
    }
    return annotation
  }

  /// Says so where it is the expression that dates the document.
  private func stamp(_ annotation: inout Annotation, _ resolution: Resolution) {
    guard let stamp = document.stampHere, resolution.fields?.date == document.date?.date else { return }
    annotation["functionInDocument"] = .string("CREATION_TIME")
    if resolution.anchor == .document { annotation["anchor"] = nil }
    (annotation.source, annotation.reason) =
      switch stamp.kind {
      case .dateline: ("dates/dateline", "the date of the dateline")
      case .byline: ("dates/byline", "the line that says when the text was published")
      }
  }
}

extension Timex {
  /// TIMEX3 `type`.
  fileprivate var type: String {
    switch meaning {
    case .moment(let moment): moment.fields.hasTime || moment.shift?.unit.isClock == true ? "TIME" : "DATE"
    case .duration: "DURATION"
    case .recurrence: "SET"
    case .vague, .ambiguous, .open: "DATE"
    }
  }
}
