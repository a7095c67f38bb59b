import DiplePluginKit

/// An expression that the parser found: what it means, and the pieces it takes.
struct Found {
  var meaning: Meaning
  var mod: Mod?
  var rule: Timex.Rule
  var range: Range<Int>
  /// It counts from what follows it: `two days after` (the vote).
  var needsObject = false
}

/// Reads time expressions over the pieces of a sentence: composes typed fragments from left to right, the longest wins.
struct Parser {
  let layers: Layers
  let pieces: [Piece]

  // Outside the sentence, a piece is nothing.
  func `is`(_ at: Int, _ kind: TimeClass) -> Bool {
    pieces.indices.contains(at) && !pieces[at].entry.classes.isDisjoint(with: kind)
  }
  func word(_ at: Int) -> Word { pieces.indices.contains(at) ? pieces[at].word : Word(hash: 0) }
  func word(_ at: Int, in set: WordSet) -> Bool { pieces.indices.contains(at) && set.contains(pieces[at].word) }
  func shape(_ at: Int) -> Shape { pieces.indices.contains(at) ? pieces[at].shape : [] }
  func isCapitalized(_ at: Int) -> Bool { shape(at).contains(.capitalized) }
  func isGlued(_ at: Int) -> Bool { pieces.indices.contains(at) && pieces[at].isGlued }
  func tag(_ at: Int) -> Tag { pieces.indices.contains(at) ? layers.tag(pieces[at].token) : .xx }

  /// All expressions, in order, without overlap.
  func expressions() -> [Found] {
    var result: [Found] = []
    var at = 0
    var trigger = 0
    while at < pieces.count {
      // No expression goes on for long before its word of time or its number.
      trigger = max(trigger, at)
      while trigger < pieces.count, !`is`(trigger, Self.cores) { trigger += 1 }
      if trigger == pieces.count { break }
      at = max(at, trigger - 8)
      if let found = expression(at) {
        result.append(found)
        at = found.range.upperBound
      } else {
        at += 1
      }
    }
    return result
  }

  private static let cores = TimeClass.triggers.union(.era).union(.number).union(.ordinal)

  /// The longest expression that starts at a piece.
  func expression(_ at: Int) -> Found? {
    guard at < pieces.count else { return nil }
    let classes = pieces[at].entry.classes
    guard !classes.isDisjoint(with: .openers) else { return nil }
    // `the minister`: an article alone opens nothing before a word of no time.
    if classes == .the,
      at + 1 == pieces.count || pieces[at + 1].entry.classes == [] && !word(at + 1, in: Self.behindThe)
    {
      return nil
    }
    if !classes.isDisjoint(with: Self.approximating), let found = approximate(at) { return found }
    var best: Found?
    func offer(_ found: Found?) {
      guard let found, found.range.upperBound > best?.range.upperBound ?? at else { return }
      best = found
    }
    if !classes.isDisjoint(with: Self.recurring) { offer(recurrence(at)) }
    offer(moment(at))
    if !classes.isDisjoint(with: Self.measuring) { offer(measured(at)) }
    if classes.contains(.number) { offer(countedWeekdays(at)) }
    if !classes.isDisjoint(with: Self.vaguely) { offer(vague(at)) }
    return best
  }

  // What a piece must be to open an expression of a kind: most are told apart by that.
  private static let approximating: TimeClass = [.approx, .lead]
  private static let recurring: TimeClass = [
    .every, .weekdays, .weekday, .parts, .units, .periodic, .times, .number, .quantity, .scale, .half, .lead, .a,
  ]
  private static let measuring: TimeClass = [
    .the, .a, .number, .quantity, .scale, .half, .lead, .ordinal, .choice, .unit, .units,
  ]
  private static let vaguely: TimeClass = [.the, .lead, .vague, .vagueNoun]
  /// Words of no time of their own that stand between an article and one: `the entire year`, `the near future`.
  private static let behindThe: WordSet = [
    "full", "fiscal", "financial", "calendar", "whole", "entire", "comparable", "corresponding", "near", "short",
    "distant", "foreseeable", "recent", "immediate", "mid", "good",
  ]

  // MARK: More or less

  /// `about`, `more than`, `at least` … before a duration or a date; the words belong to the expression.
  private func approximate(_ at: Int) -> Found? {
    guard let (mod, start) = approximation(at), start < pieces.count else { return nil }
    if var found = measured(start) {
      if word(at) == "over", !isMore(at, found) { return nil }
      found.mod = found.mod ?? mod
      found.range = at..<found.range.upperBound
      return found
    }
    // Only `about`, `around` and hyphened `pre-`, `post-` go with dates: `over Christmas` is no amount.
    guard mod == .approx || pieces[start].isGlued, word(at) != "some", !(word(at) == "about" && tag(at - 1).isVerb),
      !(word(at) == "around" && word(at - 1, in: Self.aroundVerbs)), var found = moment(start),
      found.rule != .relative || found.mod == .end
    else { return nil }
    found.mod = found.mod ?? mod
    found.range = at..<found.range.upperBound
    return found
  }

