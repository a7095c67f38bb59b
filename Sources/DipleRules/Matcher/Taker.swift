import DiplePluginKit

/// Takes matches from left to right, program by program: of each the leftmost, of these the longest, and so on behind it.
struct Taker {
  private var matches: [Reading.Match] = []
  /// Where each program's last match ends, and how many it has. All zero between paragraphs.
  private var free: [Int32]
  private var counts: [Int32]
  /// For programs with something that must stand before them, the places where it does; made when first needed.
  private var allowed: [Int: [Bool]] = [:]

  /// The main program of the rule that a program makes exceptions to; -1 for others.
  private let exceptionTo: [Int32]

  init(_ engine: Engine) {
    free = [Int32](repeating: 0, count: engine.graph.programs.count)
    counts = free
    exceptionTo = engine.graph.programs.map { program in
      if case .exception = program.role { Int32(engine.compiled[program.rule].main) } else { -1 }
    }
  }

  /// The matches of all programs, those of one program in order; exceptions behind the others, and only to rules that found something.
  mutating func matches(_ reading: Reading, _ steps: inout Steps) -> [Reading.Match] {
    take(exceptions: false, reading, &steps)
    if !matches.isEmpty { take(exceptions: true, reading, &steps) }
    for match in matches { (free[match.program], counts[match.program]) = (0, 0) }
    if !allowed.isEmpty { allowed.removeAll() }
    defer { matches.removeAll(keepingCapacity: true) }
    return matches
  }

  private mutating func take(exceptions: Bool, _ reading: Reading, _ steps: inout Steps) {
    for trace in reading.traces {
      switch trace {
      case .states(let states):
        for place in states.starts.reversed() {
          for index in states.programs(at: Int(place)) {
            let program = Int(states.startPrograms[index])
            let main = Int(exceptionTo[program])
            guard exceptions == (main >= 0), main < 0 || counts[main] > 0 else { continue }
            take(program, at: Int(place), reading, states, &steps)
          }
        }
      case .rows(let rows):
        let main = Int(exceptionTo[Int(rows.program)])
        guard exceptions == (main >= 0), main < 0 || counts[main] > 0 else { continue }
        for place in 0..<reading.layers.count { take(Int(rows.program), at: place, reading, rows, &steps) }
      }
    }
  }

  private mutating func take(
    _ number: Int, at place: Int, _ reading: Reading, _ trace: some Liveness, _ steps: inout Steps
  ) {
    guard place >= free[number], counts[number] < Reading.maxFindings else { return }
    let program = reading.engine.graph.programs[number]
    if case .main(let isForHeadings, let hasContextBefore) = program.role {
      if isForHeadings, reading.layers.kind != .heading { return }
      if hasContextBefore {
        guard isBehindContext(number, program.rule, place, reading, &steps) else { return }
      }
    }
    guard let end = steps.longest(program, from: place, reading, trace) else { return }
    free[number] = Int32(end)
    counts[number] += 1
    matches.append(Reading.Match(program: number, tokens: place..<end))
  }

  /// Whether what must stand before a rule's match ends at a place. A context of a few tokens is looked for right there; else the
  /// whole paragraph is read for it, once.
  private mutating func isBehindContext(
    _ number: Int, _ rule: Int, _ place: Int, _ reading: Reading, _ steps: inout Steps
  ) -> Bool {
    guard let before = reading.engine.compiled[rule].before else { return true }
    let program = reading.engine.graph.programs[before.program]
    if let longest = before.longest {
      return reading.ends(program, from: max(0, place - longest), to: place, &steps).last == true
    }
    if let ends = allowed[number] { return ends[place] }
    let ends = reading.ends(program, from: 0, to: reading.layers.count, &steps)
    allowed[number] = ends
    return ends[place]
  }
}
