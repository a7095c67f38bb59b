import DiplePipeline
import DiplePluginKit

/// A finding in a form that can be compared with one of another run: ids and the numbers of paragraphs say nothing.
struct Found: Sendable, Hashable {
  let kind: String
  /// The pieces, in bytes of the document.
  let spans: [Span]
  let words: String
  /// Where it comes from and what it says. What it points to is named by its words and its distance, so that findings that have moved
  /// are equal.
  let detail: String

  /// For a person.
  var description: String { "\(kind) “\(words.excerpt)”" }

  /// The same finding so many bytes further on.
  func moved(by distance: Int) -> Found { moved { $0 + distance } }

  /// The same finding where each offset has become another.
  func moved(_ place: (Int) -> Int) -> Found {
    Found(kind: kind, spans: spans.map { Span(place($0.start), place($0.end)) }, words: words, detail: detail)
  }
}

extension Analysis {
  /// What a module found, in order.
  func found(by manifest: Manifest) -> [Found] {
    let kinds = Set(manifest.kinds.map(\.name))
    let own = annotations.filter { kinds.contains($0.kind) }
    // A thing is known by what names it first.
    var things: [Cluster: Place] = [:]
    for annotation in annotations {
      for (_, value) in annotation.attributes {
        if case .cluster(let cluster) = value, annotation.place < things[cluster] ?? Place(.max, Span(0, 0)) {
          things[cluster] = annotation.place
        }
      }
    }
    let places = Dictionary(annotations.map { ($0.id, $0.place) }) { first, _ in first }
    return own.map { annotation in
      let spans = annotation.pieces.map(span)
      func named(_ place: Place?) -> String {
        place.map { "“\(text($0))” \(span($0).start - spans[0].start)" } ?? "?"
      }
      func described(_ value: AttributeValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): "\(flag)"
        case .number(let number): "\(number)"
        case .mention(let mention): mention.places.map { named($0) }.joined(separator: "+")
        case .cluster(let cluster): "thing \(named(things[cluster]))"
        case .annotation(let id): "\(id.kind) \(named(places[id]))"
        case .sibling(let index): "#\(index)"
        case .thing(let key): "thing \(key)"
        }
      }
      let attributes = annotation.attributes.map { "\($0.name)=\(described($0.value))" }.sorted()
      return Found(
        kind: annotation.kind, spans: spans, words: spans.map(document.text).joined(separator: " … "),
        detail: ([annotation.source, "\(annotation.confidence)"] + attributes).joined(separator: " "))
    }
  }
}

/// How two runs differ, for a person; nothing where they do not.
func differences(expected: [Found], found: [Found], limit: Int = 3) -> [String] {
  struct Key: Hashable {
    let kind: String
    let spans: [Span]
  }
  func grouped(_ list: [Found]) -> [Key: [Found]] {
    Dictionary(grouping: list) { Key(kind: $0.kind, spans: $0.spans) }
  }
  let (old, new) = (grouped(expected), grouped(found))
  var told: [String] = []
  var counted: Set<Key> = []
  for finding in expected {
    let key = Key(kind: finding.kind, spans: finding.spans)
    guard let there = new[key] else {
      told.append("\(finding.description) is missing")
      continue
    }
    if let other = there.first, !there.contains(where: { $0.detail == finding.detail }) {
      told.append("\(finding.description) differs: \(finding.detail) → \(other.detail)")
    } else if there.count < old[key]!.count {
      told.append("\(finding.description) is there \(there.count) times, not \(old[key]!.count)")
    }
  }
  for finding in found {
    let key = Key(kind: finding.kind, spans: finding.spans)
    if old[key] == nil { told.append("\(finding.description) is new") }
    if let before = old[key], before.count < new[key]!.count, counted.insert(key).inserted {
      told.append("\(finding.description) is there \(new[key]!.count) times, not \(before.count)")
    }
  }
  return told.count > limit ? told.prefix(limit) + ["and \(told.count - limit) more"] : told
}

extension String {
  /// As much as fits in a line of a report.
  var excerpt: String {
    let line = replacing("\r", with: "␍").replacing("\n", with: "␊")
    return line.count <= 60 ? line : line.prefix(35) + " … " + line.suffix(20)
  }
}
