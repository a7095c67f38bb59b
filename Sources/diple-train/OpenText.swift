import Foundation

/// Large texts without annotation: JSON lines with a `text`, packed by gzip or not.
enum OpenText {
  /// What is read, in this order. Press releases and speeches are kept to a part: else they would outweigh all others.
  static let parts: [(file: String, every: Int)] = [
    ("wikinews/text.jsonl", 1), ("wikipedia_current_events/text.jsonl", 2), ("wikipedia_2013/text.jsonl.gz", 2),
    ("wikipedia_2018/text.jsonl.gz", 2), ("us_gov_blogs/text.jsonl.gz", 2), ("whitehouse_remarks/text.jsonl.gz", 3),
    ("senate_press/text.jsonl.gz", 12), ("congress_press/text.jsonl.gz", 8),
  ]

  /// Calls `body` for the paragraphs of a folder's texts.
  static func forEachParagraph(_ folder: String, _ body: (String) -> Void) throws {
    for (file, every) in parts {
      var number = 0
      for line in try String(decoding: read(folder + "/" + file), as: UTF8.self).split(separator: "\n") {
        number += 1
        guard number % every == 0, let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
          let text = json["text"] as? String
        else { continue }
        for paragraph in text.split(separator: "\n") { body(String(paragraph)) }
      }
    }
  }

  private static func read(_ path: String) throws -> Data {
    guard path.hasSuffix(".gz") else { return try Data(contentsOf: URL(fileURLWithPath: path)) }
    let unpack = Process()
    unpack.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    unpack.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    unpack.standardOutput = pipe
    try unpack.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    unpack.waitUntilExit()
    guard unpack.terminationStatus == 0 else {
      throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: path])
    }
    return data
  }
}
