/// Formulas in Markdown, `$x$` and `$$x$$`, as Pandoc and GitHub read them; but with more restraint, as a `$` stands before prices
/// in most prose.
struct Dollars {
  /// Where the next mark stands that may close a formula of a length, and from where it was looked for.
  private var known: [(from: Int, close: Int?)] = [(-1, nil), (-1, nil)]

  /// Longer ones are prose between prices.
  private static let longest = 400

  /// The mark that closes the formula which the one at `start` opens; nil where that is the mark of a price or of nothing.
  /// - Parameters:
  ///   - first: where the prose begins; what stands before is not looked at.
  ///   - length: of the mark: 1 or 2.
  mutating func close(_ text: Bytes, _ start: Int, first: Int, length: Int) -> Int? {
    let from = start + length
    if text[from] == UInt8(ascii: "$") || from >= text.count { return nil }
    if length == 1, text[from].isSpace || start > first && Self.isWord(text[start - 1]) { return nil }
    guard let close = next(text, from, length), close > from, close - from <= Self.longest else { return nil }
    return Self.isFormula(text, from, close) ? close : nil
  }

  /// The next mark that may close. What was found for one formula holds for the next one.
  private mutating func next(_ text: Bytes, _ from: Int, _ length: Int) -> Int? {
    let before = known[length - 1]
    if before.from >= 0, before.from <= from, before.close.map({ $0 >= from }) ?? true { return before.close }
    var at = from
    var close: Int?
    while at < text.count {
      if text[at] == UInt8(ascii: "\\") {
        at += 2
        continue
      }
      if text[at] == UInt8(ascii: "$"), Self.closes(text, at, length, after: from) {
        close = at
        break
      }
      at += 1
    }
    known[length - 1] = (from, close)
    return close
  }

  private static func closes(_ text: Bytes, _ at: Int, _ length: Int, after from: Int) -> Bool {
    if length == 2 { return text[at + 1] == UInt8(ascii: "$") }
    return at > from && !text[at - 1].isSpace && !isWord(text[at + 1]) && text[at + 1] != UInt8(ascii: "$")
  }

  private static func isWord(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte >= 0x80 }

  /// True for one word, or what holds a sign of mathematics. `5 for a pound, or US` is neither, and `5 + tax, or 7` begins as
  /// prices do and holds a word.
  private static func isFormula(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    var hasSpace = false
    var hasSign = false
    var letters = 0
    var hasWord = false
    for at in start..<end {
      switch text[at] {
      case UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "+"),
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "{"), UInt8(ascii: "|"):
        hasSign = true
      case let byte where byte.isSpace: hasSpace = true
      default: break
      }
      letters = text[at].isLetter ? letters + 1 : 0
      if letters == 3, at < start + 3 || text[at - 3] != UInt8(ascii: "\\") { hasWord = true }
    }
    return !hasSpace || hasSign && !(hasWord && text[start].isDigit)
  }
}
