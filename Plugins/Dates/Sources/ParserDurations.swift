import DiplePluginKit

/// Amounts of time: `three weeks`, `54-year-old`, `the past three months` …
extension Parser {
  // MARK: Numbers

  /// A number before a unit, in hundredths (nil where no number tells): `two`, `2 1/2`, `several`, `a couple of`.
  private func count(_ at: Int) -> (hundredths: Int?, next: Int, mod: Mod?)? {
    if `is`(at, .a) {
      if `is`(at + 1, .quantity) || `is`(at + 1, .scale) || word(at + 1) == "good" { return quantity(at + 1) }
      if `is`(at + 1, .half) { return (50, at + 2, nil) }
      return (100, at + 1, nil)
    }
    if `is`(at, .half), word(at) == "half" || word(at) == "½" {
      if `is`(at + 1, .a) { return (50, at + 2, nil) }
      if isGlued(at + 1) || `is`(at + 1, .unit) { return (50, at + 1, nil) }
    }
    if `is`(at, .lead), word(at) == "another" || word(at) == "additional" {
      return number(at + 1) ?? (100, at + 1, nil)
    }
    return number(at) ?? quantity(at)
  }

  private func quantity(_ at: Int) -> (hundredths: Int?, next: Int, mod: Mod?)? {
    if `is`(at, .scale) {
      var next = at + 1
      if `is`(next, .scale) { next += 1 }
      let value = Int(pieces[at].entry.number) * (next > at + 1 ? Int(pieces[at + 1].entry.number) : 1)
      return (min(value, 1_000_000_000_000) * 100, next, nil)
    }
    guard `is`(at, .quantity), word(at) != "some" || `is`(at + 1, .units) else { return nil }
    var next = at + 1
    if `is`(next, .scale) { next += 1 }
    if `is`(next, .of) { next += 1 }
    let number = pieces[at].entry.number
    return number > 0 ? (Int(number) * 100, next, .approx) : (nil, next, nil)
  }

  private static let halves: WordSet = ["1/2", "½"]

  private func number(_ at: Int) -> (hundredths: Int?, next: Int, mod: Mod?)? {
    guard `is`(at, .number) else { return nil }
    var hundredths = pieces[at].hundredths
    var next = at + 1
    if let small = small(at) { (hundredths, next) = (small.number * 100, small.next) }
    var steps = 0
    // Bounded, as the text may say `million billion trillion`: a product past this limit ends the number.
    while `is`(next, .scale), steps < 3, hundredths < 1_000_000_000_000_000 / Int(pieces[next].entry.number) {
      hundredths *= Int(pieces[next].entry.number)
      next += 1
      steps += 1
    }
    if word(next, in: Self.halves) {
      hundredths += 50
      next += 1
    } else if word(next) == "and", word(next + 1) == "a", word(next + 2) == "half" {
      hundredths += 50
      next += 3
    } else if word(next) == "and", word(next + 1) == "half", `is`(next + 2, .unit.union(.units)) {
      hundredths += 50
      next += 2
    }
    return (hundredths, next, nil)
  }

  // MARK: Amounts

  private static let between: WordSet = [
    "trading", "business", "working", "full", "whole", "straight", "consecutive", "successive", "more", "additional",
    "further", "long", "calendar", "short", "extra", "solid", "odd", "or", "so", "light", "other", "previous", "entire",
    "school", "fiscal",
  ]

  /// A number and a unit, with what is added to it: `two hours and ten minutes`, `a year and a half`.
  func amount(_ at: Int) -> (amount: Amount, next: Int, mod: Mod?)? {
    guard let first = count(at) else { return nil }
    var (hundredths, next, mod) = first
    // `two to three weeks`, `10-15 years`, `a day or two`.
    var isRange = false
    if `is`(next, .range.union(.and)), word(next) != "and", let second = number(next + 1), `is`(second.next, .units) {
      next = second.next
      isRange = true
    }
    if `is`(next + 1, .unit.union(.units)), word(next, in: Self.between) { next += 1 }
    guard let unit = unit(next, after: at) else { return nil }
    next += 1
    if word(next) == "and", word(next + 1) == "a", word(next + 2) == "half", let h = hundredths {
      hundredths = h + 50
      next += 3
    } else if word(next) == "and", word(next + 1) == "half", let h = hundredths, unit <= .hour, !tag(next + 2).isNoun {
      hundredths = h + 50
      next += 2
    } else if word(next) == "or", word(next + 1) == "so" {
      mod = .approx
      next += 2
    } else if word(next) == "or", word(next + 1) == "two", hundredths == 100, !`is`(next + 2, .units) {
      (hundredths, mod) = (nil, nil)
      next += 2
    }
    if isRange { mod = mod ?? .equalOrMore }
    var amount = Amount(hundredths, unit)
    while amount.parts.count < 3, let last = amount.parts.last, last.hundredths != nil {
      var ahead = next
      if `is`(ahead, .comma) { ahead += 1 }
      if word(ahead) == "and" { ahead += 1 }
      guard let more = number(ahead), let finer = self.unit(more.next, after: ahead), finer != .weekend,
        last.unit != .period,
        // `2 days 1 month`, side by side.
        finer < last.unit
          || ahead == next && finer <= .year && last.unit >= .day
            && !amount.parts.contains(where: { $0.unit == finer })
      else { break }
      amount.parts.append(.init(hundredths: more.hundredths, unit: finer))
      next = more.next + 1
    }
    amount.parts.sort { $0.unit > $1.unit }
    return (amount, next, mod)
  }

