import DiplePluginKit
import Testing

@testable import DipleExchange

/// What the words of a source say about it, where it has no name.
@Suite struct SourceClassTests {
  private func check(_ phrases: [String], _ expect: SourceClass) {
    for phrase in phrases { #expect(SourceWords.shared.sourceClass(phrase) == expect, "\(phrase)") }
  }

  @Test func onePersonAndSourcesAreAnonymous() {
    check(
      [
        "an official", "the lawyer", "A person familiar with the talks", "people close to the minister", "Sources",
        "two sources in the ministry", "one of the officials", "the ministry's spokesman", "a boss",
      ], .anonymous)
  }

  @Test func manyAndTheirInstitutionsAreAGroup() {
    check(
      [
        "officials", "residents of the valley", "The government", "Kostania’s government", "police",
        "people in the town",
        "Two spokesmen for the ministry", "the committee, which met on Monday", "critics of the minister",
      ], .collective)
  }

  @Test func aTextIsADocument() {
    check(["the report", "A survey by the institute", "the group's statement", "court filings"], .document)
  }

  @Test func aPronounNamesNobody() {
    check(["He", "they", "who", ""], .unknown)
  }

  @Test func aNameIsNamedAndSoIsWhomAPersonNamed() {
    #expect(SourceClass(Party(name: "Ana Ruiz", entity: .init(1)), isGivenByName: false) == .named)
    #expect(SourceClass(Party(name: "Ana Ruiz"), isGivenByName: true) == .named)
    #expect(SourceClass(nil, isGivenByName: false) == .unknown)
  }

  @Test(arguments: [
    ("She", GenderSaid.she), ("Ms Ruiz", .she), ("a spokeswoman for the mayor", .she), ("Mr Holt", .he),
    ("the chairman, his wife said", .he),
  ])
  func theTextSaysWhetherItIsAWomanOrAMan(_ phrase: String, _ expect: GenderSaid) {
    #expect(SourceWords.shared.gender(phrase) == expect)
  }

  @Test(arguments: ["Ana Ruiz", "her lawyer", "the neighbour of the queen", "Mr and Mrs Holt", "a man or a woman"])
  func aNameAndOtherPeoplesWordsSayNothing(_ phrase: String) {
    #expect(SourceWords.shared.gender(phrase) == nil)
  }
}
