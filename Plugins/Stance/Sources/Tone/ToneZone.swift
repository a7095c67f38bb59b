import DiplePluginKit

/// Where a word stands, as seen from a mention. The mean of the words of a zone is what the model is told of it.
enum ToneZone: Int, CaseIterable {
  /// Everywhere; by distance in the tree; by distance in the text; beside the mention in the tree; denied.
  case all, tree, line, beside, denied
  /// By the first step of the way: what the mention is of the word that it hangs on, or another word hangs on the mention.
  case subject, passive, object, oblique, owner, modifier, otherUp, down
  case before, after
  /// Word and mention outside (`0`) and inside (`1`) of a quote.
  case quote00, quote01, quote10, quote11
  /// The mention is who speaks.
  case speaking
  case verb, adjective, noun
}

extension ToneSentence {
  /// The zones of a token of the stretch with its weight in each.
  func zones(_ token: Int, _ scene: ToneScene, isSpeaker: Bool, _ body: (ToneZone, Float) -> Void) {
    let distance = sentence.contains(token) ? distance[token - sentence.lowerBound] : Self.far
    let near = 1 / Float(1 + min(distance, 8))
    let gap = Float(abs(token - head))
    body(.all, 1)
    body(.tree, near)
    body(.line, 1 / (1 + gap / 3))
    if distance <= 1 { body(.beside, 1) }
    if isDenied[token - stretch.lowerBound] { body(.denied, 1) }
    if (1...4).contains(distance) {
      body(Self.zone(firstStep[token - sentence.lowerBound]), 1 / Float(distance))
    }
    body(token < head ? .before : .after, 1 / (1 + gap / 6))
    switch (scene.isQuoted[token], scene.isQuoted[head]) {
    case (false, false): body(.quote00, 1)
    case (false, true): body(.quote01, 1)
    case (true, false): body(.quote10, 1)
    case (true, true): body(.quote11, 1)
    }
    if isSpeaker { body(.speaking, 1) }
    let tag = scene.layers.tag(token)
    body(tag.isVerb ? .verb : tag.isCommonNoun ? .noun : .adjective, near)
  }

  private static func zone(_ step: ToneStep) -> ToneZone {
    guard step.isUp else { return .down }
    return switch step.relation {
    case .nsubj: .subject
    case .nsubjPass: .passive
    case .obj: .object
    case .obl: .oblique
    case .nmodPoss: .owner
    case .nmod: .modifier
    default: .otherUp
    }
  }

  /// True for words that say something: not those that only join others.
  static func isContent(_ tag: Tag) -> Bool {
    switch tag {
    case .nn, .nns, .jj, .jjr, .jjs, .rb, .rbr, .rbs: true
    default: tag.isVerb
    }
  }
}
