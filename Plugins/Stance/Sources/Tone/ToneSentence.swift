import DiplePluginKit

/// A sentence as seen from a mention in it: how each word is reached from the mention, what it is worth, and whether it is denied.
struct ToneSentence {
  /// What is read: the mention's sentence and those beside it.
  let stretch: Range<Int>
  let sentence: Range<Int>
  /// The mention's tokens, and the one that the others hang on.
  let target: Range<Int>
  let head: Int
  let tree: Dependencies?
  /// Steps through the tree from the mention's head, by token of the sentence; `far` where there is no way.
  private(set) var distance: [Int]
  /// The first step of the way to a token: the relation, and whether it leads up.
  private(set) var firstStep: [ToneStep]
  /// How many steps of the way lead up.
  private(set) var ups: [Int]
  private(set) var isDenied: [Bool]
  /// From -2 to 2, by token of the stretch, as denied; 0 for words that are not listed, and for names.
  private(set) var valence: [Float]
  /// The row of each token of the stretch in the list of words; nil for names and for words that are not listed.
  private(set) var rows: [Int?]

  static let far = 9
  /// What has more tokens is no sentence but a list or a table, and says nothing of anybody.
  private static let longest = 300

  init?(_ scene: ToneScene, target span: Span) {
    let layers = scene.layers
    let tokens = layers.tokens(in: span)
    guard let first = tokens.first else { return nil }
    let number = layers.sentence(at: first)
    guard layers.sentences.indices.contains(number) else { return nil }
    let sentence = layers.sentences[number]
    guard sentence.count <= Self.longest else { return nil }
    let tree = layers.dependencies(sentence: number)
    (self.sentence, self.tree) = (sentence, tree)
    let target = tokens.clamped(to: sentence)
    self.target = target
    head = target.first { token in tree?.head(token).map { !target.contains($0) } ?? true } ?? target.upperBound - 1
    let last = layers.sentences.count - 1
    let around = layers.sentences[max(0, number - 1)].lowerBound..<layers.sentences[min(last, number + 1)].upperBound
    stretch = around.clamped(to: sentence.lowerBound - Self.longest..<sentence.upperBound + Self.longest)
    distance = [Int](repeating: Self.far, count: sentence.count)
    firstStep = [ToneStep](repeating: ToneStep(relation: .root, isUp: false), count: sentence.count)
    ups = [Int](repeating: 0, count: sentence.count)
    isDenied = []
    valence = []
    rows = []
    walk()
    isDenied = stretch.map { isDenied($0, layers) }
    rows = stretch.map { target.contains($0) || scene.names($0) ? nil : scene.words.row(layers.word($0)) }
    valence = rows.indices.map { at in
      guard let row = rows[at] else { return 0 }
      let valence = scene.words.valence(row)
      return isDenied[at] ? -0.7 * valence : valence
    }
  }

  /// Breadth first from the mention's head.
  private mutating func walk() {
    guard let tree else { return }
    var children = [[Int]](repeating: [], count: sentence.count)
    for token in sentence { if let head = tree.head(token) { children[head - sentence.lowerBound].append(token) } }
    var queue = [head]
    distance[head - sentence.lowerBound] = 0
    var next = 0
    while next < queue.count {
      let token = queue[next]
      next += 1
      let from = token - sentence.lowerBound
      func reach(_ other: Int, _ step: ToneStep) {
        let at = other - sentence.lowerBound
        guard distance[at] == Self.far, other != head else { return }
        distance[at] = min(distance[from] + 1, Self.far - 1)
        firstStep[at] = token == head ? step : firstStep[from]
        ups[at] = ups[from] + (step.isUp ? 1 : 0)
        queue.append(other)
      }
      for child in children[from] { reach(child, ToneStep(relation: tree.relation(child), isUp: false)) }
      if let up = tree.head(token) { reach(up, ToneStep(relation: tree.relation(token), isUp: true)) }
    }
  }

  /// A word that denies hangs on it, or stands among the three before it.
  private func isDenied(_ token: Int, _ layers: Layers) -> Bool {
    if Self.denying.contains(layers.word(token)) { return false }
    let sentence = layers.sentences[layers.sentence(at: token)]
    if (max(sentence.lowerBound, token - 3)..<token).contains(where: { Self.denying.contains(layers.word($0)) }) {
      return true
    }
    guard let tree = layers.dependencies(at: token) else { return false }
    return tree.dependents(token).contains { Self.denying.contains(layers.word($0)) }
  }

  private static let denying: WordSet = WordSet([
    "not", "n't", "no", "never", "neither", "nor", "without", "hardly", "nobody", "nothing", "none", "cannot", "barely",
    "scarcely", "fail", "fails", "failed", "refuse", "refuses", "refused", "deny", "denies", "denied", "stop", "stops",
    "stopped", "lack", "lacks", "lacked", "few", "rarely", "prevent", "prevents", "prevented", "avoid", "avoids",
    "avoided",
  ])
}

/// A step through the tree.
struct ToneStep {
  var relation: Relation
  var isUp: Bool
  /// One number for both.
  var code: UInt64 { UInt64(relation.rawValue) << 1 | (isUp ? 1 : 0) }
}
