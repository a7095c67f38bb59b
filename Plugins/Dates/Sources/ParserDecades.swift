import DiplePluginKit

/// Decades and centuries, and the years before the first.
extension Parser {
  /// `1990s`, `the '80s`, `the nineties`, `the 19th century`.
  func decade(_ at: Int, article: Bool) -> Found? {
    if `is`(at, .decade) {
      var number = Int(pieces[at].entry.number)
      if number < 100 {
        // `in his 80s` is an age, `temperatures in the 80s` are degrees: two figures need the apostrophe or the article.
        guard
          article || pieces[at].shape.contains(.punctuation) || !Digits.isDigit(layers.bytes[pieces[at].start])
            || `is`(at - 1, .edge) || `is`(at - 1, .and.union(.range)) && `is`(at - 2, .decade)
        else { return nil }
        number += number < 30 ? 2000 : 1900
      }
      return found(Fields(year: number, span: .decade), .absolute, at..<at + 1)
    }
    // `in the 70's`.
    let isLed = article || word(at - 1) == "in"
    if isLed, `is`(at, .number), shape(at).contains(.digits), pieces[at].end - pieces[at].start == 2,
      pieces[at].entry.number >= 20, pieces[at].entry.number % 10 == 0, word(at + 1) == "'s", !tag(at + 2).isNoun
    {
      return found(Fields(year: 1900 + Int(pieces[at].entry.number), span: .decade), .absolute, at..<at + 2)
    }
    if `is`(at, .decadeName), isLed || `is`(at - 1, .edge) {
      return found(Fields(year: 1900 + Int(pieces[at].entry.number), span: .decade), .absolute, at..<at + 1)
    }
    // `nineteen-nineties`.
    if `is`(at, .number), pieces[at].entry.number == 19, `is`(at + 1, .decadeName) {
      return found(Fields(year: 1900 + Int(pieces[at + 1].entry.number), span: .decade), .absolute, at..<at + 2)
    }
    guard let ordinal = ordinal(at) else { return nil }
    var next = ordinal.next
    var isCentury = `is`(next, .unit.union(.units)) && pieces[next].entry.unit == .century
    if !isCentury, `is`(next, .and.union(.range)) {
      // `the 18th and early 19th centuries`: the first is elided.
      var ahead = next + 1
      if `is`(ahead, .the) { ahead += 1 }
      if `is`(ahead, .edge) { ahead += 1 }
      guard let other = self.ordinal(ahead), `is`(other.next, .unit.union(.units)),
        pieces[other.next].entry.unit == .century
      else { return nil }
      return found(Fields(year: (ordinal.number - 1) * 100, span: .century), .absolute, at..<next)
    }
    guard isCentury, ordinal.number > 0 else { return nil }
    isCentury = `is`(next + 1, .era) && pieces[next + 1].entry.number < 0
    next += 1
    if isCentury {
      return Found(meaning: .open(.movable), mod: nil, rule: .absolute, range: at..<next + 1).asBC(ordinal.number)
    }
    return found(Fields(year: (ordinal.number - 1) * 100, span: .century), .absolute, at..<next)
  }

  /// `19th`, `nineteenth`, `twenty-first`.
  private func ordinal(_ at: Int) -> (number: Int, next: Int)? {
    if `is`(at, .ordinal), pieces[at].entry.number > 0 { return (Int(pieces[at].entry.number), at + 1) }
    if `is`(at, .number), (20...90).contains(pieces[at].entry.number), pieces[at].entry.number % 10 == 0,
      `is`(at + 1, .ordinal), pieces[at + 1].entry.number < 10
    {
      return (Int(pieces[at].entry.number + pieces[at + 1].entry.number), at + 2)
    }
    return nil
  }
}

extension Found {
  /// A century before the first year.
  fileprivate func asBC(_ century: Int) -> Found {
    var fields = Fields(year: -(century * 100) + 1, span: .century)
    fields.hasEra = true
    var result = self
    result.meaning = .moment(Moment(fields))
    return result
  }
}

extension Fields {
  /// A year with its era as written: 490 BC is the astronomical year -489.
  init(era: Int32, number: Int32) {
    self.init(year: Int(era < 0 ? 1 - number : number))
    hasEra = true
  }
}
