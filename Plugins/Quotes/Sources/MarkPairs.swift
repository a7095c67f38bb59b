import DiplePluginKit

/// Words between a pair of marks.
struct Quoted: Sendable, Equatable {
  /// The tokens, marks included.
  var tokens: Range<Int>
  var style: Mark.Style
  /// False where no closing mark was found: it then ends with the paragraph.
  var isClosed: Bool
  /// The pair around it.
  var parent: Int?

  /// The tokens between the marks.
  var inner: Range<Int> { tokens.lowerBound + 1..<max(tokens.lowerBound + 1, tokens.upperBound - (isClosed ? 1 : 0)) }
}

/// Pairs marks with a stack. Linear: the stack is bounded, and a mark is pushed and popped once.
struct MarkPairs: Sendable, Equatable {
  /// The pairs, by their first token; a pair's parent comes before it.
  private(set) var all: [Quoted] = []
  /// The pair that each token stands in (its marks included), the innermost one; -1 for none.
  private(set) var innermost: [Int32]

  private static let deepest = 8

  init(_ marks: [Mark], layers: Layers) {
    innermost = Array(repeating: -1, count: layers.count)
    var stack: [(mark: Mark, number: Int)] = []
    var found: [(open: Mark, close: Int)] = []
    for (number, mark) in marks.enumerated() {
      let match = stack.lastIndex { Self.closes(mark, $0.mark) }
      if mark.canClose, let match, !(match < stack.count - 1 && mark.canOpen),
        !(mark.style.isSingle && Self.isPossessive(number, marks, layers, since: stack[match].mark))
      {
        found.append((stack[match].mark, mark.token))
        stack.removeSubrange(match...)
      } else if mark.canOpen, stack.count < Self.deepest {
        stack.append((mark, number))
      }
    }
    // An unclosed single mark was an apostrophe; of unclosed others the outermost counts.
    let open = stack.first { !$0.mark.style.isSingle }
    var pairs = found.map { Quoted(tokens: $0.open.token..<$0.close + 1, style: $0.open.style, isClosed: true) }
    if let open {
      pairs.append(Quoted(tokens: open.mark.token..<layers.count, style: open.mark.style, isClosed: false))
    }
    pairs.sort { ($0.tokens.lowerBound, -$0.tokens.upperBound) < ($1.tokens.lowerBound, -$1.tokens.upperBound) }
    nest(pairs)
  }

  private mutating func nest(_ pairs: [Quoted]) {
    var open: [Int] = []
    for pair in pairs {
      while let last = open.last, all[last].tokens.upperBound <= pair.tokens.lowerBound { open.removeLast() }
      var pair = pair
      pair.parent = open.last
      // Nothing between the marks, or a pair that another one cuts: no quotation.
      if pair.inner.isEmpty || open.last.map({ all[$0].tokens.upperBound < pair.tokens.upperBound }) == true {
        continue
      }
      for token in pair.tokens { innermost[token] = Int32(all.count) }
      open.append(all.count)
      all.append(pair)
    }
  }

  private static func closes(_ mark: Mark, _ open: Mark) -> Bool {
    switch open.style {
    case .low: mark.style == .curlyDouble || mark.style == .straightDouble
    case .lowSingle: mark.style == .curlySingle || mark.style == .straightSingle
    case .tex: mark.style == .tex || mark.style == .straightDouble
    // One of a pair that an editor did not turn: it heals where it can only close.
    case .curlyDouble: mark.style == .curlyDouble || mark.style == .straightDouble && !mark.canOpen
    case .straightDouble: mark.style == .straightDouble || mark.style == .curlyDouble && !mark.canOpen
    case .curlySingle: mark.style == .curlySingle || mark.style == .straightSingle
    default: mark.style == open.style
    }
  }

  /// `'the officers' mess'`: a mark after a plural closes nothing where another one can close.
  private static func isPossessive(_ number: Int, _ marks: [Mark], _ layers: Layers, since open: Mark) -> Bool {
    let mark = marks[number]
    guard mark.token > 0, layers.tag(mark.token - 1) == .nns || layers.tag(mark.token - 1) == .nnps,
      layers.tag(mark.token + 1).isNoun || layers.tag(mark.token + 1).isAdjective, number + 1 < marks.count
    else { return false }
    let next = marks[number + 1]
    return next.style == mark.style && next.canClose && !next.canOpen && next.token - open.token < 200
  }

  /// The pair around `token` at the level right below `scope` (-1 for the top); nil where the token is at that level.
  func hole(at token: Int, in scope: Int) -> Int? {
    var pair = Int(innermost[token])
    guard pair != scope, pair >= 0 else { return nil }
    while let parent = all[pair].parent, parent != scope { pair = parent }
    return pair
  }
}
