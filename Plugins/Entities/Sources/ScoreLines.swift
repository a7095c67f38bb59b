import DiplePluginKit

/// Results as sports pages write them, a line each: `Marlow 2 Leeds Rovers 1`, `Kostel 3 (Novak 12, 40) Hansa 0`, and rows of tables (`Marlow 4 2
/// 1 1 7`). Who stands there is a team, whatever the name names elsewhere; but a country stays one. Those who are counted in parentheses
/// are people.
struct ScoreLines {
  private let layers: Layers
  private let names: Names
  private let heads: NameWords
  /// What was found, in order.
  private(set) var found: [(tokens: Range<Int>, type: EntityType)] = []

  init(_ layers: Layers, _ names: Names, _ heads: NameWords) {
    (self.layers, self.names, self.heads) = (layers, names, heads)
    var start = 0
    while start < layers.count {
      var end = start + 1
      while end < layers.count, !layers.shape(end).contains(.lineBefore) { end += 1 }
      if end - start >= 4 { read(start..<end) }
      start = end
    }
  }

  /// Longer ones are prose.
  private static let longest = 60

  private mutating func read(_ line: Range<Int>) {
    guard line.count <= Self.longest, let first = name(at: line.lowerBound, line), isCount(first.upperBound, line)
    else {
      return
    }
    var at = first.upperBound + 1
    var people: [Range<Int>] = []
    var counts = 1
    while isCount(at, line) { (counts, at) = (counts + 1, at + 1) }
    if counts > 3 { return add([first], []) }
    guard counts == 1, skipAside(&at, line, &people), let second = name(at: at, line), isCount(second.upperBound, line)
    else { return }
    at = second.upperBound + 1
    guard skipAside(&at, line, &people) else { return }
    guard at >= line.upperBound || layers.shape(at).contains(.punctuation) else { return }
    add([first, second], people)
  }

  private mutating func add(_ teams: [Range<Int>], _ people: [Range<Int>]) {
    found += teams.filter { names.entry(layers, $0)?.isCountry != true }.map { ($0, .organization) }
    found += people.map { ($0, .person) }
    found.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }

  /// A name of one to five words with capitals.
  private func name(at start: Int, _ line: Range<Int>) -> Range<Int>? {
    var end = start
    while end < min(line.upperBound, start + 5), isNameWord(end) { end += 1 }
    return end > start ? start..<end : nil
  }

  private func isNameWord(_ token: Int) -> Bool {
    let shape = layers.shape(token)
    return shape.contains(.capitalized) && shape.contains(.hasLetter) && !shape.contains(.address)
      && !heads.never.contains(layers.word(token))
  }

  /// A whole number of at most three digits.
  private func isCount(_ token: Int, _ line: Range<Int>) -> Bool {
    token < line.upperBound && layers.shape(token).contains(.digits) && layers.end(token) - layers.start(token) <= 3
  }

  /// Steps over parentheses, if any, and notes who scored; false where they do not end in the line.
  private func skipAside(_ at: inout Int, _ line: Range<Int>, _ people: inout [Range<Int>]) -> Bool {
    guard at < line.upperBound, layers.word(at) == "(" else { return true }
    at += 1
    while at < line.upperBound, layers.word(at) != ")" {
      if let name = name(at: at, line) {
        if isCount(name.upperBound, line) { people.append(name) }
        at = name.upperBound
      } else {
        at += 1
      }
    }
    at += 1
    return at <= line.upperBound
  }
}
