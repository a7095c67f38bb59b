import DiplePluginKit

/// What the rules left in marks: further pieces, quotations without a cue, names and titles.
extension ParagraphReader {
  /// `own` holds for each unit which of `found` its rules made.
  mutating func assemble(_ outer: [Unit], own ranges: [Range<Int>]) {
    var before: Int?
    for (unit, range) in zip(outer, ranges) {
      let own = lastQuote(range)
      let content = speechOnly(unit)
      if !content.isEmpty {
        before = readUncued(unit, content, after: before)
        continue
      }
      let joined = own == nil ? before.flatMap { joins(unit, $0) } : nil
      if let joined, let before {
        found[before].pieces.append(unit.items[joined].tokens)
        taken[unit.items[joined].number] = true
      }
      for at in unit.items.indices where unit.isQuoted(at) && at != joined { readLeft(unit, at) }
      before = joined == nil ? own : before
    }
  }

  /// The marks of a sentence that go on with the quote before it although the author adds a word: they open it right behind the
  /// last piece (`“He has it!” and he shook his fists`), or they end it and it has no verb (`Then, after a pause, “Will you?”`).
  private func joins(_ unit: Unit, _ before: Int) -> Int? {
    let quote = found[before]
    guard let last = quote.pieces.last, isMarked(last), quote.scope == unit.scope, quote.form == .direct,
      quote.source != .none
    else { return nil }
    func isFree(_ at: Int) -> Bool {
      unit.isQuoted(at) && !taken[unit.items[at].number] && isSpeech(unit.items[at].number)
    }
    if isFree(0), unit.quotedEnds(0, with: Unit.stops) { return unit.word(1) == "and" ? 0 : nil }
    let end = unit.items.indices.last {
      unit.isQuoted($0) || !layers.shape(unit.items[$0].tokens.lowerBound).contains(.punctuation)
    }
    guard let end, end > 0, end < 8, isFree(end),
      !unit.items[..<end].contains(where: { $0.kind == .verb || $0.kind == .quoted })
    else { return nil }
    return end
  }

  /// The quote of a unit that a sentence in marks behind it goes on with: the one whose marks stand last, else the last one.
  private func lastQuote(_ range: Range<Int>) -> Int? {
    var best: Int?
    for index in range.suffix(16) where found[index].source != .none {
      let quote = found[index]
      // What stands in another content ends with it.
      if range.suffix(16).contains(where: { $0 != index && found[$0].holds(quote) }) { continue }
      guard let other = best else {
        best = index
        continue
      }
      let (a, b) = (
        isMarked(quote.pieces[quote.pieces.count - 1]), isMarked(found[other].pieces[found[other].pieces.count - 1])
      )
      if a != b ? a : quote.rule != .nounCue && quote.extent.upperBound >= found[other].extent.upperBound {
        best = index
      }
    }
    return best
  }

  /// The marks of a unit that holds nothing else and that no rule took.
  private func speechOnly(_ unit: Unit) -> [Int] {
    var holes: [Int] = []
    for at in unit.items.indices {
      if unit.isQuoted(at) {
        if taken[unit.items[at].number] { return [] }
        holes.append(at)
      } else if !layers.shape(unit.items[at].tokens.lowerBound).contains(.punctuation) {
        return []
      }
    }
    return holes
  }

  /// A sentence in marks without a cue: a further piece, or a quotation by the one who spoke before.
  private mutating func readUncued(_ unit: Unit, _ holes: [Int], after before: Int?) -> Int? {
    let content = holes[0]..<holes[holes.count - 1] + 1
    if let before, let last = found[before].pieces.last, isMarked(last) || found[before].form == .direct,
      found[before].rule != .headline
    {
      found[before].pieces.append(unit.tokens(content))
      for hole in holes { taken[unit.items[hole].number] = true }
      return before
    }
    if holes.count == 1, !isSpeech(unit.items[holes[0]].number),
      !pairs.all[unit.items[holes[0]].number].isClosed == false
    {
      readLeft(unit, holes[0])
      return nil
    }
    let source = before.map { found[$0].source } ?? .previous
    add(
      unit, [content], source: source, cue: [], nil, .continued, confidence: before == nil ? 0.5 : 0.75,
      note: before == nil ? "no cue stands beside it" : "follows the same speaker's words")
    return found.count - 1
  }

  private func isMarked(_ piece: Range<Int>) -> Bool { pairs.innermost[piece.upperBound - 1] >= 0 }

