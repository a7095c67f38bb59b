import DipleAnnotations
import DipleLanguage
import Foundation
import Testing

/// What is read after an edit is what is read afresh; sentences that are the same keep their trees.
@Suite struct KeptSentencesTests {
  private static let text =
    "Ana Ruiz said that the bridge was safe. “It stands,” she added. The council will meet on 11 June, and few doubt it."

  @Test(arguments: [
    ("Ana", "Ana", 3), ("Ana", "Well. Ana", 3), ("doubt it.", "doubt it. It rained.", 3), ("doubt it", "doubt this", 2),
    ("The council", "Nobody", 2), ("was safe.", "was safe", 1), ("It stands,” she added.", "", 1),
    ("Ana Ruiz", "She", 2),
  ])
  func anEditLeavesTheOthers(_ old: String, _ new: String, _ kept: Int) throws {
    let before = English.read(Array(Self.text.utf8))
    for sentence in before.sentences.indices { _ = before.dependencies(sentence: sentence) }
    let cut = try #require(Self.text.range(of: old))
    let bytes = Array(Self.text.replacingCharacters(in: cut, with: new).utf8)
    let (after, fresh) = (English.read(bytes, after: before), English.read(bytes))
    #expect(after.knownTrees.count == kept)
    #expect(after.tags == fresh.tags)
    #expect(after.sentences == fresh.sentences)
    for sentence in fresh.sentences.indices {
      #expect(after.dependencies(sentence: sentence) == fresh.dependencies(sentence: sentence), "sentence \(sentence)")
    }
  }

  @Test func theFormerParagraphMayBeAnother() {
    let other = English.read(Array("It rained. Nobody came. It rained.".utf8))
    let fresh = English.read(Array(Self.text.utf8))
    #expect(English.read(Array(Self.text.utf8), after: other).tags == fresh.tags)
    let empty = English.read([])
    #expect(English.read(Array(Self.text.utf8), after: empty).tags == fresh.tags)
    #expect(English.read([], after: fresh).tags.isEmpty)
  }
}
