import DiplePluginKit

/// Collects the facts of a mention. Each template has a number of its own, so that equal words in two of them are two facts.
struct ToneCollector {
  private enum Template: Int {
    case relation, governor, governorTag, passive, preposition, prepositionGovernor, sibling, verbSibling, siblingClass,
      verbDenied, speaking, form, length, sentenceLength, place, names, marks, quotes
    case word, window, windowNear, group, groupNear, groupPath, groupSide
    case good, bad, sum, noWorth
    case aimedAt, aimedAtClosely, holds, otherPosition
  }

  private let scene: ToneScene
  private let sentence: ToneSentence
  private let span: Span
  /// True where the mention is who says a quote.
  let isSpeaker: Bool
  private var facts: [UInt64: ToneFeatures.Fact] = [:]

  init(_ scene: ToneScene, _ sentence: ToneSentence, _ span: Span) {
    (self.scene, self.sentence, self.span) = (scene, sentence, span)
    isSpeaker = scene.speakers.contains { $0.overlaps(span) }
  }

  mutating func collect() {
    addPlace()
    addGovernor()
    addWords()
    addWorth()
    addPositions()
  }

  /// The facts in the order of their keys, of length 1 together.
  func normalised() -> [ToneFeatures.Fact] {
    let all = facts.values.sorted { $0.key < $1.key }
    let length = all.reduce(Float(0)) { $0 + $1.value * $1.value }.squareRoot()
    guard length > 0 else { return all }
    return all.map { fact in
      var fact = fact
      fact.value /= length
      return fact
    }
  }

  private mutating func add(_ template: Template, _ fact: UInt64, _ value: Float = 1, at token: Int = -1) {
    let key = featureKey(0x70 + template.rawValue, fact)
    facts[key] = ToneFeatures.Fact(key: key, value: value, token: Int32(token))
  }

  // MARK: Words

  private static let name: UInt64 = 1
  private static let number: UInt64 = 2
  private static let mention: UInt64 = 3

  /// What a token counts as: names and numbers are all the same.
  private func word(_ token: Int) -> UInt64 {
    if sentence.target.contains(token) { return Self.mention }
    if scene.names(token) { return Self.name }
    if scene.layers.tag(token) == .cd { return Self.number }
    return scene.layers.word(token).hash
  }

  private func group(_ token: Int) -> UInt64 { English.model?.classes[scene.layers.word(token)].group ?? 0 }

  private func denial(_ token: Int) -> UInt64 { sentence.isDenied[token - sentence.stretch.lowerBound] ? 1 : 0 }

  private func distance(_ token: Int) -> Int {
    sentence.sentence.contains(token) ? sentence.distance[token - sentence.sentence.lowerBound] : ToneSentence.far
  }

  private mutating func addWords() {
    for token in sentence.stretch where !sentence.target.contains(token) {
      let (word, denial) = (word(token), denial(token))
      add(.word, joined(denial, word), at: token)
      guard word > Self.mention else { continue }
      let group = joined(denial, group(token))
      add(.group, group, 0.7, at: token)
      let distance = distance(token)
      if distance <= 2 {
        let step = sentence.firstStep[token - sentence.sentence.lowerBound].code
        add(.groupNear, joined(UInt64(distance), group), 0.7, at: token)
        add(.groupPath, joined(joined(step, UInt64(distance)), group), 0.7, at: token)
      }
      if abs(token - sentence.head) <= 4 {
        add(.groupSide, joined(token < sentence.head ? 0 : 1, group), 0.5, at: token)
      }
    }
    let target = sentence.target
    let window =
      max(sentence.stretch.lowerBound, target.lowerBound - 5)..<min(sentence.stretch.upperBound, target.upperBound + 5)
    for token in window where !target.contains(token) {
      let gap = token < target.lowerBound ? target.lowerBound - token : token - target.upperBound + 1
      let side: UInt64 = token < target.lowerBound ? 0 : 1
      add(.window, joined(side, word(token)), at: token)
      if gap <= 2 { add(.windowNear, joined(side, word(token)), at: token) }
    }
  }

  // MARK: Where the mention stands

  private mutating func addPlace() {
    let (layers, stretch, own) = (scene.layers, sentence.stretch, sentence.sentence)
    add(.speaking, (isSpeaker ? 1 : 0))
    add(.speaking, 2 + (scene.isQuoted[sentence.head] ? 1 : 0))
    add(.speaking, 4 + (isSpeaker ? 1 : 0) + (scene.isQuoted[sentence.head] ? 2 : 0))
    let first = layers.tag(sentence.target.lowerBound)
    let isPronoun = first == .prp || first == .prps
    add(.form, isPronoun ? layers.word(sentence.target.lowerBound).hash : first.isProperNoun ? Self.name : 0)
    add(.length, UInt64(min(3, sentence.target.count)))
    add(.sentenceLength, UInt64(min(5, own.count / 10)))
    add(.place, UInt64(5 * (sentence.head - own.lowerBound) / own.count))
    if sentence.target.lowerBound == own.lowerBound { add(.place, 9) }
    add(.names, UInt64(min(4, stretch.count { scene.isName[$0] } / 2)))
    for token in own where layers.word(token) == "?" || layers.word(token) == "!" {
      add(.marks, layers.word(token).hash, at: token)
    }
    add(.quotes, stretch.contains { scene.isQuoted[$0] } ? 1 : 0)
  }

