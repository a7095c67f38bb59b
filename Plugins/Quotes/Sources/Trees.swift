import DiplePluginKit

/// What the dependency tree of a sentence says where words and phrases leave it open. Only sentences with a cue are asked about, and
/// only after the shallow way has found nothing: one head in six is wrong.
extension Clause {
  /// The clause to the right that hangs on a cue as its complement (`said after the vote he would leave`, `says too much is made of
  /// it`): where its words begin.
  func complement(of cue: Range<Int>, from first: Int) -> Start? {
    guard first < unit.count, !unit.isComma(first), unit.tag(first) != .stop,
      (first..<min(unit.count, first + 16)).contains(where: { unit.isFinite($0) && !unit.isVerb($0 - 1) }),
      let tree = unit.layers.dependencies(at: cue.lowerBound)
    else { return nil }
    let reach = unit.tokens
    for token in cue where tree.sentence.contains(token) {
      for clause in tree.dependents(token)
      where tree.relation(clause) == .ccomp && clause >= unit.items[first].tokens.lowerBound
        && reach.contains(clause) && hasSubject(clause, tree)
      {
        let start = max(tree.extent(clause).lowerBound, unit.items[first].tokens.lowerBound)
        let item = skippingMark(unit.item(from: start))
        guard item < unit.count, unit.items[item].tokens.lowerBound <= clause else { continue }
        return Start(item: item, opening: .bare, hearer: nil)
      }
    }
    return nil
  }

  /// The verb whose subject a noun is, where it stands behind the clause that the noun opens (`the claim that it was safe angered
  /// the town`): its item.
  func predicate(of noun: Int, behind first: Int, opening: Opening) -> Int? {
    let finite = (first..<unit.count).filter { unit.isFinite($0) || unit.verb($0)?.form == .participle }
    // An infinitive has no finite verb of its own, so the first one may be the sentence's.
    let own = opening == .infinitive ? 0 : 1
    if own == 0, let verb = finite.first, isOutside(verb, first..<verb) { return verb }
    guard finite.count > own, let tree = unit.layers.dependencies(at: noun), tree.relation(noun).universal == .nsubj,
      let head = tree.head(noun), head > unit.items[first].tokens.lowerBound
    else { return subjectEnd(finite) }
    return finite.dropFirst(own).first { unit.items[$0].tokens.contains(head) } ?? subjectEnd(finite)
  }

  /// `the decision to open the bridge drew praise`: nothing between an infinitive and the verb opens a clause of the infinitive's.
  private func isOutside(_ verb: Int, _ between: Range<Int>) -> Bool {
    guard between.count > 1, unit.isFinite(verb), unit.noun(verb - 1)?.isPronoun != true,
      !(unit.isNoun(verb - 1) && unit.isNoun(verb - 2))
    else { return false }
    return !between.dropFirst().contains {
      unit.isComma($0) || unit.tag($0) == .cc || unit.tag($0) == .wp || unit.tag($0) == .wrb || unit.word($0) == "that"
        || SpeakerPhrase(unit: unit).isRelative($0) || unit.isVerb($0) || unit.isQuoted($0)
        || Self.opensClause(unit.word($0))
    }
  }

  /// Where two verbs follow each other and no comma or conjunction stands between them, the second is the sentence's own, unless
  /// the first one has a content (`that he said they had gone`).
  private func subjectEnd(_ verbs: [Int]) -> Int? {
    guard verbs.count > 1, unit.isFinite(verbs[1]) || unit.tag(verbs[1] - 1).isAdjective,
      let first = unit.verb(verbs[0]),
      cues.verb(unit.layers, first.head, limit: unit.tokens.upperBound)?.frames.contains(.bare) != true
    else { return nil }
    let between = verbs[0] + 1..<verbs[1]
    return between.contains {
      unit.isComma($0) || unit.tag($0) == .cc || SpeakerPhrase(unit: unit).isRelative($0) || unit.isVerb($0)
        || unit.word($0) == "that" || unit.tag($0) == .wp || unit.tag($0) == .wrb
    } ? nil : verbs[1]
  }

  private func hasSubject(_ verb: Int, _ tree: Dependencies) -> Bool {
    tree.dependents(verb).contains { $0 < verb && (tree.relation($0) == .nsubj || tree.relation($0) == .nsubjPass) }
  }

  private func skippingMark(_ item: Int) -> Int {
    var item = item
    while unit.word(item) == "that" || unit.isComma(item) { item += 1 }
    return item
  }
}

extension SpeakerPhrase {
  /// The subject that the tree gives a verb by way of the one it is coordinated with (`Ruiz, who let him go in May, left and said`).
  func sharedSubject(of verb: Int) -> Range<Int>? {
    guard let tree = unit.layers.dependencies(at: verb), tree.relation(verb) == .conj, let first = tree.head(verb)
    else {
      return nil
    }
    return nominal(subject(of: first, tree), before: verb, tree)
  }

  /// The subject found by words alone, unless it hangs on a preposition or a participle and the tree has another one before it
  /// (`Protesters marching through the streets chanted`).
  func confirmed(_ own: Range<Int>, _ verb: Int) -> Range<Int> {
    guard own.lowerBound > 1, unit.tag(own.lowerBound - 1) == .in || unit.tag(own.lowerBound - 1) == .to,
      !unit.isNoun(own.lowerBound - 2), let group = unit.verb(verb),
      let tree = unit.layers.dependencies(at: group.head), let subject = subject(of: group.head, tree),
      subject < unit.items[own.lowerBound].tokens.lowerBound
    else { return own }
    return nominal(subject, before: group.head, tree) ?? own
  }

  private func subject(of verb: Int, _ tree: Dependencies) -> Int? {
    tree.dependents(verb).last { $0 < verb && tree.relation($0).universal == .nsubj }
  }

  /// The noun phrase around a subject's head, with what belongs to it.
  private func nominal(_ head: Int?, before verb: Int, _ tree: Dependencies) -> Range<Int>? {
    guard let head, unit.tokens.contains(head) else { return nil }
    var item = unit.item(from: head)
    if item >= unit.count || unit.items[item].tokens.lowerBound > head { item -= 1 }
    guard unit.isNoun(item), unit.items[item].tokens.contains(head), !isRelative(item), !isTime(item) else {
      return nil
    }
    let end = chainEnd(item, wide: false)
    return item..<(unit.items[end - 1].tokens.upperBound <= verb ? end : item + 1)
  }
}
