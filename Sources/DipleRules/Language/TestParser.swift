import DiplePluginKit

/// Reads what stands in brackets: `[word="may|might" & tag="MD"]`, `<entity type="person"/>`, `<s>`.
struct TestParser {
  var scanner: PatternScanner
  private var depth = 0

  init(_ scanner: PatternScanner) { self.scanner = scanner }

  // MARK: Tokens

  mutating func bracket() throws(PatternError) -> Pattern {
    let start = scanner.at
    scanner.at += 1
    scanner.skipSpace()
    if scanner.take("]") { return .token(.any, Pattern.Source(start..<scanner.at)) }
    let test = try either()
    guard scanner.take("]") else {
      throw scanner.fail(
        "\(scanner.character) does not belong into a token's brackets",
        "join tests by “&” or “|” and close the bracket with “]”")
    }
    let source = Pattern.Source(start..<scanner.at)
    // A list beside other tests, all of which must hold, stands for its whole entries; elsewhere for any token of one.
    switch test {
    case .inList(let name): return .entry(list: name, .any, source)
    case .all(let tests):
      for (index, test) in tests.enumerated() {
        guard case .inList(let name) = test else { continue }
        var others = tests
        others.remove(at: index)
        return .entry(list: name, others.count == 1 ? others[0] : .all(others), source)
      }
    default: break
    }
    return .token(test, source)
  }

  private mutating func either() throws(PatternError) -> TokenTest {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Pattern.maxDepth else {
      throw scanner.fail("tests nest deeper than \(Pattern.maxDepth)", "make the test simpler")
    }
    var all = [try both()]
    while scanner.take("|") { all.append(try both()) }
    return all.count == 1 ? all[0] : .some(all)
  }

  private mutating func both() throws(PatternError) -> TokenTest {
    var all = [try single()]
    while scanner.take("&") { all.append(try single()) }
    return all.count == 1 ? all[0] : .all(all)
  }

  private mutating func single() throws(PatternError) -> TokenTest {
    scanner.skipSpace()
    defer { scanner.skipSpace() }
    let start = scanner.at
    if scanner.take("!") {
      depth += 1
      defer { depth -= 1 }
      guard depth <= Pattern.maxDepth else { throw scanner.fail("too many “!”", "one is enough") }
      return .not(try single())
    }
    if scanner.take("(") {
      let test = try either()
      guard scanner.take(")") else {
        throw scanner.fail("the parenthesis does not close", "add “)” behind the tests", at: start)
      }
      return test
    }
    let name = scanner.text(scanner.take(while: PatternScanner.isName))
    guard !name.isEmpty else {
      throw scanner.fail("a test must start here, not \(scanner.character)", "write for example [word=\"may\"]")
    }
    guard Self.names.contains(name) else {
      let near = NearestName.question(name, among: Self.names)
      throw scanner.fail(
        "no property of a token is called “\(name)”", near + "there are \(Self.names.joined(separator: ", "))",
        at: start)
    }
    scanner.skipSpace()
    let isNegated = scanner.take("!=")
    guard isNegated || scanner.take("=") else {
      throw scanner.fail("“\(name)” is compared with nothing", "write \(name)=\"…\" or \(name)!=\"…\"")
    }
    let test = try self.test(name)
    return isNegated ? .not(test) : test
  }

  private static let names = ["word", "form", "lemma", "tag", "shape", "case", "list"]

  private mutating func test(_ name: String) throws(PatternError) -> TokenTest {
    let (value, start) = try value()
    switch name {
    case "word": return .word(value)
    case "form": return .form(value)
    case "lemma": return .lemma(value)
    case "tag":
      for part in value.parts where !Tag.allCases.contains(where: { ValuePattern([part]).matches($0.name) }) {
        let near = NearestName.question(part.text, among: Tag.allCases.map(\.name))
        throw scanner.fail(
          "no part of speech is called “\(part.text)”",
          near + "tags are those of the Penn Treebank: NN, VBD, MD …",
          at: start)
      }
      return .tag(value)
    case "shape": return try choice(value, start, TokenTest.Looks.self, TokenTest.shape)
    case "case": return try choice(value, start, TokenTest.LetterCase.self, TokenTest.letterCase)
    default:
      guard value.parts.allSatisfy(\.isWhole) else {
        throw scanner.fail("a list is named in full", "remove “.*”", at: start)
      }
      let lists = value.parts.map { TokenTest.inList($0.text) }
      return lists.count == 1 ? lists[0] : .some(lists)
    }
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: ValuePattern, _ start: Int, _ type: Choice.Type, _ make: (Choice) -> TokenTest
  ) throws(PatternError) -> TokenTest {
    var tests: [TokenTest] = []
    for part in value.parts {
      guard part.isWhole, let choice = Choice(rawValue: part.text) else {
        let names = Choice.allCases.map(\.rawValue)
        let near = NearestName.question(part.text, among: names)
        throw scanner.fail(
          "“\(part.text)” is none of the values", near + "there are \(names.joined(separator: ", "))", at: start)
      }
      tests.append(make(choice))
    }
    return tests.count == 1 ? tests[0] : .some(tests)
  }

