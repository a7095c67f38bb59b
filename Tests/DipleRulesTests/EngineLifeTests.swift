import DiplePluginKit
import Testing

@testable import DipleRules

/// What rules have learned goes with them: an editor that saves a file of rules a hundred times holds them once.
@Suite struct EngineLifeTests {
  @Test func rulesThatHaveReadAreFreed() throws {
    weak var gone: Engine?
    do {
      let engine = Engine([try Toy.rule("may|might []")], lists: [])
      let found = engine.firings(Toy.layers("she may come"), withLeaves: false) { [] }
      #expect(found.count == 1)
      gone = engine
    }
    #expect(gone == nil)
  }
}
