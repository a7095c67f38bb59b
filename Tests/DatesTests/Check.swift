import Dates
import DiplePipeline
import DiplePluginKit
import Testing

/// One line an expression: `span -> TYPE value mod`, with `-` where no value is known, and further attributes by name.
func found(_ text: String, _ date: String?) throws -> [String] {
  let document = Document(text)
  let day = date.flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .option) }
  let analysis = try Pipeline([DatesAnnotator()]).run(document, date: day)
  return analysis.annotations.map { annotation in
    // Whatever is found, a person may write.
    #expect(annotation.string("value").flatMap { TimexValue.problem($0) } == nil, "\(annotation.string("value") ?? "")")
    var line =
      "\(analysis.text(annotation.place)) -> \(annotation.string("type") ?? "") \(annotation.string("value") ?? "-")"
    if let mod = annotation.string("mod") { line += " \(mod)" }
    if let quant = annotation.string("quant") { line += " quant=\(quant)" }
    if let freq = annotation.string("freq") { line += " freq=\(freq)" }
    if let anchor = annotation.mention("anchor") { line += " @ \(analysis.text(anchor.place))" }
    if annotation.string("functionInDocument") == "CREATION_TIME" { line += " !" }
    return line
  }
}

/// Expects exactly these expressions, in order.
func check(
  _ text: String, _ date: String? = nil, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(try found(text, date) == expected, sourceLocation: sourceLocation)
}

/// What each expression counts from: the words of another expression or an event, `document`, or `-` for nothing.
func anchors(in text: String, _ date: String?) throws -> [String] {
  let day = date.flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .option) }
  let analysis = try Pipeline([DatesAnnotator()]).run(Document(text), date: day)
  return analysis.annotations.map { annotation in
    let anchor = annotation.mention("anchor").map { analysis.text($0.place) } ?? annotation.string("anchor") ?? "-"
    return "\(analysis.text(annotation.place)): \(anchor)"
  }
}
