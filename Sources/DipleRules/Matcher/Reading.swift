import DiplePluginKit

/// A paragraph that was read from its end to its start, ready for matches to be taken from it.
final class Reading {
  /// A match of a program.
  struct Match {
    var program: Int
    var tokens: Range<Int>
  }

  let engine: Engine
  let layers: Layers
  let classes: [Int32]
  let bits: [BitSet]
  /// Entries of word lists.
  let entries: [Lexicon.Found]
  /// Annotations that patterns name.
  let stretches: [Stretch]
  let traces: [Trace]
  /// Whether a sentence starts at a token; false behind the last.
  private let sentenceStarts: [Bool]

  /// The most findings of one rule in one paragraph; more are no use to anybody.
  static let maxFindings = 10_000

  init(
    _ engine: Engine, _ layers: Layers, _ classes: [Int32], _ bits: [BitSet], _ entries: [Lexicon.Found],
    _ stretches: [Stretch], _ traces: [Trace]
  ) {
    (self.engine, self.layers, self.classes, self.bits) = (engine, layers, classes, bits)
    (self.entries, self.stretches, self.traces) = (entries, stretches, traces)
    var starts = [Bool](repeating: false, count: layers.count + 1)
    for sentence in layers.sentences { starts[sentence.lowerBound] = true }
    sentenceStarts = starts
  }

  func passes(_ token: Int, _ test: Int32) -> Bool { bits[Int(classes[token])].contains(Int(test)) }

  /// The edges of the place before a token.
  func edges(_ place: Int) -> Edges {
    let isStart = sentenceStarts[place]
    return Edges(isStart: isStart, isEnd: isStart && place > 0 || place == layers.count)
  }

  /// True where a program may not go on over the place.
  func stops(_ program: Program, at place: Int) -> Bool {
    !program.crossesSentences && place > 0 && sentenceStarts[place]
  }

  /// Where a pattern ends between two places, having started there: one truth value a place.
  func ends(_ program: Program, from first: Int, to last: Int, _ steps: inout Steps) -> [Bool] {
    var ends = [Bool](repeating: false, count: last - first + 1)
    steps.start()
    for place in first...last {
      if stops(program, at: place) { steps.start() }
      ends[place - first] = steps.step(program, edges(place))
      if place < last { steps.keep { passes(place, $0) } }
    }
    return ends
  }
}
