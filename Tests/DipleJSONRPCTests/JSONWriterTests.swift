import DipleJSONRPC
import Testing

/// Writing without a tree.
@Suite struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func commasStandBetweenAndNowhereElse() {
    let text = written {
      $0.object {
        $0.member("a", 1)
        $0.name("b")
        $0.array {
          $0.int(1)
          $0.array { _ in }
          $0.object { _ in }
          $0.string("x")
          $0.null()
        }
        $0.member("c", json: ["d": [true]])
        $0.name("e")
        $0.object { $0.member("f", "g") }
        $0.name("h")
        $0.bool(false)
      }
    }
    #expect(text == #"{"a":1,"b":[1,[],{},"x",null],"c":{"d":[true]},"e":{"f":"g"},"h":false}"#)
  }

  @Test func membersWithoutAValueAreLeftOut() {
    #expect(
      written {
        $0.object {
          $0.member("a", nil as String?)
          $0.member("b", nil as Int?)
          $0.member("c", 2)
        }
      } == #"{"c":2}"#)
  }

  @Test(
    arguments: [
      ("plain", #""plain""#), ("", #""""#), ("\"\\/", #""\"\\/""#), ("a\nb\r\tc", #""a\nb\r\tc""#),
      ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""), ("é😀", "\"é😀\""),
    ])
  func escapesWhatMustBe(_ text: String, _ json: String) {
    #expect(written { $0.string(text) } == json)
  }

  @Test(
    arguments: [
      (0.5, "0.5"), (2, "2"), (-0.0, "0"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"),
    ] as [(Double, String)])
  func writesNumbers(_ number: Double, _ json: String) {
    #expect(written { $0.double(number) } == json)
  }
}
