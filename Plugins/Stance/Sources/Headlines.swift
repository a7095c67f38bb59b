import DiplePluginKit

/// Headlines: they drop articles and write verbs with capitals, so that tags and phrases say little. What is left is order: holder,
/// verb in the present, target.
extension Reader {
  private static let longest = 20

  mutating func readHeadline() {
    guard layers.sentences.count == 1, layers.count <= Self.longest, layers.count >= 3,
      layers.kind == .heading || layers.tag(layers.count - 1) != .stop
    else { return }
    for token in 1..<min(layers.count - 1, 9) {
      guard let candidates = lexicon.verbs[layers.word(token)], layers.bytes[layers.end(token) - 1] == UInt8(ascii: "s")
      else {
        if !isNominal(token) { return }
        continue
      }
      guard isNominal(token - 1), layers.nounPhrase(at: 0) != nil else { return }
      for index in candidates where readHeadline(lexicon.frames[index], token) { return }
    }
  }

  private func isNominal(_ token: Int) -> Bool {
    let tag = layers.tag(token)
    return tag.isNoun || tag.isAdjective || tag == .dt || tag == .cd || layers.word(token) == "of" || tag == .pos
  }

  private mutating func readHeadline(_ frame: Frame, _ token: Int) -> Bool {
    guard let match = match(frame, at: token), match.end < layers.count,
      let holder = holder(0..<token, head: token - 1)
    else { return false }
    let start = match.end
    // `Student protests grip Lund`: a noun with its verb.
    let next = layers.tag(start)
    if lexicon.nouns[layers.word(token)] != nil, next.isFinite { return false }
    guard isNominal(start) || next == .vbp || next == .vb || next == .prps else { return false }
    var end = start + 1
    while end < layers.count, !Self.ends.contains(layers.word(end)), layers.tag(end) != .comma,
      layers.tag(end) != .colon,
      layers.tag(end) != .stop
    {
      end += 1
    }
    var tokens = start..<end
    var evidence = Found.Evidence.object
    let kinds = frame.slots.map(\.kind)
    if kinds.contains(.objectInfinitive), let to = tokens.first(where: { layers.word($0) == "to" }), to + 1 < end,
      frame.rest.last != "for"
    {
      tokens = to + 1..<end
      evidence = .infinitive
    } else if !kinds.contains(.object), !kinds.contains(.thing) {
      return false
    }
    let target = Target(tokens: tokens, head: tokens.lowerBound, evidence: evidence)
    add(frame, match.cue, holder, target, Scope(), distance: 2)
    return true
  }
  private static let ends: WordSet = [
    "as", "after", "amid", "while", "before", "despite", "but", "-", "–", "—", "|", ";",
  ]
}
