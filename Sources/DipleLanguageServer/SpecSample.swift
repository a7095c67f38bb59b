import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit
import DipleSpecs

/// An annotation with its paragraphs as a case of a spec file, in the notation of Specs/README.md.
struct SpecSample {
  /// Longer texts are no example of anything. In bytes.
  static let longest = 16 * 1024

  let heading: String
  let date: CivilDate?
  let kind: String
  let text: String

  /// - Parameter paragraphs: the text of the annotation's paragraphs.
  init(_ annotation: Annotation, _ words: String, _ date: DocumentDate?, _ paragraphs: [String], isCounter: Bool) {
    heading =
      "\(isCounter ? "No \(annotation.kind)" : annotation.kind.prefix(1).uppercased() + annotation.kind.dropFirst()): \(words)"
    (self.date, kind) = (date?.date, annotation.kind)
    text = paragraphs.map(oneLine).joined(separator: "\n\n")
  }

  /// The case, marked with what is found in its text.
  func markdown(_ pipeline: Pipeline, _ overrides: [Override]) throws(SpecError) -> String {
    var lines = ["## " + heading, ""]
    if let date { lines.append("- date: \(date)") }
    lines += ["- kinds: \(kind)", ""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(line.isEmpty ? ">" : "> " + Self.escaped(line))
    }
    let file = try SpecFile(parsing: lines.joined(separator: "\n") + "\n")
    let results = file.cases.map { spec in
      CaseResult(
        spec: spec, differences: [],
        analysis: pipeline.run(
          Document(spec.text), date: spec.date.map { DocumentDate($0, from: .option) }, overrides: overrides))
    }
    return file.updated(results)
  }

  private static func escaped(_ text: Substring) -> String {
    var escaped = ""
    for character in text {
      if "[]\\".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}

extension LanguageServer {
  /// Where a case goes that no option names a file for.
  private static let untitled = "untitled:diple-spec.md"

  /// The edit that adds an annotation to the file of specs.
  func specEdit(
    _ uri: String, _ view: View, _ annotation: Annotation, isCounter: Bool
  ) throws(ResponseError) -> JSON {
    let document = view.analysis.document
    let numbers = annotation.pieces[0].paragraph...annotation.pieces[annotation.pieces.count - 1].paragraph
    let paragraphs = document.numbers.filter(numbers.contains).compactMap { document.paragraph($0)?.span }
    guard paragraphs.reduce(0, { $0 + $1.count }) <= SpecSample.longest else {
      throw ResponseError(.requestFailed, "the text around these words is too long for a spec")
    }
    let words = shortened(oneLine(view.analysis.text(annotation.place)), 40)
    let sample = SpecSample(
      annotation, words, view.analysis.date, paragraphs.map(document.reading), isCounter: isCounter)
    var overrides = documents[uri]?.overrides ?? []
    if isCounter, let anchor = documents[uri]?.anchor(for: annotation.place) {
      overrides.append(Override(anchor, .remove(kind: annotation.kind)))
    }
    // The sample has none of the paragraphs around.
    for index in overrides.indices { overrides[index].anchor = overrides[index].anchor.withinParagraph }
    do throws(SpecError) {
      let text = try sample.markdown(whole, overrides)
      let home = specsFile(for: uri) ?? Self.untitled
      let old = (try? contents(home)).flatMap { $0.flatMap { Document(bytes: $0) } }
      let end = old?.bytes.count ?? 0
      let gap = end == 0 ? "" : old?.bytes.last == 0x0A ? "\n" : "\n\n"
      return workspaceEdit(
        home, old ?? Document(""), TextEdit(Span(end, end), Array((gap + text).utf8)),
        isNew: old == nil && home != Self.untitled)
    } catch {
      throw ResponseError(.requestFailed, "no spec can be made of this: \(error)")
    }
  }

  /// The URI of the file that the option `specs.file` names.
  private func specsFile(for uri: String) -> String? {
    guard let name = options(for: uri).specsFile else { return nil }
    if name.contains("://") { return name }
    if name.hasPrefix("/") { return FileURI.uri(name) }
    return configuration.folder(of: uri).map { folder in
      folder.uri + "/"
        + name.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    }
  }
}
