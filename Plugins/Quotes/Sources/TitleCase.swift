import DiplePluginKit

/// `Council Calls Bridge Unsafe`, `Bridge Stays Open, Says Mayor`: headlines with a capital on each word, where the tagger takes the
/// verb for a name.
extension ParagraphReader {
  mutating func readTitleCase(_ unit: Unit) {
    guard layers.count <= 40, isTitleCased(unit) else { return }
    let words = unit.tokens.filter { pairs.innermost[$0] < 0 }
    for token in words.dropFirst() where layers.verbGroup(at: token) == nil && endsInS(token) {
      guard let cue = cues.verb(layers, token, limit: unit.tokens.upperBound),
        cues.noun(layers, token) == nil || holdsMarks(cue.tokens.upperBound..<unit.tokens.upperBound),
        !Self.before.contains(layers.word(token - 1)),
        !found.contains(where: {
          $0.scope == -1 && ($0.extent.contains(token) || $0.cue.contains { $0.contains(token) })
        })
      else { continue }
      if readHeadlineCue(unit, cue) { return }
    }
  }

  /// `Ruiz Calls Kell ‘A Disgrace’`: a form that is a noun as well is the verb where marks follow.
  private func holdsMarks(_ tokens: Range<Int>) -> Bool { tokens.contains { pairs.hole(at: $0, in: -1) != nil } }

  private mutating func readHeadlineCue(_ unit: Unit, _ cue: Cue) -> Bool {
    let (start, end) = (unit.tokens.lowerBound, end(of: unit))
    let (token, next) = (cue.tokens.lowerBound, cue.tokens.upperBound)
    let comma = (start..<token).last { layers.word($0) == "," }
    let (content, speaker): (Range<Int>, Range<Int>)
    if let comma, comma > start, cue.frames.contains(.quote), next == end || comma == token - 1 {
      (content, speaker) = (start..<comma, next == end ? comma + 1..<token : next..<max(next, end))
    } else {
      guard let first = headlineContent(cue, next, end) else { return false }
      let opening = (start..<token).last { layers.word($0) == ":" || layers.word($0) == "," || layers.word($0) == ";" }
      (content, speaker) = (first..<end, (opening.map { $0 + 1 } ?? start)..<token)
    }
    guard content.count > 1, (1...8).contains(speaker.count), layers.tag(speaker.upperBound - 1).isNoun,
      !content.contains(where: { pairs.hole(at: $0, in: -1).map { taken[$0] } ?? false })
    else { return false }
    for at in content { if let hole = pairs.hole(at: at, in: -1) { taken[hole] = true } }
    found.append(
      Found(
        pieces: [content], form: form([content], scope: -1), source: .phrase(speaker), cue: [cue.tokens],
        attribution: cue.attribution, rule: speaker.lowerBound > token ? .verbSubject : .subjectVerb, confidence: 0.6,
        scope: -1, note: "capitals as in a headline"))
    return true
  }

  /// Where what a headline's verb says begins: behind a hearer at `to`, else right behind the verb.
  private func headlineContent(_ cue: Cue, _ next: Int, _ end: Int) -> Int? {
    guard next < end, layers.word(next) != ",", layers.word(next) != ":" else { return nil }
    let to = (next..<end).first { layers.word($0) == "to" }
    let that = (next..<end).first { layers.word($0) == "that" }
    if cue.frames.contains(.hearer) || cue.frames.contains(.order) && to != nil { return that.map { $0 + 1 } ?? to }
    if layers.word(next) == "that" { return next + 1 < end ? next + 1 : nil }
    if to == next { return cue.frames.contains(.to) ? next : nil }
    return cue.frames.isDisjoint(with: [.bare, .quote, .noun, .predicate]) ? nil : next
  }

  private func end(of unit: Unit) -> Int {
    let last = unit.tokens.upperBound - 1
    return layers.tag(last) == .stop ? last : last + 1
  }

  /// Each long word has a capital, some small ones too, and not all are capitals.
  private func isTitleCased(_ unit: Unit) -> Bool {
    var (capitals, isShouted) = (0, true)
    for token in unit.tokens where pairs.innermost[token] < 0 {
      let shape = layers.shape(token)
      guard shape.contains(.hasLetter), layers.end(token) - layers.start(token) > 3 else { continue }
      guard shape.contains(.capitalized) || shape.contains(.allCaps) || shape.contains(.hasDigit) else { return false }
      capitals += 1
      if !shape.contains(.allCaps) { isShouted = false }
    }
    return capitals >= 3 && !isShouted
  }

  private func endsInS(_ token: Int) -> Bool { layers.bytes[layers.end(token) - 1] == UInt8(ascii: "s") }

  /// Behind these stands no verb.
  private static let before: WordSet = [
    "the", "a", "an", "of", "for", "in", "on", "to", "at", "and", "'s", "’s", "with", "his", "her",
  ]
}
