public import DiplePipeline
public import DiplePluginHost
public import DiplePluginKit
import Entities

/// One way in which a case differs from what was found.
public enum Difference: Sendable, Equatable {
  /// A marked annotation that nothing covers; `near` is an annotation of the kind that overlaps it.
  case missing(Mark, near: String?)
  /// An annotation that the case does not mark.
  case unexpected(kind: String, text: String, detail: String)
  /// An attribute of a marked annotation that holds something else.
  case attribute(Mark, name: String, expected: String, found: String)
}

/// What became of a case.
public struct CaseResult: Sendable {
  /// The case.
  public var spec: Case
  /// How it differs; empty where it holds.
  public var differences: [Difference]
  /// What was found.
  public var analysis: Analysis
  /// True where the case holds.
  public var passed: Bool { differences.isEmpty }

  /// Makes a result.
  public init(spec: Case, differences: [Difference], analysis: Analysis) {
    (self.spec, self.differences, self.analysis) = (spec, differences, analysis)
  }
}

extension Case {
  /// Runs a pipeline over the text and compares. Modules that are programs find nothing.
  /// - Parameter isCompared: false for annotations that the case leaves out of account.
  public func check(_ pipeline: Pipeline, where isCompared: (Annotation) -> Bool = { _ in true }) -> CaseResult {
    check(
      pipeline.naming(OwnNames(names)).run(Document(text), date: date.map { DocumentDate($0, from: .option) }),
      where: isCompared)
  }

  /// Runs a pipeline over the text, its modules that are programs included, and compares.
  public func check(
    _ pipeline: Pipeline, _ runner: some ModuleRunner, where isCompared: (Annotation) -> Bool = { _ in true }
  ) async -> CaseResult {
    check(
      await runner.run(
        pipeline.naming(OwnNames(names)), Document(text), date: date.map { DocumentDate($0, from: .option) }),
      where: isCompared)
  }

  private func check(_ analysis: Analysis, where isCompared: (Annotation) -> Bool) -> CaseResult {
    let differences = Comparison(self, analysis).differences(where: isCompared)
    return CaseResult(spec: self, differences: differences, analysis: analysis)
  }
}

/// Holds the look-ups of one comparison.
struct Comparison {
  let spec: Case
  let analysis: Analysis
  let names: [Cluster: String]
  let byID: [AnnotationID: Annotation]

  init(_ spec: Case, _ analysis: Analysis) {
    self.spec = spec
    self.analysis = analysis
    var names: [Cluster: String] = [:]
    for annotation in analysis.annotations {
      if let cluster = annotation.cluster("entity"), let name = annotation.string("name") { names[cluster] = name }
    }
    self.names = names
    byID = Dictionary(analysis.annotations.map { ($0.id, $0) }) { first, _ in first }
  }

  func spans(_ annotation: Annotation) -> [Span] { annotation.pieces.map(analysis.span) }
  func text(_ spans: [Span]) -> String { spans.map(analysis.document.text).joined(separator: " … ") }

  func differences(where isCompared: (Annotation) -> Bool) -> [Difference] {
    var differences: [Difference] = []
    var left = analysis.annotations.filter { spec.kinds.contains($0.kind) && isCompared($0) }
    for mark in spec.marks {
      guard let kind = mark.kind else { continue }
      if let index = left.firstIndex(where: { $0.kind == kind && spans($0) == mark.spans }) {
        let found = left.remove(at: index)
        differences += mark.attributes.compactMap { difference(mark, found, $0.name, $0.value) }
      } else {
        let near = left.first {
          $0.kind == kind && spans($0).contains { span in mark.spans.contains { $0.overlaps(span) } }
        }
        differences.append(.missing(mark, near: near.map { text(spans($0)) }))
      }
    }
    for annotation in left {
      differences.append(.unexpected(kind: annotation.kind, text: text(spans(annotation)), detail: detail(annotation)))
    }
    return differences
  }

  private func difference(_ mark: Mark, _ found: Annotation, _ name: String, _ expected: String) -> Difference? {
    let actual: AttributeValue?
    if name.hasSuffix(".entity") {
      actual = found.mention(String(name.dropLast(7)))?.entity.map(AttributeValue.cluster)
    } else {
      actual = found[name]
    }
    if holds(actual, expected) { return nil }
    let named = expected.hasPrefix("#") ? spec.marks.first { "#\($0.name ?? "")" == expected } : nil
    return .attribute(
      mark, name: name, expected: named.map { text($0.spans) } ?? expected, found: actual.map(describe) ?? "-")
  }

  private func holds(_ actual: AttributeValue?, _ expected: String) -> Bool {
    if expected == "-" || expected == "false" { return actual == nil || actual == .bool(false) }
    guard let actual else { return false }
    guard expected.hasPrefix("#") else { return describe(actual) == expected }
    guard let mark = spec.marks.first(where: { "#\($0.name ?? "")" == expected }) else { return false }
    switch actual {
    case .mention(let mention): return mention.places.map(analysis.span) == mark.spans
    case .annotation(let id): return byID[id].map { spans($0) == mark.spans } ?? false
    default: return false
    }
  }

  func describe(_ value: AttributeValue) -> String {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .mention(let mention): text(mention.places.map(analysis.span))
    case .cluster(let cluster): names[cluster] ?? cluster.description
    case .annotation(let id): byID[id].map { text(spans($0)) } ?? id.description
    case .sibling(let index): "#\(index)"
    case .thing(let key): "thing \(key)"
    }
  }

  private func detail(_ annotation: Annotation) -> String {
    annotation.attributes.map { "\($0.name)=\(describe($0.value))" }.joined(separator: " ") + " — \(annotation.source)"
  }
}
