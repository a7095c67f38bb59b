/// Runs of `*`, `_` and `~`: which of them are marks and which are text (CommonMark 0.31, section 6.2; strikethrough after
/// GitHub).
///
/// The specification's algorithm, with a stack in the place of its list: what cannot open any more is popped. As there, a search
/// that found nothing is not done again, so that the time is linear.
struct MarkdownEmphasis {
  private struct Run {
    let mark: UInt8
    /// What is left of it.
    var span: Span
    let length: Int
    let canOpen: Bool
    let canClose: Bool

    /// Runs that look the same to a search for what they close.
    var key: Int {
      let mark = mark == UInt8(ascii: "*") ? 0 : mark == UInt8(ascii: "_") ? 1 : 2
      return mark * 6 + (canOpen ? 3 : 0) + length % 3
    }
  }

  private static let keys = 18
  private let text: Bytes
  private let start: Int
  private var runs: [Run] = []
  /// The bytes that are marks; in no order.
  private(set) var marks: [Span] = []

  init(_ text: Bytes, _ start: Int) { (self.text, self.start) = (text, start) }

  /// How many runs wait for an end.
  var count: Int { runs.count }

  /// Reads the run at `at`. Returns the offset behind it.
  mutating func add(_ at: Int) -> Int {
    let mark = text[at]
    var end = at
    while text[end] == mark { end += 1 }
    let (before, after) = (kind(before: at), kind(at: end))
    let isLeft = after != .space && (after != .mark || before != .letter)
    let isRight = before != .space && (before != .mark || after != .letter)
    var (canOpen, canClose) = (isLeft, isRight)
    // Within a word `_` is no mark.
    if mark == UInt8(ascii: "_") {
      canOpen = isLeft && (!isRight || before == .mark)
      canClose = isRight && (!isLeft || after == .mark)
    }
    if mark == UInt8(ascii: "~"), end - at > 2 { return end }
    if canOpen || canClose {
      runs.append(Run(mark: mark, span: Span(at, end), length: end - at, canOpen: canOpen, canClose: canClose))
    }
    return end
  }

  /// Forgets the runs from a number on.
  mutating func drop(from first: Int) { runs.removeSubrange(min(first, runs.count)...) }

  /// Pairs the runs from a number on, and forgets those that found none.
  mutating func pair(from first: Int) {
    guard first < runs.count else { return }
    var openers: [Run] = []
    // Below this height nothing opens what a run of the key could close.
    var floors = [Int](repeating: 0, count: Self.keys)
    for index in first..<runs.count {
      var run = runs[index]
      let key = run.key
      while run.canClose, !run.span.isEmpty {
        guard let height = openers[floors[key]...].lastIndex(where: { Self.fits($0, run) }) else {
          floors[key] = openers.count
          break
        }
        openers.removeSubrange((height + 1)...)
        let used =
          run.mark == UInt8(ascii: "~")
          ? run.span.count : openers[height].span.count >= 2 && run.span.count >= 2 ? 2 : 1
        marks.append(Span(openers[height].span.end - used, openers[height].span.end))
        marks.append(Span(run.span.start, run.span.start + used))
        openers[height].span.end -= used
        run.span.start += used
        if openers[height].span.isEmpty { openers.removeLast() }
        for key in floors.indices { floors[key] = min(floors[key], openers.count) }
      }
      if run.canOpen, !run.span.isEmpty { openers.append(run) }
    }
    drop(from: first)
  }

  private static func fits(_ opener: Run, _ closer: Run) -> Bool {
    guard opener.mark == closer.mark else { return false }
    if opener.mark == UInt8(ascii: "~") { return opener.length == closer.length }
    // `*a**b*` is no emphasis of `a`: the rule of three.
    let isEither = opener.canClose || closer.canOpen
    return !isEither || (opener.length + closer.length) % 3 != 0
      || opener.length % 3 == 0 && closer.length % 3 == 0
  }

  // MARK: What stands around

  private enum Kind { case space, mark, letter }

  private func kind(before at: Int) -> Kind {
    guard at > start else { return .space }
    var first = at - 1
    while first > start, UTF8Scan.isContinuation(text[first]) { first -= 1 }
    return kind(at: first)
  }

  private func kind(at: Int) -> Kind {
    let byte = text[at]
    if at >= text.count || byte.isSpace { return .space }
    if byte < 0x80 { return byte.isMark ? .mark : .letter }
    let length = UTF8Scan.length(lead: byte)
    var value = UInt32(byte) & (0xFF >> UInt32(length + 1))
    for next in at + 1..<at + length { value = value << 6 | UInt32(text[next] & 0x3F) }
    switch Unicode.Scalar(value)?.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return .mark
    default: return .letter
    }
  }
}
