import DipleAnnotations
import DipleLanguage
import Testing

/// The phrase that does what the verb says, with how it was found: `the mayor (direct)`.
private func subject(of verb: String, in text: String) -> String {
  let layers = English.read(Array(text.utf8))
  guard let number = layers.verbGroups.firstIndex(where: { layers.text($0.head..<$0.head + 1) == verb }) else {
    return "no verb \(verb)"
  }
  guard let subject = layers.subject(of: number) else { return "-" }
  return "\(layers.text(subject.tokens)) (\(subject.path))"
}

private func check(_ text: String, _ verb: String, _ expected: String, _ place: SourceLocation = #_sourceLocation) {
  #expect(subject(of: verb, in: text) == expected, sourceLocation: place)
}

@Test func aSubjectStandsBeforeItsVerb() {
  check("The mayor rejected the plan.", "rejected", "The mayor (direct)")
  check(
    "More than 40 members of the Harbour Council in Kostel asked for a vote.", "asked",
    "More than 40 members of the Harbour Council in Kostel (direct)")
  check("On Tuesday Ana Ruiz also condemned the attack.", "condemned", "Ana Ruiz (direct)")
  check("In a long statement, the union sharply criticised the law.", "criticised", "the union (direct)")
  check("The mayor this week opposes the vote.", "opposes", "The mayor (direct)")
  check("The union and its members oppose the law.", "oppose", "The union and its members (direct)")
  check("Lund, Kostel and the islands oppose the law.", "oppose", "Lund, Kostel and the islands (direct)")
  check("Norway backs the plan and the union opposes it.", "opposes", "the union (direct)")
}

@Test func whatStandsBetweenIsReadOver() {
  check("Ana Ruiz, the mayor of Kostel, rejected the plan.", "rejected", "Ana Ruiz, the mayor of Kostel (direct)")
  check(
    "Jon Lind, 54, the mayor of Kostel, rejected the plan.", "rejected", "Jon Lind, 54, the mayor of Kostel (direct)")
  check("Sen. Tom Cole (R-Ohio) endorsed the bill.", "endorsed", "Sen. Tom Cole (R-Ohio) (direct)")
  check("Holm, who won the vote in May, supports the bill.", "supports", "Holm (direct)")
  check("The minister, speaking in Kostel, defended the deal.", "defended", "The minister (direct)")
}

@Test func relativesStandForTheirNoun() {
  check("People who attack the press are many.", "attack", "People (relative)")
  check("People who attack the press are many.", "are", "People who attack the press (direct)")
  check("The harbour that the mayor supports is old.", "is", "The harbour that the mayor supports (direct)")
  check("The move to cut costs was popular.", "was", "The move to cut costs (direct)")
  check("He met members of the party that oppose the deal.", "oppose", "members of the party (relative)")
  check("The union, which opposes the law, met on Monday.", "opposes", "The union (relative)")
}

@Test func verbsShareASubject() {
  check("The council met on Monday and rejected the plan.", "rejected", "The council (conjoined)")
  check("Holm praised the crew but criticised the captain.", "criticised", "Holm (conjoined)")
}

@Test func participlesAndInfinitivesFollowTheirVerb() {
  check("Ruiz sent the board a letter calling for new talks.", "calling", "a letter (participle)")
  check("The union wrote a letter to the board calling for new talks.", "calling", "The union (participle)")
  check("Protesters calling for new talks met.", "calling", "Protesters (participle)")
  check("Ruiz spoke for an hour, calling for new talks.", "calling", "Ruiz (participle)")
  check("Calling for new talks, the mayor left the hall.", "Calling", "the mayor (participle)")
  check("The mayor refused to endorse the plan.", "endorse", "The mayor (controlled)")
  check("Ruiz asked the council to reject the plan.", "reject", "the council (controlled)")
  check("Ruiz called on the council to reject the plan.", "reject", "the council (controlled)")
  check("Holm thanked Ruiz for backing the plan.", "backing", "Ruiz (controlled)")
}

@Test func noSubjectIsGuessed() {
  check("Reject the plan.", "Reject", "-")
  check("", "said", "no verb said")
}

@Test func passivesHaveAnAgent() {
  let layers = English.read(Array("The plan was rejected on Monday by the council of Kostel and its mayor.".utf8))
  let agent = layers.agent(of: 0).map { layers.text($0.tokens) }
  #expect(agent == "the council of Kostel and its mayor")
  let none = English.read(Array("The plan was rejected in Kostel.".utf8))
  let absent = none.agent(of: 0)
  #expect(absent == nil)
}