  private func unit(_ at: Int, after start: Int) -> Unit? {
    guard `is`(at, .unit.union(.units)) else { return nights(at, after: start) }
    let unit = pieces[at].entry.unit
    if `is`(at, .short), !`is`(at - 1, .number) { return nil }
    // `a second goal`, `one quarter of the city`, `the third period`.
    if unit == .second, `is`(at, .unit),
      tag(at + 1).isNoun || tag(at + 1).isAdjective
        || !shape(at - 1).contains(.hasDigit) && `is`(start, .a) && !word(start - 1, in: Self.leadIn)
    {
      return nil
    }
    if unit == .quarter, pieces[at].isGlued, `is`(at, .units) { return nil }
    // `three quarters of the city`, but `several quarters of losses`.
    if unit == .quarter, `is`(at, .unit) || word(at + 1) == "of" && !`is`(start, .quantity) {
      return pieces[at].isGlued && !`is`(at, .units) ? .quarter : nil
    }
    if unit == .period { return nil }
    if unit == .minute, `is`(at, .unit), tag(at) == .jj { return nil }
    return unit
  }

  /// `two nights`: counted as days are.
  private func nights(_ at: Int, after start: Int) -> Unit? {
    guard `is`(at, .part.union(.parts)), pieces[at].entry.part == .night, `is`(start, .number.union(.quantity)),
      `is`(at, .parts) || pieces[start].entry.number == 1, !tag(at + 1).isNoun, at == start + 1 || at == start + 2
    else { return nil }
    return .day
  }

  // MARK: Expressions with an amount

  /// An expression that starts with an amount, or with words that choose one (`the past three months`).
  func measured(_ at: Int) -> Found? {
    if let chosen = streak(at) ?? chosenAmount(at) { return chosen }
    if let bare = bareUnits(at) ?? wholeUnit(at) { return bare }
    var start = at
    if `is`(at, .the), `is`(at + 1, .number.union(.quantity)) { start += 1 }
    // `a year-earlier loss`, `a years-old slump`: the article is the noun's.
    if `is`(start, .a), `is`(start + 1, .unit.union(.units)), isGlued(start + 2) || `is`(start + 1, .units) {
      return nil
    }
    guard let (amount, next, mod) = amount(start) else { return nil }
    // `from a fiscal year to a calendar year`: a kind of year.
    if `is`(start, .a), `is`(start + 1, .fiscal) || word(start + 1) == "calendar" { return nil }
    let hasArticle = start > at
    // `the two-week strike`: the article belongs to the noun.
    // People write `the two week strike` too.
    let isLoose =
      hasArticle && next == start + 2 && `is`(next - 1, .unit) && !`is`(next - 1, .units)
      && amount.parts[0].hundredths != 100 && tag(next).isNoun
    // `a half hour drive`.
    let isHalf =
      `is`(start, .a) && `is`(start + 1, .half) && next == start + 3 && tag(next).isNoun && !`is`(next, .triggers)
    let at = isHalf ? start + 1 : isGlued(start + 1) || isLoose ? start : at
    // `54-year-old`, `54 years old`.
    if `is`(next, .old) {
      return Found(meaning: .duration(amount), mod: mod, rule: .age, range: at..<next + 1)
    }
    if let counted = counted(amount, from: at, next: next, mod: mod) { return counted }
    // `a day`, `a year` alone: a rate behind money and numbers, a duration behind `for`, `in`, `than` … and before `of`.
    if `is`(start, .a), next == start + 2 {
      if isRate(start) {
        let recurrence = Recurrence(base: .period(amount), quant: nil, freq: nil)
        return Found(meaning: .recurrence(recurrence), mod: nil, rule: .set, range: at..<next)
      }
      if !isSpan(start, next) { return nil }
    }
    if hasArticle, amount.parts[0].hundredths == nil, word(start) == "many" { return nil }
    if word(start) == "one", amount.whole?.unit == .day, tag(next).isFinite { return nil }
    if word(start) == "some", amount.parts[0].hundredths == nil, amount.parts[0].unit == .day { return nil }
    return Found(meaning: .duration(amount), mod: mod, rule: .duration, range: at..<next)
  }

  private static let spanning: WordSet = [
    "for", "in", "within", "over", "than", "after", "about", "nearly", "almost", "least", "last", "lasted", "lasts",
    "took", "take", "takes", "spent", "spend", "spending", "waited", "wait", "during", "to", "of", "and", "or", "under",
    "half", "once", "twice", "times", "only", "just", "every", "by",
  ]
  private func isSpan(_ at: Int, _ next: Int) -> Bool {
    word(at - 1, in: Self.spanning) || isGlued(next - 1)
  }

  /// True behind what is counted or paid: `$5 a day`, `20 percent a year`, `eight hours a day`.
  private func isRate(_ at: Int) -> Bool {
    guard at > 0 else { return false }
    let before = tag(at - 1)
    if before == .cd || word(at - 1) == "percent" || word(at - 1) == "%" { return true }
    return before == .nns && (tag(at - 2) == .cd || `is`(at - 2, .quantity) || tag(at - 3) == .cd)
  }
}
