import Entities
import TestSupport
import Testing

/// What an edit reaches: a name that stands all over a book is not read again everywhere because somebody types beside one mention.
@Suite struct ReachTests {
  private static let book =
    ["Ana Ruiz, the mayor of Kostel, opened the bridge with Odile Vantreck."]
    + (1...120).map { "On day \($0) Vantreck met the council of Kostel and said that Ruiz had agreed." }

  @Test func typingBesideAFrequentNameRunsFewParagraphs() throws {
    let desk = try Desk(Self.book, counting: EntitiesAnnotator())
    for (old, new) in [
      ("day 60 Vantreck met", "day 60 Vantreck quickly met"), ("day 61 Vantreck", "day 61 the Vantreck"),
      ("day 62 Vantreck", "day 62 VantreckX"), ("day 63 Vantreck met the council of Kostel and said that", "day 63"),
      ("day 64 Vantreck met the council of Kostel", "day 64 Vantreck met Ruiz"),
    ] {
      #expect(try desk.replace(old, new) <= 5, "\(old) → \(new)")
    }
    }
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