  /// `"some|any.*"`
  private mutating func value() throws(PatternError) -> (ValuePattern, start: Int) {
    scanner.skipSpace()
    let start = scanner.at
    guard scanner.next == UInt8(ascii: "\"") else {
      throw scanner.fail("a value stands in quotation marks", "write \"…\"")
    }
    let (text, isEscaped) = try scanner.quoted()
    var parts: [ValuePattern.Part] = []
    var from = 0
    for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: "|") && !isEscaped[end] {
      parts.append(try part(text, isEscaped, from..<end, start))
      from = end + 1
    }
    return (ValuePattern(parts), start)
  }

  private func part(
    _ text: [UInt8], _ isEscaped: [Bool], _ range: Range<Int>, _ start: Int
  ) throws(PatternError) -> ValuePattern.Part {
    func isAny(_ at: Int) -> Bool {
      text[at] == UInt8(ascii: ".") && text[at + 1] == UInt8(ascii: "*") && !isEscaped[at] && !isEscaped[at + 1]
    }
    var range = range
    let hasAnyStart = range.count >= 2 && isAny(range.lowerBound)
    if hasAnyStart { range = range.lowerBound + 2..<range.upperBound }
    let hasAnyEnd = range.count >= 2 && isAny(range.upperBound - 2)
    if hasAnyEnd { range = range.lowerBound..<range.upperBound - 2 }
    guard !range.isEmpty || hasAnyStart else {
      throw scanner.fail("one of the values is empty", "remove the “|” too many", at: start)
    }
    for at in range where "*+?()[]{}^".utf8.contains(text[at]) && !isEscaped[at] && range.count > 1 {
      throw scanner.fail(
        "“\(Character(Unicode.Scalar(text[at])))” is no sign of values, which know “|” between them and “.*” at their ends",
        "write “\\” before it if it is meant as it stands", at: start)
    }
    return ValuePattern.Part(
      String(decoding: text[range], as: UTF8.self), hasAnyStart: hasAnyStart, hasAnyEnd: hasAnyEnd)
  }

  // MARK: Annotations and edges

  mutating func angle() throws(PatternError) -> Pattern {
    let start = scanner.at
    if scanner.take("<s>") { return .edge(.start) }
    if scanner.take("</s>") { return .edge(.end) }
    scanner.at += 1
    let kind = scanner.text(scanner.take { PatternScanner.isName($0) || $0 == UInt8(ascii: "-") })
    guard !kind.isEmpty else {
      throw scanner.fail(
        "no kind is named behind “<”", "write for example <entity type=\"person\"/>, <s> or </s>", at: start)
    }
    var conditions: [AnnotationTest.Condition] = []
    scanner.skipSpace()
    while let byte = scanner.next, PatternScanner.isName(byte) {
      let name = scanner.text(scanner.take { PatternScanner.isName($0) || $0 == UInt8(ascii: "-") })
      scanner.skipSpace()
      let isNegated = scanner.take("!=")
      if isNegated || scanner.take("=") {
        conditions.append(AnnotationTest.Condition(name: name, value: try value().0, isNegated: isNegated))
      } else {
        conditions.append(AnnotationTest.Condition(name: name, value: nil))
      }
      scanner.skipSpace()
    }
    guard scanner.take("/>") else {
      throw scanner.fail("“<\(kind)” does not close", "write <\(kind)/> or <\(kind) attribute=\"value\"/>", at: start)
    }
    return .annotation(AnnotationTest(kind: kind, conditions: conditions), Pattern.Source(start..<scanner.at))
  }
}
