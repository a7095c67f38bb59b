import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/selectionRange`
@Suite struct SelectionRangeTests {
  private func chains(_ reading: Reading, _ positions: [Position]) async throws -> [[String]] {
    let found = await reading.ask("textDocument/selectionRange", ("positions", .array(positions.map(\.json))))
    return try (found.array ?? []).map { range in
      var words: [String] = []
      var at: JSON? = range
      while let range = at {
        words.append(try reading.words(range["range"]))
        at = range["parent"]
      }
      return words
    }
  }

  @Test(arguments: PositionEncoding.allCases)
  func fromTheWordToTheDocument(encoding: PositionEncoding) async throws {
    let reading = try await Reading(Quay.text, Quay.registry, encoding)
    let chains = try await chains(reading, [try Quay.text.position(1, encoding), try Quay.text.position(2, encoding)])
    let document = Quay.text.text
    let paragraphs = document.split(separator: "\r\n\r\n").map(String.init)
    let content = "and all the\r\n  harbours of the coast wait with Kostel."
    let quote = "“We 🚧 wait for the boats of the islands,” she said to us, “\(content)”"
    #expect(chains.first == ["Ana", "Ana Ruiz", paragraphs[0], document])
    #expect(chains.last == ["wait", content, "“\(content)”", quote, paragraphs[1], document])
  }

  @Test func aSentenceStandsBetweenNameAndParagraph() async throws {
    let reading = try await Reading()
    let chain = try await chains(reading, [try Quay.text.position(5)])[0]
    #expect(chain.prefix(3) == ["Ms", "Ms Ruiz", "Ms Ruiz is 👩‍🚒 and calm."])
    #expect(chain.count == 5)
  }

  /// Wherever one asks: the place lies in the first range, and each range in the next, which is larger.
  @Test(arguments: PositionEncoding.allCases) func rangesGrow(encoding: PositionEncoding) async throws {
    let text = Marked("“A. B,” she said of ‘C’.\r\n\r\n\t—  \r\n\r\nD 🚧’s “‘E’” \(String(repeating: "(", count: 50))F")
    for registry in [Registry.builtIn, Quay.registry] {
      let reading = try await Reading(text, registry, encoding)
      let scalars = Array(text.text.unicodeScalars)
      let places = scalars.indices.map { Marked.position(scalars, $0, encoding) }
      let found = await reading.ask("textDocument/selectionRange", ("positions", .array(places.map(\.json))))
      #expect(found.array?.count == places.count)
      for (place, range) in zip(places, found.array ?? []) {
        var (at, last): (JSON?, (Position, Position)?) = (range, nil)
        while let range = at {
          let start = try #require(Position(range["range"]?["start"]))
          let end = try #require(Position(range["range"]?["end"]))
          if let last {
            #expect(start <= last.0 && last.1 <= end && (start, end) != last, "at \(place)")
          } else {
            #expect(start <= place && place <= end, "at \(place)")
          }
          (last, at) = ((start, end), range["parent"])
        }
      }
    }
  }

  @Test(arguments: ["", "\r\n", "---\ndate: 2024-05-02\n---\n"]) func textsWithoutProse(text: String) async throws {
    let reading = try await Reading(Marked(text), .builtIn)
    let chains = try await chains(reading, [Position(line: 0, character: 0), Position(line: 9, character: 9)])
    for chain in chains { #expect(chain.last == text) }
  }

  @Test(arguments: [#"{"textDocument": {"uri": "a"}}"#, #"{"textDocument": {"uri": "a"}, "positions": [3]}"#])
  func wrongPositionsAreTold(params: String) async throws {
    let answer = await (try await Reading()).session.request(
      "textDocument/selectionRange", try JSON(parsing: Array(params.utf8)))
    #expect(answer["error"]?["code"] == -32602)
  }
}
