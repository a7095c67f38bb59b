/// The known name that a mistyped one was meant to be.
public enum NearestName {
  /// The nearest of `known` by edits (Levenshtein 1966); nil where none is near enough to be meant.
  public static func of(_ name: String, among known: [String]) -> String? {
    let best = known.map { (name: $0, edits: edits(Array(name.utf8), Array($0.utf8))) }.min { $0.edits < $1.edits }
    guard let best, best.edits <= max(1, name.utf8.count / 3) + 1, best.edits < best.name.utf8.count else { return nil }
    return best.name
  }

  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    // A name of a thousand letters is no slip of the pen.
    guard a.count <= 64, b.count <= 64 else { return Int.max }
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let replaced = diagonal + (a[i] | 0x20 == b[j] | 0x20 ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
