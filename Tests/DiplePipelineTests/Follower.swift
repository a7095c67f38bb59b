import DiplePipeline
import DiplePluginKit
import Testing

/// A client that keeps what it was told, whole, and moves places by its own edits; beside the document that it edits.
final class Follower {
  /// An annotation as a client has it.
  struct Known: Equatable, CustomStringConvertible {
    /// The places of its pieces and of each mention.
    var phrases: [[Span]]
    /// What stands from the first to the last byte of each.
    var texts: [String]
    /// Kind, reason and attributes, without places.
    var rest: String

    var description: String { "\(phrases.map { $0.map(\.range) }) \(texts) \(rest)" }
  }

  let live: LiveDocument
  private(set) var known: [AnnotationID: Known] = [:]
  /// What is wrong with what it was told.
  private(set) var problems: [String] = []
  private var edits = 0

  init(_ live: LiveDocument) {
    self.live = live
    known = Self.all(live.analysis)
  }

  // MARK: Edits

  /// Replaces some bytes, as one change with a range.
  func apply(_ edit: TextEdit) throws {
    edits += 1
    // Edits that come together are read together.
    try live.apply(edit, isLast: edits % 3 != 0)
    follow(edit)
  }

  /// Sends the whole text, as a change without a range: it counts as an edit of what its ends do not share.
  func replaceText(_ new: [UInt8]) throws {
    let old = live.document.bytes
    try live.replaceText(new)
    let a = String(decoding: old, as: UTF8.self).unicodeScalars
    let b = String(decoding: new, as: UTF8.self).unicodeScalars
    func bytes(_ scalars: some Sequence<Unicode.Scalar>) -> Int { scalars.reduce(0) { $0 + UTF8.width($1) } }
    let common = zip(a, b).prefix { $0 == $1 }.map(\.0)
    let left = min(a.count, b.count) - common.count
    let end = bytes(zip(a.reversed(), b.reversed()).prefix(left).prefix { $0 == $1 }.map(\.0))
    let start = bytes(common)
    follow(TextEdit(Span(start, old.count - end), Array(new[start..<new.count - end])))
  }

  private func follow(_ edit: TextEdit) {
    let shift = edit.bytes.count - edit.span.count
    // Text at the edge of a span stays outside.
    func moved(_ offset: Int, isStart: Bool) -> Int {
      if isStart ? offset < edit.span.start : offset <= edit.span.start { return offset }
      return offset >= edit.span.end ? offset + shift : isStart ? edit.span.start + edit.bytes.count : edit.span.start
    }
    for id in known.keys {
      for phrase in known[id]!.phrases.indices {
        for place in known[id]!.phrases[phrase].indices {
          let span = known[id]!.phrases[phrase][place]
          let start = moved(span.start, isStart: true)
          known[id]!.phrases[phrase][place] = Span(start, max(start, moved(span.end, isStart: false)))
        }
      }
    }
  }

  // MARK: What it is told

  /// Takes what is different since it was told last.
  @discardableResult func hear() -> Delta {
    let delta = live.takeDelta()
    let analysis = live.analysis
    let ids = (delta.added + delta.changed).map(\.id) + delta.removed
    if Set(ids).count != ids.count { problems.append("an id is told twice in one delta") }
    for id in delta.removed where known.removeValue(forKey: id) == nil {
      problems.append("\(id) goes, but was not there")
    }
    for annotation in delta.changed where known.updateValue(Known(annotation, analysis), forKey: annotation.id) == nil {
      problems.append("\(annotation.id) changes, but was not there")
    }
    for annotation in delta.added where known.updateValue(Known(annotation, analysis), forKey: annotation.id) != nil {
      problems.append("\(annotation.id) comes, but was there")
    }
    return delta
  }

  /// How what it has differs from what there is; nothing where it was told all.
  func differences() -> [String] {
    hear()
    let annotations = live.analysis.annotations
    if Set(annotations.map(\.id)).count != annotations.count { problems.append("two annotations have one id") }
    let all = Self.all(live.analysis)
    for id in Set(known.keys).union(all.keys) where known[id] != all[id] {
      let (has, there) = (known[id]?.description ?? "nothing", all[id]?.description ?? "nothing")
      problems.append("\(id): it has \(has), but there is \(there)")
    }
    return problems
  }

  private static func all(_ analysis: Analysis) -> [AnnotationID: Known] {
    Dictionary(analysis.annotations.map { ($0.id, Known($0, analysis)) }) { first, _ in first }
  }
}

extension Follower.Known {
  init(_ annotation: Annotation, _ analysis: Analysis) {
    var phrases = [annotation.pieces]
    var rest = "\(annotation.kind) \(annotation.confidence) \(annotation.source) \(annotation.reason)"
    for (name, value) in annotation.attributes {
      if case .mention(let mention) = value {
        phrases.append(mention.places)
        rest += " \(name): \(mention.entity?.description ?? "")"
      } else {
        rest += " \(name): \(value)"
      }
    }
    let spans = phrases.map { $0.map { analysis.span($0) } }
    self.init(
      phrases: spans,
      texts: spans.map { analysis.document.text(Span($0[0].start, max($0[0].end, $0[$0.count - 1].end))) }, rest: rest)
  }
}
