import DiplePluginKit

extension Timex.Tense {
  private static let plans: WordSet = [
    "due", "scheduled", "upcoming", "planned", "expected", "set", "slated", "until", "till", "deadline", "forthcoming",
    "coming", "expires", "effective", "payable", "expire",
  ]
  /// Verbs whose present tells a plan: `the trial begins Monday`.
  private static let timetabled: WordSet = [
    "begins", "begin", "starts", "start", "opens", "open", "ends", "end", "closes", "close", "meets", "meet",
    "expires", "expire", "leaves", "leave", "arrives", "arrive", "votes", "vote", "takes", "goes", "go", "faces",
    "plays", "runs", "run", "lasts", "continues",
  ]
  /// Verbs whose present with an infinitive tells no plan: `it appears to have`.
  private static let unplanned: WordSet = [
    "seem", "seems", "appear", "appears", "tend", "tends", "continue", "continues", "claim", "claims", "said",
    "thought",
    "believed", "known", "reported", "alleged",
  ]

  /// The tense of the verb that governs a token: the nearest verb group before it in its sentence, else the first after.
  init(of token: Int, in layers: Layers) {
    let sentence = layers.sentences.isEmpty ? 0..<layers.count : layers.sentences[layers.sentence(at: token)]
    for at in stride(from: token - 1, through: max(sentence.lowerBound, token - 4), by: -1)
    where Self.plans.contains(layers.word(at)) && !layers.tag(at).isFinite {
      // `they have set Friday`, `it had been due Friday`.
      if layers.word(at) == "set", at == token - 1 { continue }
      if (1...4).contains(where: { layers.word(at - $0) == "had" && at - $0 >= sentence.lowerBound }) { continue }
      self = .future
      return
    }
    // `the decision, announced Wednesday`: the participle beside the day.
    if token > sentence.lowerBound, layers.tag(token - 1) == .vbn || layers.tag(token - 1) == .vbd,
      !Self.plans.contains(layers.word(token - 1)),
      layers.verbGroup(at: token - 1).map({
        layers.verbGroups[$0].tense != .future && layers.verbGroups[$0].tense != .conditional
      }) ?? true
    {
      self = .past
      return
    }
    var isInfinitive = false
    var at = token - 1
    // A long sentence must not be read once for each of its dates.
    let first = max(sentence.lowerBound, token - 60)
    while at >= first {
      guard let number = layers.verbGroup(at: at) else {
        at -= 1
        continue
      }
      let group = layers.verbGroups[number]
      if group.form == .finite {
        self = Self(group, layers, behindInfinitive: isInfinitive)
        return
      }
      if group.form == .infinitive { isInfinitive = true }
      at = group.tokens.lowerBound - 1
    }
    at = token + 1
    while at < min(sentence.upperBound, token + 60) {
      if let number = layers.verbGroup(at: at), layers.verbGroups[number].form == .finite {
        let group = layers.verbGroups[number]
        // `On Tuesday, the league plans to hold …`
        let next = layers.verbGroup(at: group.tokens.upperBound)
        let isPlan =
          group.tense == .present && !Self.unplanned.contains(layers.word(group.head))
          && next.map { layers.verbGroups[$0].form == .infinitive } ?? false
        self = Self(group, layers, behindInfinitive: isPlan)
        return
      }
      at += 1
    }
    self = isInfinitive ? .future : .unknown
  }

  private init(_ group: VerbGroup, _ layers: Layers, behindInfinitive: Bool) {
    switch group.tense {
    case .future, .conditional: self = .future
    case .past: self = behindInfinitive ? .unknown : .past
    case .present:
      let isPlan =
        behindInfinitive || Self.timetabled.contains(layers.word(group.head))
        || layers.tag(group.head) == .vbg && group.tokens.count > 1
      self = isPlan ? .future : .unknown
    case .none: self = .unknown
    }
  }
}
