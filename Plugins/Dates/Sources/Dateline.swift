import DiplePluginKit

/// Finds the expression that dates the document itself, by how its paragraph looks.
///
/// A dateline opens a story: `KOSTEL, May 2, 2024 (Agency) —`. A byline is a short line of its own:
/// `Published 2 May 2024`, `May 2, 2024, 10:15 am`.
struct StampReader {
  private let layers: Layers
  private let timexes: [Timex]

  init(layers: Layers, _ timexes: [Timex]) { (self.layers, self.timexes) = (layers, timexes) }

  func find() -> (index: Int, kind: Stamp.Kind)? {
    // Only the first few expressions can stand in such a place.
    for (index, timex) in timexes.prefix(3).enumerated() {
      guard case .moment(let moment) = timex.meaning, moment.fields.day != nil, moment.fields.month != nil,
        moment.shift == nil, timex.mod == nil
      else { continue }
      let tokens = layers.tokens(in: timex.span)
      if isDateline(tokens) { return (index, .dateline) }
      if moment.isComplete, isByline(tokens) { return (index, .byline) }
    }
    return nil
  }

  private func isDash(_ token: Int) -> Bool {
    guard token < layers.count else { return false }
    let bytes = layers.bytes[layers.start(token)..<layers.end(token)]
    return bytes.elementsEqual("—".utf8) || bytes.elementsEqual("–".utf8)
      || bytes.allSatisfy { $0 == UInt8(ascii: "-") }
  }

  /// Before it a place at most, behind it a dash (an agency in brackets may stand between), then the story.
  private func isDateline(_ tokens: Range<Int>) -> Bool {
    guard tokens.lowerBound <= 10, layers.count > tokens.upperBound + 4 else { return false }
    for token in 0..<tokens.lowerBound where layers.tag(token).isFinite { return false }
    for token in 0..<tokens.lowerBound
    where !layers.shape(token).contains(.punctuation) && !layers.shape(token).contains(.capitalized) {
      return false
    }
    var at = tokens.upperBound
    let end = min(at + 9, layers.count)
    while at < end, !isDash(at) {
      if layers.tag(at).isFinite || layers.tag(at) == .stop { return false }
      at += 1
    }
    return at < end && isDash(at)
  }

  private static let published: WordSet = [
    "published", "updated", "posted", "by", "date", "dated", "modified", "filed", "issued", "last", "first", "on",
    "release",
    "released", "edition", "created", "written",
  ]

  /// A short line that holds little but the date, or starts by saying that it was published.
  private func isByline(_ tokens: Range<Int>) -> Bool {
    let rest = layers.count - tokens.count
    guard rest <= 16 else { return false }
    var words = 0
    for token in 0..<layers.count where !tokens.contains(token) && !layers.shape(token).contains(.punctuation) {
      if layers.tag(token).isFinite, !Self.published.contains(layers.word(token)) { return false }
      words += 1
    }
    return words == 0 || words <= 10 && Self.published.contains(layers.word(0)) || words <= 4 && tokens.lowerBound == 0
  }
}
