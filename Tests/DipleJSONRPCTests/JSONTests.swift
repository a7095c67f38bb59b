import DipleJSONRPC
import TestSupport
import Testing

/// JSON texts as values and back.
@Suite struct JSONTests {
  private func parse(_ text: String) throws(JSONError) -> JSON { try JSON(parsing: Array(text.utf8)) }

  private func problem(_ text: String) -> String? {
    do throws(JSONError) {
      _ = try parse(text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("false", .bool(false)),
      ("[]", []), ("{}", [:]), ("[1, [2, {}], \"x\"]", [1, [2, [:]], "x"]),
      ("{\"a\": {\"b\": [null]}, \"\": 0}", ["a": ["b": [nil]], "": 0]),
      ("\t[\r\n1 ]\n", [1]),
    ] as [(String, JSON)])
  func reads(_ text: String, _ value: JSON) throws {
    #expect(try parse(text) == value)
  }

  @Test(
    arguments: [
      ("0", .int(0)), ("-0", .int(0)), ("-17", .int(-17)),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)),
      ("1.5e3", .double(1500)), ("2E-2", .double(0.02)), ("-0.25", .double(-0.25)), ("1e+2", .double(100)),
    ] as [(String, JSON)])
  func readsNumbers(_ text: String, _ value: JSON) throws {
    #expect(try parse(text) == value)
  }

  @Test(
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""caf\u00e9 \u00E9""#, "café é"),
      (#""\ud83d\ude00""#, "😀"), (#""x\uD83D\uDE00y""#, "x😀y"),
      // Half a pair stands for nothing: it becomes U+FFFD, and what follows is kept.
      (#""\ud83d""#, "\u{FFFD}"), (#""\ud83dA""#, "\u{FFFD}A"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
      (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\ud83d\n""#, "\u{FFFD}\n"),
      (#""\u0000""#, "\0"), ("\"Kraków 🚧 議会\"", "Kraków 🚧 議会"), ("\"a\u{7F}\u{2028}b\"", "a\u{7F}\u{2028}b"),
    ])
  func readsStrings(_ text: String, _ value: String) throws {
    #expect(try parse(text).string.map { Array($0.unicodeScalars) } == Array(value.unicodeScalars))
  }

  @Test(
    arguments: [
      "", " ", "{", "}", "[", "[1,]", "[,1]", "[1 2]", "[1", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}",
      "{\"a\" 1}", "{\"a\":1 \"b\":2}", "01", "-", "-a", "1.", ".5", "1e", "1e+", "+1", "0x10", "1e999", "nul", "truE",
      "NaN", "Infinity", "'a'", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\u\"", "\"\n\"",
      "\"\0\"", "[]]", "1 2", "// 1", "\u{FEFF}1",
    ])
  func refusesWhatIsNoJSON(_ text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0x61, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xFE, 0x22], [0xFF],
      [0x31, 0x80],
    ] as [[UInt8]])
  func refusesBytesThatAreNoUTF8(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test func saysWhereReadingStopped() {
    #expect(problem("[true, x]") == "not JSON at byte 7: no value starts so")
    #expect(problem("[\"a\", \"\u{1}\"]") == "not JSON at byte 7: a control character in a string")
  }

  @Test func depthIsBounded() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try parse(nested(128)) }
    #expect(problem(nested(129)) == "not JSON at byte 128: nested too deep")
    #expect(throws: JSONError.self) { try parse(String(repeating: "{\"a\":[", count: 100_000)) }
    // Breadth is not depth.
    #expect(try parse("[" + String(repeating: "[[]],", count: 1000) + "1]").array?.count == 1001)
  }

  @Test func theLastOfTwoMembersCounts() throws {
    #expect(try parse(#"{"a": 1, "b": 2, "a": 3}"#)["a"] == 3)
  }

  @Test func valuesAreWhatTheyAre() {
    let value: JSON = ["s": "x", "i": 3, "d": .double(3), "h": .double(0.5), "b": true, "n": nil, "a": [1]]
    #expect(value["s"]?.string == "x")
    #expect(value["i"]?.int == 3)
    #expect(value["d"]?.int == 3)
    #expect(value["h"]?.int == nil)
    #expect(value["h"]?.number == 0.5)
    #expect(value["i"]?.number == 3)
    #expect(value["b"]?.bool == true)
    #expect(value["n"] == .null)
    #expect(value["missing"] == nil)
    #expect(value["a"]?.array == [1])
    #expect(value["a"]?["a"] == nil)
    #expect(value["s"]?.int == nil)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var random = Seeded(state: 11)
    for _ in 0..<500 {
      let value = JSON.random(depth: 4, &random)
      #expect(try JSON(parsing: value.bytes) == value)
    }
  }
}

extension JSON {
  /// Any value, with what is hard in strings and numbers.
  static func random(depth: Int, _ random: inout Seeded) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .int(.random(in: .min ... .max, using: &random))
    case 3: return .double(.random(in: -1e9...1e9, using: &random) * 1e-5)
    case 4, 5: return .string(text(&random))
    case 6: return .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in .random(depth: depth - 1, &random) })
    default:
      return .object(
        (0..<Int.random(in: 0..<4, using: &random)).map {
          ("\($0)" + text(&random), .random(depth: depth - 1, &random))
        })
    }
  }

  private static func text(_ random: inout Seeded) -> String {
    let odd = [
      "a", "Z", "\"", "\\", "/", "\n", "\r\n", "\t", "\0", "\u{1F}", "\u{7F}", "é", "’", "\u{2028}", "😀", "👩‍🚒",
      "\u{301}",
    ]
    return (0..<Int.random(in: 0..<6, using: &random)).map { _ in odd.randomElement(using: &random)! }.joined()
  }
}
