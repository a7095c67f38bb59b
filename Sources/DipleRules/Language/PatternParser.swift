import DiplePluginKit

extension Pattern {
  /// Reads a pattern: a subset of CQL, the corpus query language of CWB and Sketch Engine. Specs/protocol/rules.md tells it all.
  public init(parsing text: String) throws(PatternError) {
    var parser = PatternParser(text)
    self = try parser.whole()
  }

  /// The longest pattern, in bytes.
  public static let maxLength = 10_000
  /// How often a part may be repeated by numbers.
  public static let maxCount = 100
  /// The most nodes that a pattern may come to once its repetitions are written out.
  public static let maxSize = 2_000
  static let maxDepth = 50
}

/// A parser by recursive descent: pattern → alternatives → items → what is repeated.
struct PatternParser {
  private var scanner: PatternScanner
  private var depth = 0

  init(_ text: String) { scanner = PatternScanner(text) }

  mutating func whole() throws(PatternError) -> Pattern {
    guard scanner.bytes.count <= Pattern.maxLength else {
      throw scanner.fail("the pattern is longer than \(Pattern.maxLength) bytes", "put words into a list", at: 0)
    }
    let pattern = try alternatives()
    guard scanner.isAtEnd else {
      throw scanner.fail("\(scanner.character) closes nothing", "remove it, or write it in quotation marks")
    }
    guard pattern.size <= Pattern.maxSize else {
      throw scanner.fail(
        "the pattern comes to more than \(Pattern.maxSize) parts once its repetitions are written out",
        "repeat less often, or use “*” and “+”", at: 0)
    }
    return pattern
  }

  private mutating func alternatives() throws(PatternError) -> Pattern {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Pattern.maxDepth else {
      throw scanner.fail("parentheses nest deeper than \(Pattern.maxDepth)", "make the pattern simpler")
    }
    var all = [try sequence()]
    while scanner.take("|") { all.append(try sequence()) }
    return all.count == 1 ? all[0] : .alternatives(all)
  }

  private mutating func sequence() throws(PatternError) -> Pattern {
    var parts: [Pattern] = []
    scanner.skipSpace()
    while let byte = scanner.next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      parts.append(try item())
      scanner.skipSpace()
    }
    guard let first = parts.first else {
      throw scanner.fail("there is nothing to match before \(scanner.character)", "write at least one word or “[]”")
    }
    return parts.count == 1 ? first : .sequence(parts)
  }

  private mutating func item() throws(PatternError) -> Pattern {
    guard let name = try captureName() else { return try repeated(try primary()) }
    return .capture(name, try repeated(try primary()))
  }

  /// `name:` or `$name:`, if it stands here.
  private mutating func captureName() throws(PatternError) -> String? {
    let start = scanner.at
    let hasSign = scanner.take("$")
    let name = scanner.take(while: PatternScanner.isName)
    guard !name.isEmpty, scanner.take(":") else {
      if hasSign { throw scanner.fail("“$” starts no name here", "write “$name:” before what it names", at: start) }
      scanner.at = start
      return nil
    }
    guard let next = scanner.next, !PatternScanner.isSpace(next) else {
      throw scanner.fail(
        "nothing follows the name “\(scanner.text(name)):”",
        "write what it names right behind the colon; a colon of the text stands in quotation marks", at: start)
    }
    return scanner.text(name)
  }

  private mutating func repeated(_ pattern: Pattern) throws(PatternError) -> Pattern {
    var pattern = pattern
    while let byte = scanner.next {
      let start = scanner.at
      switch byte {
      case UInt8(ascii: "?"): pattern = .repetition(pattern, min: 0, max: 1)
      case UInt8(ascii: "*"): pattern = .repetition(pattern, min: 0, max: nil)
      case UInt8(ascii: "+"): pattern = .repetition(pattern, min: 1, max: nil)
      case UInt8(ascii: "{"):
        pattern = try counted(pattern)
        continue
      default: return pattern
      }
      scanner.at = start + 1
    }
    return pattern
  }

  /// `{3}`, `{1,3}`, `{1,}`, `{,3}`
  private mutating func counted(_ pattern: Pattern) throws(PatternError) -> Pattern {
    let start = scanner.at
    scanner.at += 1
    let low = scanner.number()
    let hasComma = scanner.take(",")
    let high = hasComma ? scanner.number() : low
    guard scanner.take("}"), low != nil || high != nil else {
      throw scanner.fail("the braces hold no count", "write {3}, {1,3}, {1,} or {,3}", at: start)
    }
    let min = low ?? 0
    guard max(min, high ?? 0) <= Pattern.maxCount else {
      throw scanner.fail("counts end at \(Pattern.maxCount)", "use “*” or “+” for any number of times", at: start)
    }
    guard high != 0, high.map({ $0 >= min }) ?? true else {
      throw scanner.fail(
        "nothing can be repeated so often", "write the smaller count first, and more than 0", at: start)
    }
    return .repetition(pattern, min: min, max: high)
  }

  private mutating func primary() throws(PatternError) -> Pattern {
    let start = scanner.at
    switch scanner.next {
    case UInt8(ascii: "("):
      scanner.at += 1
      let pattern = try alternatives()
      guard scanner.take(")") else {
        throw scanner.fail("the parenthesis does not close", "add “)” behind the group", at: start)
      }
      return pattern
    case UInt8(ascii: "["):
      var parser = TestParser(scanner)
      let pattern = try parser.bracket()
      scanner = parser.scanner
      return pattern
    case UInt8(ascii: "<"):
      var parser = TestParser(scanner)
      let pattern = try parser.angle()
      scanner = parser.scanner
      return pattern
    case UInt8(ascii: "\""):
      let text = try scanner.quoted().text
      return words(text, start..<scanner.at) { .form(ValuePattern($0)) }
    case let byte? where PatternScanner.isWord(byte):
      let range = scanner.take(while: PatternScanner.isWord)
      return words(Array(scanner.bytes[range]), range) { .word(ValuePattern($0)) }
    case UInt8(ascii: "!"):
      throw scanner.fail(
        "“!” stands inside a token's brackets or in quotation marks",
        "write [word!=\"…\"] for a token that is something else, \"!\" for the mark, and what may not be there under “not” or “outside”"
      )
    default:
      throw scanner.fail(
        "\(scanner.character) starts nothing that can be matched", "a character of the text stands in quotation marks")
    }
  }

  /// The tokens that a text comes to: `don't` is two; `'s` and `n't`, which stand behind a word, are one each.
  private func words(_ text: [UInt8], _ range: Range<Int>, _ test: (String) -> TokenTest) -> Pattern {
    if text.contains(UInt8(ascii: "'")) || text.contains(0x99) {
      let behindWord = Tokenizer.tokens([UInt8(ascii: "x")] + text)
      if behindWord.count == 2, behindWord.ends[0] == 1 {
        return .token(test(String(decoding: text, as: UTF8.self)), Pattern.Source(range))
      }
    }
    let tokens = Tokenizer.tokens(text)
    let parts = tokens.indices.map { index -> Pattern in
      let token = Int(tokens.starts[index])..<Int(tokens.ends[index])
      return .token(test(String(decoding: text[token], as: UTF8.self)), Pattern.Source(range))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }
}
