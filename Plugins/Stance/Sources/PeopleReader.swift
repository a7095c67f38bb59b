import DiplePluginKit

/// People who are named after a position (`opponents of the law`), prepositional phrases (`in favour of`) and compounds
/// (`US-backed`).
extension Reader {
  // MARK: People

  mutating func readPerson(_ frame: Frame, _ token: Int) -> Bool {
    guard let phrase = layers.nounPhrase(at: token), layers.nounPhrases[phrase].head == token,
      let match = match(frame, at: token), let target = target(of: frame, from: match.end)
    else { return false }
    let cue = match.cue
    let tokens = layers.nounPhrases[phrase].tokens
    var scope = Scope()
    negate(&scope, phrase)
    let before = tokens.lowerBound - 1
    if let copula = layers.verbGroup(at: before), clues.has(layers.word(layers.verbGroups[copula].head), .copula) {
      // `Holm is a critic of the law`
      guard let subject = layers.subject(of: copula), let who = holder(subject),
        var outer = self.scope(of: copula, subject: subject)
      else { return false }
      outer.negations += scope.negations
      addNoun(frame, cue, who, target, outer, .person, distance: Int(subject.path.rawValue))
      return true
    }
    if layers.word(before) == ",", let name = layers.nounPhrase(at: before - 1),
      layers.tag(layers.nounPhrases[name].head).isProperNoun
    {
      // `Holm, a critic of the law,`
      let head = layers.headPhrase(of: name)
      if let who = holder(layers.nounPhrases[head].tokens.lowerBound..<before, head: layers.nounPhrases[head].head) {
        addNoun(frame, cue, who, target, scope, .person, distance: 1)
        return true
      }
    }
    guard let who = holder(tokens, head: token) else { return false }
    addNoun(frame, cue, who, target, scope, .person, distance: 0)
    return true
  }

  // MARK: Phrases

  /// `is in favour of`, `spoke in support of`: the subject of the verb directly before.
  mutating func readPhrase(_ token: Int) {
    guard let candidates = lexicon.phrases[layers.word(token)] else { return }
    for index in candidates {
      let frame = lexicon.frames[index]
      guard let match = match(frame, at: token), match.cue.count == 1 else { continue }
      var before = token - 1
      while before > 0, before > token - 3, layers.tag(before).isAdverb { before -= 1 }
      guard let number = layers.verbGroup(at: before), let subject = layers.subject(of: number),
        let holder = holder(subject), let target = target(of: frame, from: match.end),
        var scope = scope(of: number, subject: subject), !scope.isDuty
      else { continue }
      let free = layers.verbGroups[number].tokens.upperBound
      for at in free..<max(token, free) where clues.has(layers.word(at), .negator) {
        scope.negations.append(at)
      }
      addNoun(frame, match.cue, holder, target, scope, .predicate, distance: Int(subject.path.rawValue))
      return
    }
  }

  // MARK: Compounds

  /// `US-backed fighters`: the name before the hyphen backs them.
  mutating func readCompound(_ token: Int) {
    let bytes = layers.bytes
    let end = layers.end(token)
    let cue = Array("backed".utf8)
    let start = end - cue.count
    guard start - 1 > layers.start(token), bytes[start..<end].elementsEqual(cue), bytes[start - 1] == UInt8(ascii: "-"),
      layers.shape(token).contains(.capitalized), let phrase = layers.nounPhrase(at: token)
    else { return }
    let tokens = layers.nounPhrases[phrase].tokens
    guard token + 1 < tokens.upperBound else { return }
    let name = Span(layers.start(token), start - 1)
    add(
      Found(
        cue: [Span(start, end)], family: "support", polarity: .support, negations: [], certainty: .certain, hedge: nil,
        holder: .phrase(name, head: name, isFirstPerson: false), target: layers.span(token + 1..<tokens.upperBound),
        targetHead: layers.span(layers.nounPhrases[phrase].head), evidence: .compound), cue: [token..<token + 1])
  }
}
