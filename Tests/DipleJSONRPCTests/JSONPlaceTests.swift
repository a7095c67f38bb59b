import DipleJSONRPC
import Testing

/// Where a value stands in its text.
@Suite struct JSONPlaceTests {
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
    let offset = try #require(JSON.offset(of: path, in: Self.text))
    #expect(Self.text[offset...].starts(with: Array(start.utf8)))
    #expect(JSON.line(of: offset, in: Self.text) == line)
  }

  @Test(arguments: [["x"], ["a", "x"], ["b\n", "c", "2"], ["b\n", "c2", "0"], ["f", "0"]])
  func whatIsNotThereIsNotFound(path: [String]) {
    #expect(JSON.offset(of: path, in: Self.text) == nil)
  }
}
