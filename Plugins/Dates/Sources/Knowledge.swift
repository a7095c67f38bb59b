import DiplePluginKit

/// What a paragraph may ask the document.
public enum DateQuestion: Hashable, Sendable {
  /// Which of its expressions say when it was written?
  case stamps
  /// Is it a history, which has a time of its own?
  case history
  /// Do its slash dates write the day first?
  case dayFirst
}

/// What a paragraph tells the document.
public enum DateFact: Equatable, Sendable {
  /// That it is there, and what it says of when the document was written. Every paragraph tells it: where it stands counts.
  case paragraph(Stamp?)
  /// A date of this year.
  case year(Int16)
  /// A day told from the day of writing.
  case near
  /// A slash date that can be read in one way.
  case dayFirst(Bool)
}

/// What the document answers.
public enum DateAnswer: Equatable, Sendable {
  case stamps([Stamp])
  case history(History)
  case dayFirst(Bool)
}

extension DateAnswer {
  /// Makes an answer of the facts, which stand in document order.
  init?(_ question: DateQuestion, _ facts: [DateFact]) {
    switch question {
    case .stamps:
      // A text says when it was written in its first six paragraphs or its last three.
      let edges = [facts.prefix(6), facts.dropFirst(6).suffix(3)].joined()
      let stamps = edges.compactMap { if case .paragraph(let stamp) = $0 { stamp } else { nil } }
      if stamps.isEmpty { return nil }
      self = .stamps(stamps)
    case .history:
      guard let history = History(facts) else { return nil }
      self = .history(history)
    case .dayFirst:
      // Where some dates show the order and none says otherwise.
      guard let first = facts.first, case .dayFirst(let order) = first, facts.allSatisfy({ $0 == first }) else {
        return nil
      }
      self = .dayFirst(order)
    }
  }
}

/// An expression that by its looks says when the document was written.
public struct Stamp: Equatable, Sendable {
  enum Kind: UInt8, Sendable { case dateline, byline }

  let kind: Kind
  let paragraph: Int
  let year: Int16?
  let month: Int8
  let day: Int8

  /// The stamp that an expression is; nil where it is none.
  init?(_ timex: Timex, in paragraph: Int) {
    guard let kind = timex.stamp, case .moment(let moment) = timex.meaning, let month = moment.fields.month,
      let day = moment.fields.day
    else { return nil }
    (self.kind, self.paragraph) = (kind, paragraph)
    (year, self.month, self.day) = (moment.fields.year, month, day)
  }

  /// The day, where it is written with its year.
  var date: DocumentDate? {
    guard let year, let day = CivilDate(year: Int(year), month: Int(month), day: Int(day)) else { return nil }
    return DocumentDate(day, from: kind == .dateline ? .dateline : .byline)
  }

  /// True where it names this day, as far as it goes.
  func names(_ date: CivilDate) -> Bool {
    date.month == Int(month) && date.day == Int(day) && (year.map { Int($0) == date.year } ?? true)
  }
}

/// A document that names many dates of other years and few days told from the day of writing. Which years are other ones
/// depends on when it was written, and that is known to who asks.
public struct History: Equatable, Sendable {
  /// The years in which nobody would have written it as a history, as too many of its dates were near.
  let ownYears: [Int]

  /// Nil where it is none whenever it was written.
  init?(_ facts: [DateFact]) {
    var counts: [Int: Int] = [:]
    var (dates, near) = (0, 0)
    for fact in facts {
      switch fact {
      case .year(let year):
        dates += 1
        counts[Int(year), default: 0] += 1
      case .near: near += 1
      case .paragraph, .dayFirst: break
      }
    }
    func isOne(withNear count: Int) -> Bool { dates - count >= 4 && dates - count > (near + count) * 2 }
    guard isOne(withNear: 0) else { return nil }
    let years = Set(counts.keys.lazy.flatMap { $0 - 1...$0 + 1 })
    ownYears = years.filter { year in
      !isOne(withNear: (year - 1...year + 1).reduce(0) { $0 + (counts[$1] ?? 0) })
    }.sorted()
  }

  /// True where it is a history if it was written in this year.
  func isOne(writtenIn year: Int?) -> Bool { year.map { !ownYears.contains($0) } ?? true }
}

extension Timex {
  /// Tells the document what the expression says of it.
  func tell(_ board: (DateQuestion, DateFact) -> Void) {
    if let written { board(.dayFirst, .dayFirst(written == .dayFirst)) }
    guard case .moment(let moment) = meaning else { return }
    if let year = moment.fields.year, moment.fields.span == .year {
      board(.history, .year(year))
    } else if moment.origin == .document, moment.shift != nil || moment.fields.weekday != nil {
      board(.history, .near)
    }
  }
}
