/// The known name that a mistyped one was meant to be.
public enum NearestName {
  /// The only name of `known` that `name` is the start of (`info`), else the nearest by edits (V. Levenshtein 1966; a swap of two
  /// letters counts as one, case as nothing); nil where none is near enough to be meant.
  public static func of(_ name: String, among known: some Sequence<String>) -> String? {
    let longer = known.filter { name.utf8.count > 1 && $0.hasPrefix(name) }
    if longer.count == 1 { return longer[0] }
    let best = known.map { (name: $0, edits: edits(Array(name.utf8), Array($0.utf8))) }.min { $0.edits < $1.edits }
    guard let best, best.edits <= max(1, name.utf8.count / 3) + 1, best.edits < best.name.utf8.count else { return nil }
    return best.name
  }

  /// `; did you mean “…”?`, to stand behind a cause; nothing where no name is near.
  package static func hint(_ name: String, among known: some Sequence<String>) -> String {
    of(name, among: known).map { "; did you mean “\($0)”?" } ?? ""
  }

  /// `did you mean “…”? `, to stand before other advice; nothing where no name is near.
  package static func question(_ name: String, among known: some Sequence<String>) -> String {
    of(name, among: known).map { "did you mean “\($0)”? " } ?? ""
  }

  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    // A name of a thousand letters is no slip of the pen.
    guard a.count <= 64, b.count <= 64 else { return Int.max }
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        row[j + 1] = min(last[j] + (a[i] | 0x20 == b[j] | 0x20 ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], before[j - 1] + 1) }
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
