import DiplePluginKit

/// Sources that frame a statement without a verb: `in Ruiz's words, “…”`, `per the ministry, …`, `for Ana Ruiz, the plan is …`.
extension ParagraphReader {
  private struct Frame {
    var source: Range<Int>
    var cue: Range<Int>
    /// The item behind it.
    var next: Int
  }

  mutating func readFraming(_ unit: Unit, _ spent: inout Set<Int>) {
    for at in unit.items.indices {
      guard unit.kind(at) == .word, let frame = frame(unit, at) else { continue }
      let clause = Clause(unit: unit, cues: cues)
      let isFirst = at == 0 || at == 1 && unit.tag(0) == .cc
      var contents: [Range<Int>] = []
      if unit.isComma(frame.next), unit.isQuoted(frame.next + 1) {
        contents = [frame.next + 1..<quoteEnd(unit, frame.next + 1)]
      } else if unit.isQuoted(frame.next) {
        contents = [frame.next..<quoteEnd(unit, frame.next)]
      } else if isFirst, unit.isComma(frame.next), clause.hasClause(frame.next + 1) {
        contents = [frame.next + 1..<clause.end(from: frame.next + 1, opening: .that)]
      } else if !isFirst, unit.isComma(at - 1), clause.endsSoon(frame.next), unit.word(at) != "for" {
        let start = leftEdge(unit, at - 1)
        if start < at - 1, clause.hasClause(start) { contents = [start..<clause.trimmed(start, at - 1)] }
      }
      guard let content = contents.first,
        !content.contains(where: { unit.isQuoted($0) && taken[unit.items[$0].number] })
      else { continue }
      spent.insert(at)
      add(unit, contents, source: .phrase(frame.source), cue: [frame.cue], .neutral, .accordingTo, confidence: 0.8)
    }
  }

  private func frame(_ unit: Unit, _ at: Int) -> Frame? {
    let word = unit.word(at)
    let phrases = SpeakerPhrase(unit: unit)
    if word == "in", let phrase = unit.noun(at + 1), layers.word(phrase.head) == "words" {
      if unit.word(at + 2) == "of", let source = phrases.after(at + 3) {
        return Frame(source: unit.tokens(source), cue: phrase.head..<phrase.head + 1, next: source.upperBound)
      }
      guard let owner = possessor(phrase) else { return nil }
      return Frame(source: owner, cue: phrase.head..<phrase.head + 1, next: at + 2)
    }
    guard word == "per" || word == "for" && at == 0, let source = phrases.after(at + 1), let noun = unit.noun(at + 1)
    else { return nil }
    // `for the plan, …` is no source, and neither is `10 km per hour`.
    let isNamed = layers.tag(noun.head).isProperNoun && !phrases.isTime(at + 1)
    guard word == "per" ? isNamed || layers.word(noun.tokens.lowerBound) == "the" : isNamed && noun.tokens.count > 1
    else {
      return nil
    }
    return Frame(source: unit.tokens(source), cue: unit.items[at].tokens, next: source.upperBound)
  }

  private func possessor(_ phrase: NounPhrase) -> Range<Int>? {
    let tokens = phrase.tokens
    if layers.tag(tokens.lowerBound) == .prps { return tokens.lowerBound..<tokens.lowerBound + 1 }
    guard let mark = tokens.last(where: { layers.tag($0) == .pos }), mark > tokens.lowerBound else { return nil }
    return tokens.lowerBound..<mark
  }
}
