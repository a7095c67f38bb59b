import DiplePluginKit

/// Reads the expressions of all paragraphs together: finds the document's day, resolves, and writes annotations.
struct DocumentReader {
  private let document: DocumentView
  private let paragraphs: [[Timex]]
  private let date: DocumentDate?

  init(_ document: DocumentView, _ paragraphs: [[Timex]]) {
    (self.document, self.paragraphs) = (document, paragraphs)
    date = document.date ?? Self.ownDate(paragraphs)
  }

  /// The day in a dateline or byline among the first or last paragraphs.
  private static func ownDate(_ paragraphs: [[Timex]]) -> DocumentDate? {
    for index in edges(paragraphs.count) {
      for timex in paragraphs[index] {
        guard let stamp = timex.stamp, case .moment(let moment) = timex.meaning, moment.isComplete,
          let day = moment.fields.date
        else { continue }
        return DocumentDate(day, from: stamp == .dateline ? .dateline : .byline)
      }
    }
    return nil
  }

  /// Where a text says when it was written: its first six paragraphs, then its last three.
  private static func edges(_ count: Int) -> [Int] {
    Array(0..<min(6, count)) + Array(max(min(6, count), count - 3)..<max(count, min(6, count)))
  }

  /// A history names many full dates of years long past and few days told from the day of writing.
  private var isNarrative: Bool {
    var (full, near) = (0, 0)
    for timex in paragraphs.joined() {
      guard case .moment(let moment) = timex.meaning else { continue }
      if let year = moment.fields.year, moment.fields.span == .year {
        if let date, abs(date.date.year - Int(year)) <= 1 { near += 1 } else { full += 1 }
      } else if moment.origin == .document, moment.shift != nil || moment.fields.weekday != nil {
        near += 1
      }
    }
    return full >= 4 && full > near * 2
  }

  /// The order of day and month in slash dates, where some show it and none says otherwise.
  private var dayFirst: Bool? {
    var (day, month) = (0, 0)
    for timex in paragraphs.joined() {
      switch timex.written {
      case .dayFirst: day += 1
      case .monthFirst: month += 1
      case nil: break
      }
    }
    return day > 0 && month == 0 ? true : month > 0 && day == 0 ? false : nil
  }

  func annotations() -> [Annotation] {
    var resolver = Resolver(date: date, isNarrative: isNarrative, dayFirst: dayFirst)
    var result: [Annotation] = []
    var isStamped = false
    let edges = Set(Self.edges(paragraphs.count))
    for (index, item) in document.paragraphs.enumerated() where !paragraphs[index].isEmpty {
      let resolutions = resolver.resolve(paragraphs[index], paragraph: item.number, index: index)
      for (timex, resolution) in zip(paragraphs[index], resolutions) {
        var annotation = annotation(timex, resolution, item.number)
        if !isStamped, let stamp = timex.stamp, edges.contains(index), let day = resolution.fields?.date,
          day == date?.date
        {
          annotation["functionInDocument"] = .string("CREATION_TIME")
          annotation.source = stamp == .dateline ? "dates/dateline" : "dates/byline"
          annotation.reason =
            stamp == .dateline ? "the date of the dateline" : "the line that says when the text was published"
          isStamped = true
        }
        result.append(annotation)
      }
    }
    return result
  }

  private func annotation(_ timex: Timex, _ resolution: Resolution, _ paragraph: Int) -> Annotation {
    var annotation = Annotation(
      "date", Place(paragraph, timex.span), confidence: resolution.confidence, source: "dates/\(timex.rule.rawValue)",
      reason: resolution.reason, attributes: ["type": .string(timex.type)])
    if let value = resolution.value { annotation["value"] = .string(value) }
    if let mod = timex.mod { annotation["mod"] = .string(mod.rawValue) }
    if case .recurrence(let recurrence) = timex.meaning {
      if let quant = recurrence.quant { annotation["quant"] = .string(quant.rawValue) }
      if let freq = recurrence.freq { annotation["freq"] = .string(Value.of(freq)) }
    }
    if let event = timex.event {
      annotation["anchor"] = .mention(Mention(Place(paragraph, event)))
    } else if let anchor = resolution.anchor {
      annotation["anchor"] = .mention(Mention(anchor))
    }
    return annotation
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
