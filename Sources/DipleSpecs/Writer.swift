import DiplePipeline
import DiplePluginKit

extension SpecFile {
  /// The file's text with the block quotes of these cases replaced by what was found in them.
  public func updated(_ results: [CaseResult]) -> String {
    var lines = lines
    for result in results.sorted(by: { $0.spec.line > $1.spec.line }) {
      lines.replaceSubrange(result.spec.quoteLines, with: SpecWriter(result).quote())
    }
    return lines.joined(separator: "\n")
  }
}

/// Writes findings in the notation of Specs/README.md.
struct SpecWriter {
  private struct Brackets {
    var span: Span
    var braces: String
  }

  private let result: CaseResult
  private let comparison: Comparison

  init(_ result: CaseResult) {
    self.result = result
    comparison = Comparison(result.spec, result.analysis)
  }

  /// The lines of the block quote.
  func quote() -> [String] {
    let text = Array(result.spec.text.utf8)
    let brackets = nested(
      marks().flatMap { mark in mark.spans.map { Brackets(span: $0, braces: braces(mark, first: $0 == mark.spans[0])) }
      })
    var opening: [Int: Int] = [:]
    var closing: [Int: [String]] = [:]
    for bracket in brackets {
      opening[bracket.span.start, default: 0] += 1
      closing[bracket.span.end, default: []].append("]{\(bracket.braces)}")
    }
    var written: [UInt8] = []
    for at in 0...text.count {
      for close in closing[at] ?? [] { written += Array(close.utf8) }
      guard at < text.count else { break }
      written += Array(repeating: UInt8(ascii: "["), count: opening[at] ?? 0)
      if "[]\\".utf8.contains(text[at]) { written.append(UInt8(ascii: "\\")) }
      written.append(text[at])
    }
    let lines = String(decoding: written, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { $0.isEmpty ? ">" : "> \($0)" }
  }

  /// What was found as marks: an annotation that was marked keeps its name and the choice of attributes.
  private func marks() -> [Mark] {
    var marks: [Mark] = []
    let found = result.analysis.annotations.filter { result.spec.kinds.contains($0.kind) }
    var names: [[Span]: String] = [:]
    for mark in result.spec.marks { if let name = mark.name { names[mark.spans] = name } }
    for annotation in found {
      let spans = comparison.spans(annotation)
      let old = result.spec.marks.first { $0.kind == annotation.kind && $0.spans == spans }
      var attributes: [(name: String, value: String)] = []
      for name in old?.attributes.map(\.name) ?? annotation.attributes.map(\.name) {
        let isEntity = name.hasSuffix(".entity")
        let value =
          isEntity ? annotation.mention(String(name.dropLast(7)))?.entity.map(AttributeValue.cluster) : annotation[name]
        guard let value else {
          attributes.append((name, "-"))
          continue
        }
        guard case .mention(let mention) = value else {
          attributes.append((name, comparison.describe(value)))
          continue
        }
        let target = mention.places.map(result.analysis.span)
        let reference = names[target] ?? "\(name)\(names.count + 1)"
        names[target] = reference
        attributes.append((name, "#\(reference)"))
      }
      marks.append(Mark(name: nil, kind: annotation.kind, attributes: attributes, spans: spans, line: 0))
    }
    for index in marks.indices {
      marks[index].name =
        names.removeValue(forKey: marks[index].spans) ?? (marks[index].spans.count > 1 ? "m\(index)" : nil)
    }
    let used = Set(marks.flatMap { $0.attributes.map(\.value) })
    for (spans, name) in names where used.contains("#\(name)") {
      marks.append(Mark(name: name, kind: nil, attributes: [], spans: spans, line: 0))
    }
    return marks
  }

  private func braces(_ mark: Mark, first: Bool) -> String {
    var items: [String] = []
    if let name = mark.name { items.append("#\(name)") }
    if first, let kind = mark.kind {
      items.append(".\(kind)")
      for (name, value) in mark.attributes {
        items.append(value.contains(where: \.isWhitespace) ? "\(name)=\"\(value)\"" : "\(name)=\(value)")
      }
    }
    return items.joined(separator: " ")
  }

  /// Sorted so that brackets nest: of two that close together the inner one first. One that crosses another is left out,
  /// as the notation cannot say it.
  private func nested(_ all: [Brackets]) -> [Brackets] {
    let sorted = all.sorted { ($0.span.start, -$0.span.end) < ($1.span.start, -$1.span.end) }
    var kept: [Brackets] = []
    for bracket in sorted {
      let crosses = kept.contains { $0.span.overlaps(bracket.span) && !$0.span.contains(bracket.span) }
      if !crosses { kept.append(bracket) }
    }
    return kept.sorted { $0.span.count < $1.span.count }
  }
}
