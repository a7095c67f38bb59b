import DiplePluginKit

/// A paragraph that was read from its end to its start, ready for matches to be taken from it.
struct Reading {
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

  // MARK: Matches

  /// The matches of all programs, those of one program in order: of each the leftmost, of these the longest, and so on behind it.
  func matches(_ steps: inout Steps) -> [Match] {
    var taker = Taker(self)
    for trace in traces {
      switch trace {
      case .states(let states):
        for place in 0..<layers.count {
          let (first, end) = states.automaton.starts(Int(states.states[place]))
          for index in first..<end { taker.take(Int(states.automaton.startNodes[index]), at: place, states, &steps) }
        }
      case .rows(let rows):
        for place in 0..<layers.count { taker.take(Int(rows.program), at: place, rows, &steps) }
      }
    }
    return taker.matches
  }

  /// Takes matches from left to right, program by program.
  private struct Taker {
    private let reading: Reading
    var matches: [Match] = []
    /// Where each program's last match ends, and how many it has.
    private var free: [Int32]
    private var counts: [Int32]
    /// For programs with something that must stand before them, the places where it does; made when first needed.
    private var allowed: [Int: [Bool]]?

    init(_ reading: Reading) {
      self.reading = reading
      free = [Int32](repeating: 0, count: reading.engine.graph.programs.count)
      counts = free
    }

    mutating func take(_ number: Int, at place: Int, _ trace: some Liveness, _ steps: inout Steps) {
      guard place >= free[number], counts[number] < maxFindings else { return }
      let program = reading.engine.graph.programs[number]
      if case .main(let isForHeadings, let hasContextBefore) = program.role {
        if isForHeadings, reading.layers.kind != .heading { return }
        if hasContextBefore {
          guard isBehindContext(number, program.rule, place, &steps) else { return }
        }
      }
      guard let end = steps.longest(program, from: place, reading, trace) else { return }
      free[number] = Int32(end)
      counts[number] += 1
      matches.append(Match(program: number, tokens: place..<end))
    }

    /// Whether what must stand before a rule's match ends at a place. A context of a few tokens is looked for right there; else the
    /// whole paragraph is read for it, once.
    private mutating func isBehindContext(_ number: Int, _ rule: Int, _ place: Int, _ steps: inout Steps) -> Bool {
      guard let before = reading.engine.compiled[rule].before else { return true }
      let program = reading.engine.graph.programs[before.program]
      if let longest = before.longest {
        return reading.ends(program, from: max(0, place - longest), to: place, &steps).last == true
      }
      if let ends = allowed?[number] { return ends[place] }
      let ends = reading.ends(program, from: 0, to: reading.layers.count, &steps)
      if allowed == nil { allowed = [:] }
      allowed?[number] = ends
      return ends[place]
    }
  }

  /// Where a pattern ends between two places, having started there: one truth value a place.
  fileprivate func ends(_ program: Program, from first: Int, to last: Int, _ steps: inout Steps) -> [Bool] {
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