  /// `for over three years`, but `payable over three years`, where it is the preposition of a stretch.
  private func isMore(_ at: Int, _ found: Found) -> Bool {
    at == 0 || word(at - 1, in: Self.beforeOver) || `is`(found.range.upperBound - 1, .offset.union(.old))
      || found.rule == .offset
  }
  private static let beforeOver: WordSet = [
    "for", "after", "in", "of", "just", "well", "a", "with", "took", "take", "takes", "taken", "last", "lasted",
    "lasts",
    "spent", "spend", "is", "was", "are", "were", "be", "been", "at", "from", "and", "or", "to", "than", "within",
    "every", "by", "aged", "has", "have", "had", "waited", "wait", "waiting", "served", "serve", "serving", "worked",
    "lived", "ruled", "reigned", "stayed", "slept",
    "fought", "survived", "only", "slightly", "still", "another",
    "'s", "(", "-", "–", "—", ",",
  ]

  /// `get around Wednesday's ruling`.
  private static let aroundVerbs: WordSet = ["get", "gets", "getting", "got", "gotten", "work", "worked", "working"]

  private func approximation(_ at: Int) -> (Mod, next: Int)? {
    if `is`(at, .approx) {
      let mod = pieces[at].entry.mod
      if mod == .equalOrLess || mod != .approx && `is`(at + 1, .the) || word(at) == "over" && `is`(at + 1, .quantity)
        || (mod == .before || mod == .after) != isGlued(at + 1)
      {
        return nil
      }
      return (mod, at + 1)
    }
    guard `is`(at, .lead) else { return nil }
    switch (word(at), word(at + 1)) {
    case ("more", "than"): return word(at - 1) == "no" ? (.equalOrLess, at + 2) : (.moreThan, at + 2)
    case ("less", "than"), ("fewer", "than"): return (.lessThan, at + 2)
    case ("at", "least"): return (.equalOrMore, at + 2)
    case ("at", "most"), ("up", "to"): return (.equalOrLess, at + 2)
    case ("no", "more") where word(at + 2) == "than", ("no", "longer") where word(at + 2) == "than":
      return (.equalOrLess, at + 3)
    case ("longer", "than"): return (.moreThan, at + 2)
    default: return nil
    }
  }

  // MARK: Moments

  /// A date or time, with the words for its beginning, middle or end.
  func moment(_ at: Int) -> Found? {
    var start = at
    if `is`(start, .the) { start += 1 }
    let hasArticle = start > at
    if `is`(start, .edgeNoun), `is`(start + 1, .of), let inner = momentInside(start + 2) {
      return Found(
        meaning: .moment(inner.0), mod: inner.1 ?? pieces[start].entry.mod, rule: inner.2, range: at..<inner.next)
    }
    // `by end of year`.
    if `is`(start, .edgeNoun), word(start) == "end", `is`(start + 1, .of), `is`(start + 2, .unit),
      pieces[start + 2].entry.unit >= .week, pieces[start + 2].entry.unit <= .year, !tag(start + 3).isNoun
    {
      let moment = Moment(shift: .init(unit: pieces[start + 2].entry.unit, count: 0))
      return Found(meaning: .moment(moment), mod: .end, rule: .anaphoric, range: at..<start + 3)
    }
    if let found = yearEnd(at, start) { return found }
    if hasArticle, let found = partOfSpan(start) { return found }
    if `is`(start, .edge), word(start) != "mid" || isGlued(start + 1) || `is`(start + 1, Self.afterMid) {
      var next = word(start + 1) == "to" && `is`(start + 2, .edge) ? start + 3 : start + 1
      // `early the next morning`.
      let isInside = !hasArticle && `is`(next, .the) && `is`(next + 1, .choice)
      if isInside { next += 1 }
      if var found = bare(next, article: hasArticle || isInside) {
        found.mod = pieces[start].entry.mod
        found.range = at..<found.range.upperBound
        return found
      }
    }
    // `early in the morning`.
    if !hasArticle, `is`(start, .edge), word(start + 1) == "in", `is`(start + 2, .the),
      var found = partAlone(start + 3, article: true)
    {
      (found.mod, found.range) = (pieces[start].entry.mod, at..<found.range.upperBound)
      return found
    }
    // `early in the day Wednesday`.
    if !hasArticle, `is`(start, .edge), word(start + 1) == "in", `is`(start + 2, .the), word(start + 3) == "day",
      `is`(start + 4, .weekday), var found = weekday(start + 4, article: false)
    {
      (found.mod, found.range) = (pieces[start].entry.mod, at..<found.range.upperBound)
      return found
    }
    let isCompared = `is`(start, .offset) && (word(start) == "earlier" || word(start) == "later")
    // `early in the year`.
    let isEdge = `is`(start, .edge) && word(start + 1) == "in" && `is`(start + 2, .the) && `is`(start + 3, .unit)
    if !hasArticle, isCompared || isEdge {
      var next = start + 1
      if word(next) == "in" || word(next) == "on" { next += 1 }
      let plain = `is`(next, .the) ? next + 1 : next
      if var found = bare(plain, article: plain > next) ?? (plain > next ? theUnit(next) : nil),
        found.rule != .absolute,
        found.rule != .offset
      {
        found.mod = isEdge ? pieces[start].entry.mod : word(start) == "earlier" ? .start : .end
        found.range = at..<found.range.upperBound
        return found
      }
    }
    if var found = bare(start, article: hasArticle) {
      if !hasArticle || !isAttribute(start, found) { found.range = at..<found.range.upperBound }
      return found
    }
    return weekOf(at) ?? (hasArticle ? theUnit(at) : nil)
  }

