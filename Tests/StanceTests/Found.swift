import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Testing

/// What is found in a text, a line each: `rejected oppose the council -> the plan`, with `!` behind a polarity that a negation made
/// and `?` behind one that is not certain. Whether a quote reports it is a matter of Specs/stance/reported.md.
func positions(in text: String) throws -> [String] {
  let analysis = try Registry.builtIn.pipeline().run(Document(text))
  func words(_ mention: Mention) -> String { mention.places.map { analysis.text($0) }.joined(separator: " … ") }
  return analysis.annotations.filter { $0.kind == "stance" }.map { found in
    let cue = found.pieces.map { analysis.text($0) }.joined(separator: " … ")
    let mark = (found.flag("negated") ? "!" : "") + (found.string("certainty") == "certain" ? "" : "?")
    let holder = found.mention("holder").map { words($0) } ?? found.string("holder") ?? "-"
    let target = found.mention("target").map { words($0) } ?? "-"
    return "\(cue) \(found.string("polarity") ?? "-")\(mark) \(holder) -> \(target)"
  }
}

/// Holds what is found in a text against what must be.
func check(_ text: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
  let found = try positions(in: text)
  #expect(found == expected, sourceLocation: sourceLocation)
}
