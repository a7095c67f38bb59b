public import DiplePluginKit

/// Why a rule marks a place, or how far it got there.
public enum RuleExplanation: Sendable, Hashable {
  /// A token and the part of the pattern that took it.
  public struct Step: Sendable, Hashable {
    /// The token.
    public var token: Int
    /// The part, as its author wrote it.
    public var part: String
  }

  /// It fires: what it took, and by which parts of the pattern.
  case fires(Firing, [Step])
  /// The pattern fits, but a condition around it does not hold.
  case held(tokens: Range<Int>, by: Obstacle)
  /// The pattern does not fit: the tokens that it took where it got furthest, and the parts that could have come next.
  /// `tokens` is empty where it did not even start.
  case stops(tokens: Range<Int>, awaiting: [String])

  /// What kept a rule from firing where its pattern fits.
  public enum Obstacle: Sendable, Hashable {
    /// What must stand before or behind it does not, or it may not stand there (`before`, `after`, `within`, `outside`).
    case context
    /// A `not` pattern matches at these tokens.
    case exception(Range<Int>)
    /// A match that starts earlier takes tokens of it.
    case earlier(Range<Int>)
  }
}

extension RulesAnnotator {
  /// Tells why a rule marks a token of a paragraph, or why it does not. A rule that waits for a setting is looked at as if it had it.
  /// - Parameters:
  ///   - rule: the index of the rule.
  ///   - annotations: those of a kind with a piece in the paragraph.
  public func explain(
    rule: Int, _ layers: Layers, at token: Int, paragraph: Int = 0,
    annotations: (_ kind: String) -> [Annotation] = { _ in [] }
  ) -> RuleExplanation {
    let item = rules[rule]
    let around = ParagraphAnnotations(layers, paragraph, kinds, annotations)
    let lists = lists.map { $0.filled(manifest.settings) }
    let alone = Engine([item], lists: lists)
    let firings = alone.firings(layers, around, withLeaves: true)
    if var firing = firings.first(where: { $0.tokens.contains(token) }) {
      firing.rule = rule
      return .fires(firing, item.steps(of: firing))
    }
    // The same without what stands around it: does the pattern fit at all?
    var bare = Rule(id: item.id, kind: item.kind, pattern: item.pattern)
    bare.text = item.text
    if item.scope != .sentence { bare.scope = .paragraph }
    let plain = Engine([bare], lists: lists)
    if let fit = plain.firings(layers, around, withLeaves: true).first(where: { $0.tokens.contains(token) }) {
      if let other = firings.first(where: { $0.tokens.overlaps(fit.tokens) }) {
        return .held(tokens: fit.tokens, by: .earlier(other.tokens))
      }
      for exception in item.exceptions {
        let engine = Engine([Rule(id: item.id, kind: item.kind, pattern: exception)], lists: lists)
        let found = engine.firings(layers, around, withLeaves: false)
        if let hit = found.first(where: { $0.tokens.overlaps(fit.tokens) }) {
          return .held(tokens: fit.tokens, by: .exception(hit.tokens))
        }
      }
      return .held(tokens: fit.tokens, by: .context)
    }
    return plain.furthest(layers, around.stretches(plain.vocabulary.queries), around: token)
  }
}

extension Rule {
  /// The parts of the pattern that took the tokens of a firing.
  func steps(of firing: Firing) -> [RuleExplanation.Step] {
    zip(firing.tokens, firing.leaves).map { RuleExplanation.Step(token: $0, part: part($1)) }
  }

  /// A leaf as its author wrote it.
  public func part(_ leaf: Int) -> String {
    let leaves = pattern.leaves
    guard leaves.indices.contains(leaf) else { return "[]" }
    let bytes = Array(text.utf8)
    let range = leaves[leaf].range
    return range.upperBound <= bytes.count ? String(decoding: bytes[range], as: UTF8.self) : id
  }
}

extension Engine {
  /// How far the only rule gets from some place at or before a token: the try that takes the most tokens past it, or else the most.
  fileprivate func furthest(_ layers: Layers, _ stretches: [Stretch], around token: Int) -> RuleExplanation {
    withCache { cache in
      let reading = cache.classified(layers, stretches)
      let program = graph.programs[compiled[0].main]
      let sentence = layers.sentences.isEmpty ? 0..<0 : layers.sentences[layers.sentence(at: token)]
      var best: (tokens: Range<Int>, nodes: [Int32]) = (token..<token, [])
      // Tries are few and bounded: this is asked by a person for one place.
      for start in max(sentence.lowerBound, token - 200)...max(token, sentence.lowerBound) where start < layers.count {
        var at = start
        var live = cache.steps.forward([program.entry], reading.edges(at)).tokens
        while at < layers.count, at - start < 400 {
          let next = live.filter { reading.passes(at, graph.nodes[Int($0)].number) }
          if next.isEmpty || at > start && reading.stops(program, at: at) { break }
          at += 1
          live = cache.steps.forward(next.map { graph.nodes[Int($0)].next }, reading.edges(at)).tokens
        }
        let holds = (start..<at).contains(token) || start == token
        if holds, best.nodes.isEmpty || at > best.tokens.upperBound { best = (start..<at, live) }
      }
      let parts = best.nodes.map { rules[0].part(Int(graph.nodes[Int($0)].leaf)) }
      var awaiting: [String] = []
      for part in parts.sorted() where !awaiting.contains(part) { awaiting.append(part) }
      return .stops(tokens: best.tokens, awaiting: awaiting)
    }
  }
}
