import DiplePluginProcess

/// What `units.tsv` says, and how its words make a quantity.
struct Lexicon: Sendable {
  private var units: [String: Unit] = [:]
  private var numbers: [String: Double] = [:]
  private var factors: [String: Double] = [:]

  init(_ file: Resource) {
    for row in file.rows where row.count == 3 {
      switch row[1] {
      case "number": numbers[row[0]] = Double(row[2])
      case "factor": factors[row[0]] = Double(row[2])
      default: units[row[0]] = Unit(written: row[0], symbol: row[1], dimension: row[2])
      }
    }
  }

  /// The quantity whose number starts at a token.
  func quantity(_ layers: Layers, at first: Int) -> Quantity? {
    // What costs money is no quantity: the “5m” of “$5m”.
    if first > 0, layers.tag(first - 1) == .dollar { return nil }
    let start = layers.start(first)
    let word = layers.text(layers.span(first))
    guard let (number, rest) = number(word) else { return nil }
    var (value, token) = (number, first + 1)
    if !rest.isEmpty {
      // `12km`, `5-kilometre`
      guard let unit = unit(rest) else { return nil }
      return Quantity(value: value, unit: unit, span: Span(start, layers.end(first)))
    }
    while token < layers.count, let factor = factors[layers.text(layers.span(token)).lowercased()] {
      value *= factor
      token += 1
    }
    // `a million tonnes` and `half a mile`, but not `a foot`.
    if token == first + 1, factors[word.lowercased()] != nil { return nil }
    // The longest that is one: `miles per hour`, not `miles`.
    for length in stride(from: 3, through: 1, by: -1) where token + length <= layers.count {
      var (text, end) = (written(layers, token..<token + length), layers.end(token + length - 1))
      // The `C.` of “40°C.” looks like an initial.
      if unit(text) == nil, text.last == "." { (text, end) = (String(text.dropLast()), end - 1) }
      if let unit = unit(text) { return Quantity(value: value, unit: unit, span: Span(start, end)) }
    }
    return nil
  }

  /// A number at the start of a word, and what follows it there.
  private func number(_ word: String) -> (value: Double, rest: String)? {
    if let value = numbers[word.lowercased()] { return (value, "") }
    let digits = word.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
    if !digits.isEmpty {
      guard let value = Double(digits.filter { $0 != "," }) else { return nil }
      let rest = word[digits.endIndex...]
      return (value, String(rest.first == "-" ? rest.dropFirst() : rest))
    }
    // `twenty-five`, `ten-mile`
    let parts = word.lowercased().split(separator: "-", maxSplits: 1).map(String.init)
    guard parts.count == 2, let value = numbers[parts[0]] else { return nil }
    if let ones = numbers[parts[1]], value >= 20, ones < 10 { return (value + ones, "") }
    return (value, parts[1])
  }

  /// Symbols are as they are (`MW` is no `mW`); words may have capitals.
  private func unit(_ text: String) -> Unit? { units[text] ?? (text.utf8.count > 3 ? units[text.lowercased()] : nil) }

  /// Words with a space between them where there is any white space.
  private func written(_ layers: Layers, _ tokens: Range<Int>) -> String {
    var text = ""
    for token in tokens {
      if token > tokens.lowerBound, layers.shape(token).contains(.spaceBefore) { text += " " }
      text += layers.text(layers.span(token))
    }
    return text
  }
}
