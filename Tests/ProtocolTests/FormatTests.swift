import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// Marked-up texts in an editor: places are those of the file, whatever markup stands between.
@Suite struct FormatTests {
  private let options: JSON = [
    "capabilities": ["textDocument": ["diagnostic": ["relatedInformation": true]]],
    "initializationOptions": ["date": "2024-05-02"],
  ]

  private func open(_ text: String, _ language: String, _ uri: String = "file:///a") async throws -> (Session, JSON) {
    let session = try await Session.running(.builtIn, options)
    let published = await session.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": .string(uri), "languageId": .string(language), "version": 1, "text": .string(text)]])
    return (session, published.first { $0["method"] == "diple/publishAnnotations" }?["params"] ?? .null)
  }

  private func range(_ text: Marked, _ first: Int, _ last: Int) throws -> JSON {
    ["start": try text.position(first).json, "end": try text.position(last).json]
  }

  private static let sessions: [(language: String, text: String)] = [
    (
      "markdown",
      """
      ---
      title: Ana Ruiz
      ---
      # The Bridge

      The council met.

      6️⃣“The *ferry* has not run since the storm took its engine. Nobody told us why.”7️⃣

      ```
      Petr Holt said on Monday
      ```

      > 8️⃣“The é **bridge** stays open,”9️⃣ 1️⃣Ana **Ru3️⃣iz2️⃣** said on *4️⃣Mon5️⃣*day.
      """
    ),
    (
      "html",
      """
      <title>Ana Ruiz</title><h1>The Bridge</h1>
      <p>The council met.
      <p>6️⃣&ldquo;The <i>ferry</i> has not run since the storm took its engine. Nobody told us why.&rdquo;7️⃣
      <pre>Petr Holt said on Monday</pre>
      <p>8️⃣&ldquo;The é <b>bridge</b> stays open,&rdquo;9️⃣ 1️⃣Ana <b>Ru3️⃣iz2️⃣</b> said on 4️⃣Mon<i>5️⃣day</i>.</p>
      """
    ),
  ]

  @Test(arguments: sessions)
  func placesAreThoseOfTheFile(_ language: String, _ marked: String) async throws {
    let text = Marked(marked)
    let (session, published) = try await open(text.text, language)
    let document: JSON = ["uri": "file:///a"]
    let annotations = published["annotations"]?.array ?? []
    #expect(!annotations.contains { $0["text"]?.string?.contains("Holt") ?? false })

    let quote = try #require(annotations.first { $0["text"]?.string?.contains("bridge") ?? false })
    #expect(quote["range"] == (try range(text, 8, 9)))
    #expect(quote["prose"] == "“The é bridge stays open,”")
    #expect(quote["speaker"]?["range"] == (try range(text, 1, 2)))
    #expect(quote["speaker"]?["prose"] == "Ana Ruiz")

    let hover = await session.request(
      "textDocument/hover", ["textDocument": document, "position": try text.position(3).json])
    #expect(hover["result"]?["range"] == (try range(text, 1, 2)))
    #expect(hover["result"]?["contents"]?["value"]?.string?.contains("Ana Ruiz") ?? false)

    let whole: JSON = ["start": Position(line: 0, character: 0).json, "end": Position(line: 99, character: 0).json]
    let hints = await session.request("textDocument/inlayHint", ["textDocument": document, "range": whole])
    let labels =
      hints["result"]?.array?.compactMap { $0["label"]?.string ?? $0["label"]?.array?.first?["value"]?.string } ?? []
    #expect(labels.contains { $0.contains("2024-04-29") })

    let diagnostics = await session.request("textDocument/diagnostic", ["textDocument": document])
    let items = diagnostics["result"]?["items"]?.array ?? []
    #expect(items.map { $0["code"] } == ["unattributed-quotation"])
    #expect(items.first?["range"] == (try range(text, 6, 7)))

    // From the word outwards: in markup there is none.
    let place = try text.position(5).json
    let chain = await session.request("textDocument/selectionRange", ["textDocument": document, "positions": [place]])
    #expect(chain["result"]?.array?.first?["range"]?["start"] == (try text.position(4).json))
  }

  @Test func theLanguageDecidesThenTheEnding() async throws {
    let text = "<p>Ana &amp; Bo met *Ana Ruiz*.</p>"
    func names(_ language: String, _ uri: String) async throws -> [JSON?] {
      let (_, published) = try await open(text, language, uri)
      return published["annotations"]?.array?.filter { $0["kind"] == "entity" }.map { $0["text"] } ?? []
    }
    let html = try await names("html", "file:///a.txt")
    #expect(html.contains("Ana Ruiz"))
    #expect(try await names("unheard-of", "file:///a.html") == html)
  }

  @Test func aFenceIsOpenedAndClosed() async throws {
    let (session, _) = try await open("One.\n\nAna Ruiz spoke.\n\nPetr Holt left.\n", "markdown")
    let start = Position(line: 2, character: 0)
    func edit(_ version: Int, _ from: Position, _ to: Position, _ text: String) async -> JSON {
      await session.give(.change("file:///a", version, .edit(from, to, text)))
      return session.taken().first { $0["method"] == "diple/publishAnnotations" }?["params"] ?? .null
    }
    let opened = await edit(2, start, start, "```\n")
    #expect(opened["removed"]?.array?.count == 2)
    let closed = await edit(3, start, Position(line: 3, character: 0), "")
    #expect(closed["added"]?.array?.compactMap { $0["text"]?.string } == ["Ana Ruiz", "Petr Holt"])
  }
}
