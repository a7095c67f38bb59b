import DipleLanguage
import DiplePipeline
import Entities
import TestSupport
import Testing

/// What an edit reaches: a name that stands all over a book is not read again everywhere because somebody types beside one mention.
@Suite struct ReachTests {
  private static let book =
    ["Ana Ruiz, the mayor of Kostel, opened the bridge with Odile Vantreck."]
    + (1...120).map { "On day \($0) Vantreck met the council of Kostel and said that Ruiz had agreed." }

  /// A mean may lie at the edge between two steps: then one edit is seen everywhere, and the others are not.
  @Test func typingBesideAFrequentNameRunsFewParagraphs() throws {
    let desk = try Desk(Self.book, counting: EntitiesAnnotator())
    var far: [String] = []
    for (old, new) in [
      ("day 60 Vantreck met", "day 60 Vantreck quickly met"), ("day 61 Vantreck", "day 61 the Vantreck"),
      ("day 62 Vantreck", "day 62 VantreckX"), ("day 63 Vantreck met the council of Kostel and said that", "day 63"),
      ("day 64 Vantreck met the council of Kostel", "day 64 Vantreck met Ruiz"),
    ] {
      if try desk.replace(old, new) > 5 { far.append("\(old) → \(new)") }
    }
    #expect(far.count <= 1, "\(far)")
  }

  @Test func aLongerBookIsNotToldMore() throws {
    func told(_ paragraphs: Int) throws -> Int {
      let desk = try Desk(Array(Self.book.prefix(paragraphs)), counting: EntitiesAnnotator())
      _ = desk.live.takeDelta()
      _ = try desk.replace("day 20 Vantreck met", "day 20 the happy Vantreck met")
      let delta = desk.live.takeDelta()
      return delta.added.count + delta.changed.count + delta.removed.count
    }
    let (half, whole) = (try told(60), try told(120))
    #expect(whole <= half + 1, "\(half) → \(whole)")
    #expect(whole <= 8)
  }

  @Test func aTextInCapitalsIsReadInParts() {
    let lexicon = NameLexicon(slots: Blob([0]), groupOf: Blob([]))
    let shouted = Array(repeating: "KOSTEL VOTED", count: 2 * NameAtoms.longest).joined(separator: " ")
    let regions = NameAtoms.read(English.read(Array(shouted.utf8)), lexicon).regions
    #expect(regions.count >= 4 && regions.allSatisfy { $0.count <= NameAtoms.longest })
    #expect(zip(regions, regions.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
  }

  @Test func fewMentionsLeaveThemselvesOut() {
    let sure = Beliefs(nats: [-9, 0, -9, -9, -9, 0, 0, 0])
    let unsure = Beliefs(nats: [0, -9, -9, -9, -9, 0, 0, 0])
    let three = Consensus(sum: sure + unsure + unsure, of: 3).others(than: sure)
    #expect(three?.count == 2 && three?.sum == unsure + unsure)
    #expect(Consensus(sum: sure, of: 1).others(than: sure) == nil)
    // Of many, one less is the same answer.
    let many = (1...40).reduce(into: Beliefs()) { sum, _ in sum = sum + sure }
    #expect(Consensus(sum: many, of: 40) == Consensus(sum: many - sure + unsure, of: 40))
  }
}
