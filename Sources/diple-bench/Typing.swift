import ArgumentParser
import DipleJSONRPC
import DipleLanguageServer
import DiplePluginKit
import Foundation

/// Recorded typing: an article, and what somebody did to it, keystroke by keystroke.
struct Typing {
  let article: String
  private let changes: [JSON]

  /// How many keystrokes.
  var count: Int { changes.count }

  /// The recording that is part of the project.
  static let own = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Tests/Recordings/typing.jsonl"
  ).standardized.path

  /// Reads the first document of a recording.
  init(file: String) throws {
    guard let bytes = try? Data(contentsOf: URL(filePath: file)),
      let messages = try? Recording(lines: Array(bytes)).entries.filter({ $0.from == .client }).map(\.message),
      let open = messages.first(where: { $0["method"] == "textDocument/didOpen" })?["params"]?["textDocument"],
      let text = open["text"]?.string
    else { throw ValidationError("\(file): no recording of a document") }
    article = text
    changes = messages.filter {
      $0["method"] == "textDocument/didChange" && $0["params"]?["textDocument"]?["uri"] == open["uri"]
    }.compactMap { $0["params"]?["contentChanges"] }
  }

  /// The article in the middle of a longer text, of about this many bytes in all.
  func text(in filler: Corpus, bytes: Int) -> (text: String, line: Int)? {
    let missing = bytes - article.utf8.count
    guard missing > 0 else { return (article, 0) }
    guard let around = filler.prefix(bytes: missing) else { return nil }
    let blocks = around.split(separator: "\n\n")
    let before = blocks[..<(blocks.count / 2)].joined(separator: "\n\n") + "\n\n"
    let after = blocks[(blocks.count / 2)...].joined(separator: "\n\n")
    return (before + article + "\n\n" + after + "\n", Document(before).lines.count - 1)
  }

  /// The parameters of the changes, with `line` lines above the article.
  func changes(_ uri: String, below line: Int) -> [JSON] {
    changes.enumerated().map { number, changes in
      [
        "textDocument": ["uri": .string(uri), "version": .int(number + 1)],
        "contentChanges": .array((changes.array ?? []).map { Self.moved($0, line) }),
      ]
    }
  }

  private static func moved(_ change: JSON, _ line: Int) -> JSON {
    func place(_ name: String) -> JSON {
      let place = change["range"]?[name]
      return ["line": .int((place?["line"]?.int ?? 0) + line), "character": place?["character"] ?? 0]
    }
    return ["range": ["start": place("start"), "end": place("end")], "text": change["text"] ?? ""]
  }
}
