import DiplePipeline
import DiplePluginHost
import DiplePluginKit

// A document that is edited.
extension Conformance {
  private static let rounds = 3
  private static let edits = 12

  func edited(_ bench: Workbench) async -> ModuleCheck.Outcome {
    guard manifest.isDeterministic else { return .skipped("its manifest says that it is not deterministic") }
    let paragraphs = KitTexts.paragraphs(KitTexts.news) + texts
    for round in 0..<Self.rounds {
      var random = SplitMix(state: UInt64(round))
      let text = (0..<6).map { _ in paragraphs.randomElement(using: &random)! }.joined(separator: "\n\n")
      let live = LiveDocument(Document(text), specimen.narrow)
      let key = DocumentKey(uri: nil)
      await bench.settle(live, key)
      for number in 1...Self.edits {
        let edit = Self.edit(live.document, paragraphs, &random)
        let what =
          "edit \(number) of round \(round + 1), which puts “\(String(decoding: edit.bytes, as: UTF8.self).excerpt)”"
          + " in the place of “\(live.document.text(edit.span).excerpt)”"
        do { try live.apply(edit) } catch { return .failed(["\(what): \(error)"]) }
        await bench.settle(live, key)
        let found = live.analysis.found(by: manifest)
        let fresh = await find(live.document.text(Span(0, live.document.bytes.count)), bench)
        let told = differences(expected: fresh, found: found)
        if !told.isEmpty {
          let advice =
            manifest.scope == .document
            ? "does a finding depend on what was asked before?"
            : "does a finding depend on more than its “scope”, which is the \(manifest.scope.rawValue)?"
          return .failed(["after \(what): \(advice)"] + told)
        }
      }
      bench.forget(key)
    }
    return .passed(note: "\(Self.rounds * Self.edits) edits")
  }

  /// An edit as people make them: words, paragraphs, and cuts anywhere between characters.
  private static func edit(_ document: Document, _ paragraphs: [String], _ random: inout SplitMix) -> TextEdit {
    let bytes = document.bytes
    func place(_ near: Int) -> Int {
      var at = min(max(near, 0), bytes.count)
      while at > 0, at < bytes.count, bytes[at] & 0xC0 == 0x80 { at -= 1 }
      return at
    }
    let start = place(Int.random(in: 0...bytes.count, using: &random))
    let words = [
      " may ", "really ", " 🙂", " not", ".", "\n\n", "\r\n", "“", "x", " Ana Ruiz said that ", " 2024", "e\u{301}",
      "# ",
    ]
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      return TextEdit(Span(start, place(start + Int.random(in: 0...200, using: &random))), [])
    case 1:
      return TextEdit(Span(start, start), Array(("\n\n" + paragraphs.randomElement(using: &random)! + "\n\n").utf8))
    case 2:
      let span = document.paragraphs.randomElement(using: &random)?.span ?? Span(start, start)
      return TextEdit(span, Array(paragraphs.randomElement(using: &random)!.utf8))
    default:
      let end = place(start + Int.random(in: 0...12, using: &random))
      return TextEdit(Span(start, end), Array(words.randomElement(using: &random)!.utf8))
    }
  }
}
