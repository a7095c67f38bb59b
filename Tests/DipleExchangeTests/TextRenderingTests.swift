import DipleExchange
import DiplePipeline
import DiplePluginKit
import Testing

@Suite struct TextRenderingTests {
  private func page(_ rendering: TextRendering, kinds: Set<String>? = nil) throws -> String {
    String(decoding: rendering.render(try Article.analysis(), title: "kostel.txt", kinds: kinds), as: UTF8.self)
  }

  /// The marks of what is not asked for would be looked for in vain.
  @Test func theLegendTellsTheMarksThatAreAskedFor() throws {
    func legend(_ kinds: Set<String>) throws -> Substring {
      try page(TextRendering(width: 76), kinds: kinds).split(separator: "\n")[1]
    }
    #expect(try legend(["date"]) == "<date>")
    #expect(try legend(["entity", "quote"]) == "{quote} [name]")
    #expect(try legend(["entity", "hedge"]) == "[name] [hedge]")
  }

  @Test func aPlainPage() throws {
    let expected = """
      kostel.txt
      {quote} [name] <date> *for or against*

      Bridge at [Kostel] stays open 🚧

      [KOSTEL], <2 May 2024> - Mayor [Ana Ruiz] said on   │ 2024-05-02
      <Thursday> that {the bridge would stay open}.       │ 2024-05-02; Ana Ruiz
      {"Nobody closes it,"} she said, {"while I am        │ Ana Ruiz (assertive)
      here."}

      The [Harbour Union] *rejected* the plan. 議会 had   │ against the plan (Harbour…
      asked for it <last winter>.                         │ when?

      Who said what
        Ana Ruiz, Mayor
          said                    the bridge would stay open
          said, (assertive)       "Nobody closes it," … "while I am here."

      Who and what is named
        place           Kostel ×2
        person          Ana Ruiz, Mayor
        organization    Harbour Union

      Timeline
        2024-05-02        2 May 2024; Thursday
        ?                 last winter

      For and against
        Harbour Union           opposes   the plan  (“rejected”)

      """
    #expect(try page(TextRendering(width: 80)) == expected)
  }

  @Test func aNarrowPageHasNoMargin() throws {
    let page = try page(TextRendering(width: 40))
    #expect(!page.contains("│"))
    for line in page.split(separator: "\n").prefix(12) { #expect(line.count <= 40) }
  }

  @Test func coloursAreClosedOnEveryLine() throws {
    let page = try page(TextRendering(width: 80, usesColor: true))
    #expect(page.contains("\u{1B}[0;1;36mAna Ruiz\u{1B}[0m"))
    #expect(!page.contains("{"))
    for line in page.split(separator: "\n") where line.contains("\u{1B}[") {
      #expect(line.range(of: "\u{1B}[0m", lastOf: "\u{1B}["), "\(line)")
    }
  }

  @Test func onlySomeKinds() throws {
    let page = try page(TextRendering(width: 80), kinds: ["quote"])
    #expect(page.contains("Ana Ruiz, Mayor"))
    #expect(!page.contains("Timeline") && !page.contains("[Kostel]"))
  }

  /// A text may hold what moves a cursor or rings a bell; a page may not.
  @Test func controlCharactersAreNotPassedOn() throws {
    let analysis = try Pipeline([Marker([.init("date", "a\u{1B}[2Jb")])]).run(Document("x a\u{1B}[2Jb \u{07}\u{202E}y"))
    let page = String(decoding: TextRendering().render(analysis, title: "a\u{1B}b"), as: UTF8.self)
    for character in ["\u{1B}", "\u{07}", "\u{202E}"] {
      #expect(!page.unicodeScalars.contains(character.unicodeScalars.first!))
    }
  }

  @Test func theTimelineIsInTheOrderOfTheCalendar() throws {
    let values = [
      "2024-W10", "2024-03-01", "199X", "2024", "P2D", "2023-SU", nil, "2024-03-20T10:00", "2024-Q2", "XXXX-05",
    ]
    let words = values.indices.map { "w\($0)" }
    let marker = Marker(
      values.indices.map { index in
        .init("date", words[index], attributes: values[index].map { [("value", .string($0))] } ?? [])
      })
    let analysis = try Pipeline([marker]).run(Document(words.joined(separator: " ")))
    let page = String(decoding: TextRendering().render(analysis, title: "t"), as: UTF8.self)
    let lines = page.split(separator: "\n").drop { $0 != "Timeline" }.dropFirst()
    #expect(
      lines.map { $0.split(separator: " ").last } == ["w2", "w5", "w3", "w1", "w0", "w7", "w8", "w4", "w9", "w6"])
  }
}

extension StringProtocol {
  /// True where the last `mark` in the text is `end`.
  fileprivate func range(of end: String, lastOf mark: String) -> Bool {
    components(mark).last.map { mark + $0 }?.hasPrefix(end) ?? false
  }

  private func components(_ mark: String) -> [String] {
    var parts: [String] = [""]
    for character in unicodeScalars {
      parts[parts.count - 1].unicodeScalars.append(character)
      if parts[parts.count - 1].hasSuffix(mark) {
        parts[parts.count - 1].removeLast(mark.count)
        parts.append("")
      }
    }
    return parts
  }
}
