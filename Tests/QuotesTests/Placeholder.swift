import DiplePluginKit
import Testing
@Suite struct Dbg {
  @Test func tags() {
    let l = English.read(Array("Moscow considered that “the plan is dead.” They saw it. The region has moved, and Moscow considered that it failed.".utf8))
    for t in l.tokens.indices { print(l.text(t..<t+1), l.tag(t).name, l.nounPhrase(at: t) ?? -1, l.verbGroup(at: t) ?? -1) }
    print(l.verbGroups)
  }
}