  // MARK: Names, terms, titles

  private mutating func readLeft(_ unit: Unit, _ at: Int) {
    let pair = unit.items[at].number
    let form = nameForm(unit, at)
    if taken[pair] {
      // Inside another content only a plain name or title counts.
      guard let form, form.isSure, !isDirect[pair], !isPredicate(pair) else { return }
      isName[pair] = true
      addName(unit, at, form.form, form.note, confidence: 0.7)
      return
    }
    if let form {
      isName[pair] = true
      addName(unit, at, form.form, form.note, confidence: form.isSure ? 0.9 : 0.65)
      return
    }
    add(
      unit, [at..<at + 1], source: .none, cue: [], nil, .unattributed,
      confidence: pairs.all[pair].isClosed ? 0.5 : 0.25, note: "nobody is named beside it")
  }

  /// `called the plan “a gift”`: marks that end what somebody is said to call something.
  private func isPredicate(_ pair: Int) -> Bool {
    let end = pairs.all[pair].tokens.upperBound
    return found.contains { $0.rule == .object && $0.form == .mixed && $0.extent.upperBound == end }
  }

  private mutating func addName(_ unit: Unit, _ at: Int, _ form: Form, _ note: String, confidence: Double) {
    found.append(
      Found(
        pieces: [unit.items[at].tokens], form: form, source: .none, cue: [], attribution: nil, rule: .marks,
        confidence: confidence, scope: unit.scope, note: note))
  }

  /// What marks that nobody speaks stand for; nil where they hold a quotation.
  private func nameForm(_ unit: Unit, _ at: Int) -> (form: Form, isSure: Bool, note: String)? {
    let pair = pairs.all[unit.items[at].number]
    let words = pair.inner.filter { !layers.shape($0).contains(.punctuation) }
    guard !words.isEmpty else { return (.scare, false, "no words between the marks") }
    let lists = Lists.shared
    func near(_ set: WordSet) -> Bool {
      let start = unit.items[at].tokens.lowerBound
      let end = unit.items[at].tokens.upperBound
      if (max(0, start - 3)..<start).contains(where: { set.contains(layers.word($0)) && layers.word($0 + 1) != "that" })
      {
        return !(max(0, start - 3)..<start).contains { layers.word($0) == "." }
      }
      return false
        || end < layers.count && set.contains(layers.word(end)) && !layers.shape(end).contains(.punctuation)
    }
    let isTitleCase = isTitleCase(words)
    if isTitleCase, near(lists.titling) { return (.title, true, "a word for a work stands beside it") }
    if near(lists.naming) { return (.scare, true, "a word for a name stands before it") }
    if words.count <= 4, !isSpeech(unit.items[at].number) {
      return isTitleCase && words.count >= 3
        ? (.title, false, "capitals as in a title") : (.scare, false, "a word or phrase in marks, and nobody says it")
    }
    if isTitleCase { return (.title, false, "capitals as in a title") }
    return isSpeech(unit.items[at].number) || words.count > 6
      ? nil : (.scare, false, "a phrase in marks, and nobody says it")
  }

  /// Capitals as in a title: on the first word, and on all that are not short.
  private func isTitleCase(_ words: [Int]) -> Bool {
    words.allSatisfy {
      layers.shape($0).contains(.capitalized) || layers.shape($0).contains(.hasDigit)
        || layers.end($0) - layers.start($0) <= 4
    }
      && layers.shape(words[0]).contains(.capitalized)
      && words.count { layers.shape($0).contains(.capitalized) } * 2 >= words.count
  }

  /// `on CBS's “Face the Nation,” Ruiz said`: a title that belongs to the words before it, and that nobody speaks.
  func isTitleInside(_ unit: Unit, _ hole: Int) -> Bool {
    guard hole > 0 else { return false }
    let before = unit.items[hole - 1].tokens.upperBound - 1
    let tag = layers.tag(before)
    guard tag == .in || tag == .to || tag == .dt || tag == .pos || tag == .prps || tag == .nn else { return false }
    let words = pairs.all[unit.items[hole].number].inner.filter { !layers.shape($0).contains(.punctuation) }
    guard (1...8).contains(words.count), isTitleCase(words), tag != .nn || words.count > 1 else { return false }
    return words.count { layers.shape($0).contains(.capitalized) } * 2 >= words.count
      && !unit.quotedEnds(hole, with: Unit.stops)
  }
}