  private static let afterMid: TimeClass = [.edge, .month, .year, .decade, .choice, .part]

  /// `the Oct. 23 shooting`, `the 1987 crash`, `the third-quarter loss`: the article belongs to the noun that follows.
  private func isAttribute(_ start: Int, _ found: Found) -> Bool {
    if `is`(start, .month.union(.weekday)) || `is`(start, .number) && `is`(start + 1, .month) { return true }
    if `is`(start, .year), found.range.count == 1 { return true }
    if found.rule == .holiday { return true }
    // `the year-ago quarter` is a time; `the year-ago loss` is a loss.
    if found.rule == .anaphoric, `is`(found.range.upperBound - 1, .unit) { return false }
    return isGlued(start + 1) && !`is`(start + 1, .ordinal) && found.rule != .absolute
      || `is`(start, .date.union(.clock))
  }

  /// What stands behind `the end of`: a moment, or `the year`, `the month`.
  private func momentInside(_ at: Int) -> (Moment, Mod?, Timex.Rule, next: Int)? {
    guard let found = plain(at), case .moment(let moment) = found.meaning else { return nil }
    return (moment, found.mod, found.rule, found.range.upperBound)
  }

  /// A moment with its article but no more around it: what `the end of` may hold. Never calls itself: input is untrusted.
  func plain(_ at: Int) -> Found? {
    if let week = weekOf(at) { return week }
    guard `is`(at, .the) else { return bare(at, article: false) }
    if var found = bare(at + 1, article: true) {
      found.range = at..<found.range.upperBound
      return found
    }
    return theUnit(at)
  }

  /// `year-end`, `year's end`, `month end`.
  private func yearEnd(_ at: Int, _ start: Int) -> Found? {
    guard `is`(start, .unit), pieces[start].entry.unit >= .month, pieces[start].entry.unit <= .year else { return nil }
    var next = start + 1
    if `is`(next, .possessive) { next += 1 }
    guard word(next) == "end", next > start + 1 || isGlued(next) || word(start - 1, in: Self.leadIn) else {
      return nil
    }
    let moment = Moment(shift: .init(unit: pieces[start].entry.unit, count: 0))
    return Found(meaning: .moment(moment), mod: .end, rule: .relative, range: at..<next + 1)
  }
  static let leadIn: WordSet = [
    "in", "on", "at", "by", "since", "from", "until", "till", "before", "after", "during", "of", "for", "to", "through",
    "throughout", "between", "and", "around", "about", "early", "late", "mid", "circa", "within", "over", "than", "or",
    "year", "as", "into", "c.", "ca.", "starting", "ending", "beginning", "ended", "ends", "despite", "inc",
  ]

  /// A moment without article and edge.
  func bare(_ at: Int, article: Bool) -> Found? {
    guard at < pieces.count, pieces[at].entry.classes != [] else { return nil }
    if !article, let found = written(at) ?? clock(at) ?? deictic(at) { return found }
    if let found = weekday(at, article: article) ?? dayAndMonth(at, article: article) { return found }
    if !article, let found = month(at) { return found }
    if let found = nthWeekday(at) ?? dayAlone(at, article: article) { return found }
    return quarter(at, article: article) ?? numbered(at, article: article) ?? chosen(at, article: article)
      ?? partAlone(at, article: article) ?? season(at, article: article) ?? holiday(at, article: article) ?? decade(
        at, article: article)
      ?? year(at, article: article)
  }

  func found(_ fields: Fields, _ rule: Timex.Rule, _ range: Range<Int>) -> Found {
    Found(meaning: .moment(Moment(fields)), mod: nil, rule: rule, range: range)
  }
}
