import DipleExchange
import DiplePipeline
import DiplePluginKit
import Testing

@Suite struct TextRenderingTests {
  private func page(_ rendering: TextRendering, kinds: Set<String>? = nil) throws -> String {
    String(decoding: rendering.render(try Article.analysis(), title: "kostel.txt", kinds: kinds), as: UTF8.self)
  }

  @Test func noEscapesWithoutColor() throws {
    print(try page(TextRendering(width: 80)))
    print(try page(TextRendering(width: 100, usesColor: true)))
    #expect(try !page(TextRendering(width: 80)).contains("\u{1B}"))
  }
}
