import DipleAnnotations
import DipleLanguage
import Testing

/// The arcs of a text, a token each: `word -relation> head`.
private func arcs(_ text: String) -> [String] {
  let layers = English.read(Array(text.utf8))
  func word(_ token: Int) -> String { layers.text(token..<token + 1) }
  return (0..<layers.count).map { token in
    guard let tree = layers.dependencies(at: token) else { return "\(word(token)) ?" }
    return "\(word(token)) -\(tree.relation(token).name)> \(tree.head(token).map(word) ?? "ROOT")"
  }
}

@Test func aSentenceIsATree() {
  #expect(
    arcs("The mayor closed the old bridge.") == [
      "The -det> mayor", "mayor -nsubj> closed", "closed -root> ROOT", "the -det> bridge", "old -amod> bridge",
      "bridge -obj> closed", ". -punct> closed",
    ])
}

@Test func contentHangsOnTheVerbOfSaying() {
  let found = arcs("Holm said that the council had rejected the plan.")
  #expect(found.contains("rejected -ccomp> said"))
  #expect(found.contains("that -mark> rejected"))
  #expect(found.contains("Holm -nsubj> said"))
  #expect(found.contains("council -nsubj> rejected"))
}

@Test func aPassiveHasItsSubjectAndItsAgent() {
  let found = arcs("The plan was rejected by the council.")
  #expect(found.contains("plan -nsubj:pass> rejected"))
  #expect(found.contains("was -aux:pass> rejected"))
  #expect(found.contains("council -obl:agent> rejected"))
}

@Test(arguments: [
  "", "No.", "Bridges , ) ( , and “ so — on", "one two three four five six seven eight nine ten eleven twelve",
  "He said: “I will go. They won’t.” Then she left (as ever) for Lund, Malmö and Kiel; nobody saw her again.",
])
func whateverItReadsIsATree(_ text: String) {
  let layers = English.read(Array(text.utf8))
  for (number, sentence) in layers.sentences.enumerated() {
    guard let tree = layers.dependencies(sentence: number) else {
      Issue.record("no tree")
      continue
    }
    #expect(tree.sentence == sentence)
    #expect(tree.heads.filter { $0 < 0 }.count == 1)
    #expect(sentence.allSatisfy { tree.isUnder($0, tree.root ?? -1) })
    #expect(sentence.allSatisfy { (tree.relation($0) == .root) == (tree.head($0) == nil) })
    #expect(layers.dependencies(sentence: number) == tree)
  }
  #expect(layers.dependencies(sentence: layers.sentences.count) == nil)
}

@Test func partsOfATreeCanBeAskedFor() throws {
  let layers = English.read(Array("She left. The mayor of Lund closed the bridge.".utf8))
  let tree = try #require(layers.dependencies(sentence: 1))
  let mayor = try #require((0..<layers.count).first { layers.word($0) == "mayor" })
  #expect(layers.text(tree.extent(mayor)) == "The mayor of Lund")
  #expect(tree.dependents(mayor).map { layers.text($0..<$0 + 1) } == ["The", "Lund"])
  #expect(tree.root.map { layers.text($0..<$0 + 1) } == "closed")
}

@Test func relationsAreNamedAsTreebanksDo() {
  for relation in Relation.allCases { #expect(Relation(name: relation.name) == relation) }
  #expect(Relation.nsubjPass.name == "nsubj:pass")
  #expect(Relation(name: "csubj:outer") == .csubj)
  #expect(Relation(name: "nothing") == nil)
  #expect(Relation.nmodPoss.universal == .nmod)
}
