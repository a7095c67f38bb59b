import DiplePluginKit

/// Reads the time expressions of one paragraph.
struct Reader {
  let layers: Layers

  /// The expressions in order.
  func read() -> [Timex] {
    var result: [Timex] = []
    var reader = PieceReader(layers)
    for (number, sentence) in layers.sentences.enumerated() where reader.hasTrigger(sentence) {
      reader.read(sentence)
      let parser = Parser(layers: layers, pieces: reader.pieces)
      let found = parser.coordinated(parser.expressions())
      for (index, item) in found.enumerated() {
        let next = index + 1 < found.count ? found[index + 1] : nil
        var timex = timex(item, next: next, parser, sentence: number)
        timex.opensRange = next.map { parser.isRange(item, $0) } ?? false
        result.append(timex)
      }
    }
    if let stamp = StampReader(layers: layers, result).find() { result[stamp.index].stamp = stamp.kind }
    return result
  }

  private func timex(_ found: Found, next: Found?, _ parser: Parser, sentence: Int) -> Timex {
    let pieces = parser.pieces
    let span = Span(pieces[found.range.lowerBound].start, pieces[found.range.upperBound - 1].end)
    var timex = Timex(span: span, meaning: found.meaning, mod: found.mod, rule: found.rule)
    timex.written = parser.slashOrder(found.range.lowerBound)
    guard case .moment(var moment) = found.meaning else { return timex }
    if !moment.isComplete, moment.shift == nil {
      timex.tense = Timex.Tense(of: pieces[found.range.lowerBound].token, in: layers)
    }
    guard found.needsObject else { return timex }
    let object = found.range.upperBound
    if let phrase = eventPhrase(pieces[object].token, in: layers.sentences[sentence]) {
      // `two days after the 3 May vote`: the phrase says when.
      if let next, case .moment = next.meaning, pieces[next.range.lowerBound].token < phrase.upperBound {
        moment.origin = .following
      } else {
        moment.origin = .event
        timex.event = layers.span(phrase)
      }
    } else if let next, next.range.lowerBound == object, case .moment = next.meaning {
      moment.origin = .following
    } else {
      moment.origin = .text
    }
    timex.meaning = .moment(moment)
    return timex
  }

  /// The phrase that `after` or `before` counts from: a noun phrase with its `of` phrase, or a clause up to its verb.
  private func eventPhrase(_ token: Int, in sentence: Range<Int>) -> Range<Int>? {
    guard sentence.contains(token) else { return nil }
    if let number = layers.verbGroup(at: token) {
      return token..<max(token + 1, layers.verbGroups[number].tokens.upperBound)
    }
    var start = token
    if layers.word(token) == "that", token + 1 < sentence.upperBound { start += 1 }
    guard let number = layers.nounPhrase(at: start) else { return nil }
    var end = layers.nounPhrases[number].tokens.upperBound
    if layers.word(end) == "of", let of = layers.nounPhrase(at: end + 1) {
      end = layers.nounPhrases[of].tokens.upperBound
    }
    if let verb = layers.verbGroup(at: end), layers.verbGroups[verb].form == .finite {
      end = layers.verbGroups[verb].tokens.upperBound
      // `Ana Ruiz gave a strong warning`: the object belongs to what happened.
      if let object = layers.nounPhrase(at: end), layers.nounPhrases[object].tokens.lowerBound == end {
        end = layers.nounPhrases[object].tokens.upperBound
      }
    }
    return start..<end
  }
}
