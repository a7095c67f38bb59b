import DiplePluginKit
import StanceResources
import Testing

@testable import Stance

@Suite struct LexiconTests {
  let rows = Resource("frames.tsv", stance_frames).rows

  @Test func everyFrameIsWellFormed() {
    for row in rows {
      let isWellFormed = Lexicon.frame(row) != nil
      #expect(isWellFormed, "\(row)")
    }
    #expect(rows.count >= 300)
    #expect(Lexicon.shared.frames.count == rows.count)
  }

  @Test func noFrameIsThereTwice() {
    let keys = rows.map { "\($0[0].filter { $0 != "(" && $0 != ")" }) \($0[1])" }
    #expect(Set(keys).count == keys.count)
  }

  @Test func aFamilyHasOnePolarity() {
    // Feelings and verdicts go both ways; the other families say it in their name.
    var polarities: [String: Set<String>] = [:]
    for row in rows where row[4] != "feeling" { polarities[row[4], default: []].insert(row[3]) }
    for (family, found) in polarities { #expect(found.count == 1, "\(family)") }
  }

  @Test func malformedFramesAreRefused() {
    for row in [
      ["back", "verb", "OBJ", "support"], ["back", "verb", "OBJECT", "support", "support"],
      ["back", "verb", "", "support", "support"], ["back", "word", "OBJ", "support", "support"],
      ["back", "verb", "OBJ", "for", "support"], ["", "verb", "OBJ", "support", "support"],
    ] {
      let isRefused = Lexicon.frame(row) == nil
      #expect(isRefused, "\(row)")
    }
  }

  @Test func formsAreFound() {
    for form in ["criticised", "criticizing", "opposes", "fought", "stood", "withdrew", "sympathize"] {
      let isVerb = Lexicon.shared.verbs.contains(Word(form)) || Clues.shared.has(Word(form), .withdrawing)
      #expect(isVerb, "\(form)")
    }
    let isUnknown = !Lexicon.shared.verbs.contains("walked")
    #expect(isUnknown)
  }

  @Test func verdictsAndCluesAreWellFormed() {
    let verdicts = Resource("verdicts.tsv", stance_verdicts).rows
    for row in verdicts {
      let isWellFormed =
        row.count == 4 && ["adjective", "noun"].contains(row[1]) && ["support", "oppose"].contains(row[2])
        && ["strong", "weak"].contains(row[3])
      #expect(isWellFormed, "\(row)")
    }
    #expect(Set(verdicts.map { $0[0] + $0[1] }).count == verdicts.count)
    for row in Resource("words.tsv", stance_words).rows {
      let isKnown = row.count == 2 && Clues.Class.named[row[1]] != nil
      #expect(isKnown, "\(row)")
    }
  }
}