  private mutating func addGovernor() {
    guard let tree = sentence.tree else { return }
    let (layers, head) = (scene.layers, sentence.head)
    let relation = UInt64(tree.relation(head).rawValue)
    add(.relation, relation)
    for token in tree.dependents(head) where tree.relation(token) == .case {
      add(.preposition, layers.word(token).hash, at: token)
      if let governor = tree.head(head) {
        add(.prepositionGovernor, joined(layers.word(token).hash, word(governor)), at: governor)
      }
    }
    guard let governor = tree.head(head) else { return }
    add(.governor, joined(relation, word(governor)), at: governor)
    add(.governorTag, joined(relation, UInt64(layers.tag(governor).rawValue)), at: governor)
    let siblings = tree.dependents(governor)
    let isPassive = siblings.contains { tree.relation($0) == .auxPass || tree.relation($0) == .nsubjPass }
    add(.passive, joined(relation, isPassive ? 1 : 0))
    guard tree.relation(head).universal == .nsubj else { return }
    add(.verbDenied, joined(relation, denial(governor)), at: governor)
    for token in siblings {
      switch tree.relation(token) {
      case .obj, .xcomp, .ccomp, .obl, .advmod:
        let relation = UInt64(tree.relation(token).rawValue)
        add(.sibling, joined(relation, word(token)), at: token)
        add(.verbSibling, joined(joined(word(governor), relation), word(token)), at: token)
        add(.siblingClass, joined(relation, group(token)), at: token)
      default: break
      }
    }
  }

  // MARK: Good and bad words

  /// Sums of valences over parts of the sentence.
  private struct Sums {
    var good: [UInt64: Float] = [:]
    var bad: [UInt64: Float] = [:]
    mutating func add(_ part: UInt64, _ valence: Float) {
      if valence > 0 { good[part, default: 0] += valence } else { bad[part, default: 0] -= valence }
    }
  }

  private mutating func addWorth() {
    let (layers, head, own) = (scene.layers, sentence.head, sentence.sentence)
    let role = sentence.tree.map { UInt64($0.relation(head).rawValue) } ?? 0
    var sums = Sums()
    for token in sentence.stretch {
      let valence = sentence.valence[token - sentence.stretch.lowerBound]
      guard valence != 0 else { continue }
      let gap = Float(abs(token - head))
      let distance = distance(token)
      sums.add(0, valence)
      sums.add(own.contains(token) ? 1 : 2, valence)
      sums.add(joined(3, layers.tag(token).isVerb ? 1 : layers.tag(token).isCommonNoun ? 2 : 3), valence)
      let quoted: UInt64 =
        (scene.isQuoted[token] ? 1 : 0) + (scene.isQuoted[head] ? 2 : 0) + (isSpeaker ? 4 : 0)
      sums.add(joined(4, quoted), valence)
      sums.add(joined(5, role), valence / Float(1 + min(distance, 6)))
      guard own.contains(token) else { continue }
      sums.add(6, valence / (1 + gap / 4))
      sums.add(token < head ? 7 : 8, valence / (1 + gap / 8))
      guard distance < ToneSentence.far else { continue }
      let (at, ups) = (token - own.lowerBound, UInt64(sentence.ups[token - own.lowerBound]))
      sums.add(9, valence / Float(1 + distance))
      sums.add(joined(10, UInt64(min(distance, 5))), valence)
      sums.add(joined(11, sentence.firstStep[at].code), valence / Float(max(1, distance)))
      sums.add(joined(12, ups << 4 | UInt64(min(3, max(0, distance - Int(ups))))), valence)
    }
    let parts = Set(sums.good.keys).union(sums.bad.keys)
    if parts.isEmpty { add(.noWorth, 0) }
    for part in parts {
      let (good, bad) = (sums.good[part] ?? 0, sums.bad[part] ?? 0)
      if good > 0 { add(.good, part, good) }
      if bad > 0 { add(.bad, part, bad) }
      let level = Self.level(good - bad)
      add(.sum, joined(part, UInt64(level + 3)), level == 0 ? 0.5 : 1)
    }
  }

  /// From -3 to 3.
  private static func level(_ sum: Float) -> Int {
    let size = abs(sum) < 0.3 ? 0 : abs(sum) <= 1.2 ? 1 : abs(sum) <= 2.5 ? 2 : 3
    return sum < 0 ? -size : size
  }

  // MARK: Positions

  private mutating func addPositions() {
    for position in scene.positions {
      let side: UInt64 = position.isSupport ? 1 : 0
      if position.target.contains(where: { $0.overlaps(span) }) {
        add(.aimedAt, side)
        if let first = position.target.first, first.count <= span.count + 12 { add(.aimedAtClosely, side) }
      } else if position.holder.contains(where: { $0.overlaps(span) }) {
        add(.holds, side)
      } else {
        add(.otherPosition, side)
      }
    }
  }
}
