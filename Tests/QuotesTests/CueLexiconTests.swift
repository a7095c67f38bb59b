import DiplePluginKit
import QuotesResources
import Testing

@testable import Quotes

/// The cue at the first word of `text`: its words and class.
private func check(
  _ text: String, _ cue: String?, _ attribution: Attribution? = nil, at word: Int = 0,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let layers = English.read(Array(text.utf8))
  let found = CueLexicon.shared.verb(layers, word, limit: layers.count)
  #expect(found.map { layers.text($0.tokens) } == cue, sourceLocation: sourceLocation)
  #expect(found?.attribution == attribution, sourceLocation: sourceLocation)
}

@Suite struct CueLexiconTests {
  @Test func everyRowIsRead() {
    let verbs = Resource("cue_verbs.tsv", quotes_cue_verbs).rows
    let nouns = Resource("cue_nouns.tsv", quotes_cue_nouns).rows
    #expect(CueLexicon.shared.verbCount == verbs.count)
    #expect(CueLexicon.shared.nounCount == nouns.count)
    #expect(verbs.count >= 250)
    #expect(nouns.count >= 80)
    #expect(Set(verbs.map { $0[0] }).count == verbs.count)
  }

  @Test func formsAndClasses() {
    check("said", "said", .neutral)
    check("insists", "insists", .assertive)
    check("admitting", "admitting", .factive)
    check("claimed", "claimed", .distancing)
    check("denied", "denied", .denying)
    check("thought", "thought", .speculative)
    check("urged", "urged", .directive)
    check("vowed", "vowed", .commissive)
    check("condemns", "condemns", .evaluative)
    check("wondered", "wondered", .asking)
    check("walked", nil)
  }

  @Test func phrasesGoBeforeTheirFirstWord() {
    check("called for peace", "called for", .directive)
    check("called it peace", "called", .neutral)
    check("pointed out that", "pointed out", .factive)
    check("made it very clear that", "made it very clear", .assertive)
    check("were convinced that", "were convinced", .speculative)
  }
}
