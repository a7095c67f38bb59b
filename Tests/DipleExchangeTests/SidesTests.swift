import DipleExchange
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Testing

/// What the page says in a section, without its two columns' spaces.
private func section(_ title: String, of text: String) throws -> [String] {
  let analysis = try Registry.builtIn.pipeline().run(Document(text))
  let page = String(decoding: TextRendering(width: 120).render(analysis, title: "t"), as: UTF8.self)
  let lines = page.split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != title }.dropFirst()
  return lines.prefix { !$0.isEmpty }.map { $0.split(separator: " ").joined(separator: " ") }
}

@Suite struct SidesTests {
  @Test func aPronounIsToldByWhoSpeaks() throws {
    #expect(
      try section("For and against", of: "The suspects said they support the new law.")
        == ["The suspects supports the new law (“support”)"])
    #expect(
      try section("For and against", of: "“I condemn the attack,” the minister said.")
        == ["the minister opposes the attack (“condemn”)"])
  }

  @Test func twoAreNotTheOneWithAName() throws {
    #expect(
      try section("For and against", of: "Eva Holm and her aides say they support the ban.")
        == ["Eva Holm and her aides supports the ban (“support”)"])
  }

  @Test func aPronounThatStandsForSomebodyElseStays() throws {
    #expect(
      try section("For and against", of: "The minister said that with the vote they support the ban.")
        == ["they supports the ban (“support”)"])
  }

  @Test func aPronounWithinAQuoteIsNoSpeakerOfItsOwn() throws {
    #expect(
      try section("Who said what", of: "The suspects said they oppose the law.").filter { $0.contains("they") }
        == ["said they oppose the law"])
  }

  @Test func anActHasItsTo() throws {
    #expect(
      try section("For and against", of: "Eva Holm called on the mayor to publish the contract.")
        == ["Eva Holm supports to publish the contract (“called on … to”)"])
    #expect(
      try section("For and against", of: "Eva Holm supports the contract.")
        == ["Eva Holm supports the contract (“supports”)"])
  }

  @Test func aTargetThatSaysMoreThanANameIsToldInFull() throws {
    #expect(
      try section("For and against", of: "Eva Holm called for Norway to accept more refugees. She praised Norway.")
        == [
          "Eva Holm supports Norway to accept more refugees (“called for”)", "Eva Holm supports Norway (“praised”)",
        ])
  }

  @Test func whoseLawyerOneIsDependsOnTheText() throws {
    #expect(
      try section("Who and what is named", of: "Their lawyer, Tom Eker, left with his wife, Eva Holm.")
        == ["person Tom Eker, lawyer", "Eva Holm, wife"])
  }
}
