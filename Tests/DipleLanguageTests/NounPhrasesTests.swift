import DipleAnnotations
import DipleLanguage
import Testing

/// The full noun phrase around the first base phrase that starts with `word`.
private func full(_ word: String, in text: String, _ parts: NounPhraseParts = .all) -> String {
  let layers = English.read(Array(text.utf8))
  guard let number = layers.nounPhrases.firstIndex(where: { layers.text($0.tokens).hasPrefix(word) }) else {
    return "no phrase \(word)"
  }
  return layers.text(layers.fullNounPhrase(number, parts))
}

private func check(
  _ text: String, _ word: String, _ expected: String, _ parts: NounPhraseParts = .all,
  _ place: SourceLocation = #_sourceLocation
) {
  #expect(full(word, in: text, parts) == expected, sourceLocation: place)
}

@Test func prepositionsBelongToTheNoun() {
  check("Ruiz criticised the port policy of the union in Lund.", "the port", "the port policy of the union in Lund")
  check("Ruiz criticised the policy in a speech on Monday.", "the policy", "the policy")
  check("Ruiz criticised the policy of the union in Lund.", "the policy", "the policy of the union", [])
  check(
    "We reject the calls to closing a harbour in another town through force.", "the calls",
    "the calls to closing a harbour in another town through force")
}

@Test func appositionsAndBracketsBelongToTheName() {
  check("They praised Ana Ruiz, the mayor of Kostel.", "Ana", "Ana Ruiz, the mayor of Kostel")
  check("They praised Tom Cole (R-Ohio) on Monday.", "Tom", "Tom Cole (R-Ohio)")
  check("They praised Ana Ruiz, the mayor of Kostel.", "Ana", "Ana Ruiz", [])
}

@Test func conjunctsBelongToThePhrase() {
  check(
    "She thanked the crew, the doctors and the nurses of Kostel.", "the crew",
    "the crew, the doctors and the nurses of Kostel")
  check("She backs the plan and the mayor opposes it.", "the plan", "the plan")
}

@Test func restrictiveClausesBelongToThePhrase() {
  check("He supports people who defend the harbour, she said.", "people", "people who defend the harbour")
  check("She loves the school that her daughter attends.", "the school", "the school that her daughter attends")
  check("It opposes the plan to close the harbour.", "the plan", "the plan to close the harbour")
}

@Test func quotationMarksInsideArePassed() {
  check(
    "She criticised the “continuous violations” of the truce.", "continuous", "the “continuous violations” of the truce"
  )
  check("“I support the mayor” was all she said.", "the mayor", "the mayor")
}

@Test func clausesEndWhereAnotherBegins() {
  func clause(_ text: String, from word: String) -> String {
    let layers = English.read(Array(text.utf8))
    let start = (0..<layers.count).first { layers.text($0..<$0 + 1) == word } ?? 0
    return layers.text(start..<layers.clauseEnd(from: start))
  }
  #expect(clause("He asked them to close the harbour, the mayor said.", from: "close") == "close the harbour")
  #expect(clause("He asked them to close the harbour.", from: "close") == "close the harbour")
  #expect(clause("“I want them to close it,” she said.", from: "close") == "close it")
  #expect(
    clause("He asked them to close the old, shallow harbour (in Lund) and leave.", from: "close")
      == "close the old, shallow harbour (in Lund) and leave")
}

@Test func phrasesAreBoundOnHostileText() {
  let many = String(repeating: "the plan of ", count: 20_000) + "the mayor"
  let layers = English.read(Array(many.utf8))
  #expect(layers.nounPhrases.count > 10_000)
  for number in 0..<layers.nounPhrases.count { #expect(layers.fullNounPhrase(number).count < 80) }
  let marks = English.read(Array((String(repeating: "“( , ", count: 5_000) + "said").utf8))
  for number in 0..<marks.verbGroups.count { #expect(marks.subject(of: number) == nil) }
}
