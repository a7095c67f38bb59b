/// Why a pattern cannot be read.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, in characters (Unicode scalars) of the pattern, from 1.
  public var column: Int
  /// What is wrong.
  public var cause: String
  /// What to do.
  public var advice: String

  /// Makes an error.
  public init(column: Int, cause: String, advice: String) {
    (self.column, self.cause, self.advice) = (column, cause, advice)
  }

  /// For a person.
  public var description: String { "column \(column): \(cause); \(advice)" }
}

/// Finds what somebody may have meant.
public enum Nearest {
  /// The only name that `name` is the start of (`info`); else the one that differs in the fewest letters, if in less than half of them.
  public static func name(to name: String, among names: some Sequence<String>) -> String? {
    let longer = names.filter { name.utf8.count > 1 && $0.hasPrefix(name) }
    if longer.count == 1 { return longer[0] }
    let best = names.map { ($0, distance(Array(name.utf8.prefix(64)), Array($0.utf8.prefix(64)))) }.min { $0.1 < $1.1 }
    guard let best, best.1 * 2 <= max(name.utf8.count, 2) else { return nil }
    return best.0
  }

  /// The edit distance (V. Levenshtein; a swap of two letters counts as one).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        row[j + 1] = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], before[j - 1] + 1) }
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
