/// How many insertions, deletions and replacements of bytes lead from one text to another.
enum EditDistance {
  /// The cost of making a beginning of `text` out of `pattern` (P. Sellers, "The Theory and Computation of Evolutionary
  /// Distances: Pattern Recognition", 1980): the product of both lengths.
  static func toBeginning(_ pattern: [UInt8], of text: [UInt8]) -> Int {
    var row = Array(0...text.count)
    for (i, byte) in pattern.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in text.indices {
        let replaced = diagonal + (text[j] == byte ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row.min() ?? 0
  }

  /// The distance, where it is not above `limit`: only so many diagonals are looked at (E. Ukkonen, "Algorithms for
  /// Approximate String Matching", 1985). `limit` times the length at worst; of texts that have little in common the square of
  /// `limit`.
  static func between(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    let goal = b.count - a.count
    // How far along `a` each diagonal can be followed for a cost; one more on each side than is asked for.
    let unreached = Int.min / 2
    var far = [Int](repeating: unreached, count: 2 * limit + 3)
    func slot(_ diagonal: Int) -> Int { diagonal + limit + 1 }
    for cost in 0...limit {
      var next = [Int](repeating: unreached, count: far.count)
      for diagonal in -cost...cost {
        let at = slot(diagonal)
        var row = cost == 0 ? 0 : max(far[at] + 1, far[at - 1], far[at + 1] + 1)
        row = min(row, a.count, b.count - diagonal)
        guard row >= max(0, -diagonal) else { continue }
        while row < a.count, row + diagonal < b.count, a[row] == b[row + diagonal] { row += 1 }
        next[at] = row
        if diagonal == goal, row == a.count { return cost }
      }
      far = next
    }
    return nil
  }
}
