import DipleJSONRPC
import Testing

/// Where a value stands in its text.
@Suite struct JSONScanTests {
  private static let text = Array(
    """
    {"a": 1,
     "b\\n": {"c": [true, {"d": "x, } y"}],
      "c2": [], "e": -1.5e3}, "f":null
    }
    """.utf8)

  @Test(
    arguments: [
      ([], "{", 1), (["a"], "\"a\"", 1), (["b\n"], "\"b", 2), (["b\n", "c"], "\"c\"", 2),
      (["b\n", "c", "0"], "true", 2),
      (["b\n", "c", "1"], "{\"d\"", 2), (["b\n", "c", "1", "d"], "\"d\"", 2), (["b\n", "e"], "\"e\"", 3),
      (["f"], "\"f\"", 3),
    ])
  func aMemberIsFoundByItsName(path: [String], start: String, line: Int) throws {
    let offset = try #require(JSONScan(Self.text).offset(of: path))
    #expect(Self.text[offset...].starts(with: Array(start.utf8)))
    #expect(JSONScan(Self.text).line(of: offset) == line)
  }

  @Test func ofTwoMembersOfANameTheLastCounts() throws {
    let scan = JSONScan(Array(#"{"a": 1, "a": 23}"#.utf8))
    #expect(scan.member("a", of: scan.root) == 14..<16)
    #expect(scan.offset(of: ["a"]) == 9)
  }

  @Test(arguments: [["x"], ["a", "x"], ["b\n", "c", "2"], ["b\n", "c2", "0"], ["f", "0"]])
  func whatIsNotThereIsNotFound(path: [String]) {
    #expect(JSONScan(Self.text).offset(of: path) == nil)
  }
}
