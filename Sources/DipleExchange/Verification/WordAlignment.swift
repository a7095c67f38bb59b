/// The cheapest way to read a quotation out of a stretch of words (O. Gotoh, 1982: leaving out many words in a row costs little
/// more than leaving out one). The stretch may go on before and behind.
struct WordAlignment {
  /// What one step does.
  enum Step: Equatable {
    /// The same word in both.
    case same(element: Int, word: Int)
    /// Another word.
    case changed(element: Int, word: Int)
    /// A word of which brackets say that some letters are the author's.
    case edited(element: Int, word: Int)
    /// A word that the source does not have.
    case added(element: Int)
    /// A word that the quotation does not have.
    case dropped(word: Int)
    /// A mark of omission, or brackets, that stand for the words behind.
    case mark(element: Int)
    /// A word that a mark stands for.
    case allowed(word: Int)
  }

  private(set) var steps: [Step] = []
  private(set) var cost: Float = .infinity

  private enum Cost {
    static let changed: Float = 1.2
    /// Letters in brackets are the author's.
    static let edited: Float = 0.1
    /// More than leaving out one, so that `waited enough` is `waited [-long-] enough`.
    static let added: Float = 1.1
    static let firstDropped: Float = 1
    static let nextDropped: Float = 0.08
    static let ellipsis: Float = 0.001
    static let bracket: Float = 0.05
  }
  private enum Trace {
    static let same: UInt8 = 1, changed: UInt8 = 2, added: UInt8 = 3, dropped: UInt8 = 4, mark: UInt8 = 5
    static let allowed: UInt8 = 6, edited: UInt8 = 7
    static let mask: UInt8 = 7
    /// The first of some dropped words.
    static let opens: UInt8 = 8
  }

  /// - Parameters:
  ///   - quoted: the quotation.
  ///   - words: the stretch; the steps count its words from its first.
  ///   - agrees: whether a word of the stretch may be the one of which some letters are the author's.
  init(
    _ quoted: [QuotedElement], _ words: ArraySlice<ComparedWord>, agrees: (WordEdit, ComparedWord) -> Bool
  ) {
    let words = Array(words)
    let width = words.count + 1
    var best = [Float](repeating: 0, count: width)
    var trace = [UInt8](repeating: 0, count: (quoted.count + 1) * width)
    for (index, element) in quoted.enumerated() {
      let row = (index + 1) * width
      var next = [Float](repeating: .infinity, count: width)
      if case .word(let word, let edit) = element {
        var dropped = Float.infinity
        for j in 0..<width {
          var (cost, step) = (best[j] + Cost.added, Trace.added)
          if j > 0 {
            let isSame = words[j - 1].hash == word.hash
            let isEdited = !isSame && edit.map { agrees($0, words[j - 1]) } ?? false
            let other = best[j - 1] + (isSame ? 0 : isEdited ? Cost.edited : Cost.changed)
            if other <= cost {
              (cost, step) = (other, isSame ? Trace.same : isEdited ? Trace.edited : Trace.changed)
            }
            let (first, more) = (next[j - 1] + Cost.firstDropped, dropped + Cost.nextDropped)
            dropped = min(first, more)
            if first <= more { trace[row + j] |= Trace.opens }
            // Behind the last word nothing is dropped: the source goes on.
            if dropped < cost, index + 1 < quoted.count { (cost, step) = (dropped, Trace.dropped) }
          }
          next[j] = cost
          trace[row + j] |= step
        }
      } else {
        let each: Float = if case .ellipsis = element { Cost.ellipsis } else { Cost.bracket }
        for j in 0..<width {
          next[j] = best[j]
          trace[row + j] = Trace.mark
          if j > 0, next[j - 1] + each < next[j] {
            next[j] = next[j - 1] + each
            trace[row + j] = Trace.allowed
          }
        }
      }
      best = next
    }
    guard let end = best.indices.min(by: { best[$0] < best[$1] }) else { return }
    cost = best[end]
    follow(trace, width, quoted.count, end)
  }

  private mutating func follow(_ trace: [UInt8], _ width: Int, _ count: Int, _ end: Int) {
    var (i, j) = (count, end)
    while i > 0 {
      let step = trace[i * width + j] & Trace.mask
      switch step {
      case Trace.same, Trace.changed, Trace.edited:
        (i, j) = (i - 1, j - 1)
        switch step {
        case Trace.same: steps.append(.same(element: i, word: j))
        case Trace.edited: steps.append(.edited(element: i, word: j))
        default: steps.append(.changed(element: i, word: j))
        }
      case Trace.added:
        steps.append(.added(element: i - 1))
        i -= 1
      case Trace.dropped:
        // Back to the first of them, whatever was best in between.
        var isFirst = false
        while !isFirst {
          isFirst = trace[i * width + j] & Trace.opens != 0
          steps.append(.dropped(word: j - 1))
          j -= 1
        }
      case Trace.allowed:
        steps.append(.allowed(word: j - 1))
        j -= 1
      default:
        steps.append(.mark(element: i - 1))
        i -= 1
      }
    }
    steps.reverse()
  }
}
