import DiplePluginKit
import DiplePluginToolsResources

/// The texts of the conformance kit.
enum KitTexts {
  /// News as it is written.
  static let news = String(decoding: Resource("news.txt", diple_kit_news).bytes, as: UTF8.self)

  /// The paragraphs of a text.
  static func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n\n").map { String($0).trimmingNewlines }.filter { !$0.isEmpty }
  }

  /// A text of so many bytes, of which no two paragraphs are equal.
  static func long(_ size: Int) -> String {
    let paragraphs = paragraphs(news)
    var text = ""
    var number = 0
    while text.utf8.count < size {
      for paragraph in paragraphs where text.utf8.count < size {
        number += 1
        text += paragraph.hasPrefix("#") ? paragraph + " \(number)\n\n" : paragraph + " That is item \(number).\n\n"
      }
    }
    return text
  }

  /// What stands before a text so that bytes, UTF-16 code units, code points and characters all count differently.
  static let wide = "🙂 Déjà vu, e\u{301}te\u{301} in 中文 and 🇸🇮 👩‍👩‍👧: "

  /// Texts with next to nothing in them.
  static let small: [(name: String, text: String)] = [
    ("an empty text", ""), ("a line break", "\n"), ("white space", " \t\r\n\r\n \u{A0}\u{2003}\n"), ("a letter", "a"),
    ("an emoji", "🙂"), ("a full stop", "."), ("a byte order mark", "\u{FEFF}"), ("a heading mark", "#"),
    ("front matter alone", "---\ndate: 2024-05-02\n---\n"),
  ]

  /// Texts that break what was written for well-behaved ones. Each would be quadratic, or worse, for somebody.
  static let hard: [(name: String, text: String)] = {
    func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    return [
      ("10,000 quotation marks", times("“\" ' ”", 2_500)),
      ("open brackets, never closed", times("([{<", 5_000)),
      ("a word of 100,000 letters", times("abcdefghij", 10_000)),
      ("one sentence of 20,000 words", times("and the very old bridge, ", 4_000)),
      ("10,000 short lines", times("a\n", 10_000)),
      (
        "control characters",
        (0..<32).map { String(Unicode.Scalar(UInt8($0))) }.joined() + "\u{7F}\u{85}\u{2028}\u{2029} end."
      ),
      ("NUL within words", "Ana\0Ruiz may\0be \0\0\0 late."),
      ("letters with 1,000 accents", "Na" + times("\u{301}", 1_000) + "ive and o" + times("\u{308}", 1_000) + "ld."),
      ("both directions of writing", "\u{202E}Ana\u{202C} שלום said \u{2067}مرحبا\u{2069} twice.\u{200F}"),
      ("letters beyond the basic plane", times("𝔸𝕟𝕒 𝓡𝓾𝓲𝔃 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👩🏽‍🚀 ", 500)),
      (
        "what looks like the protocol",
        "Content-Length: 2\r\n\r\n{}\r\n{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": null}\n\\u0000 \\\" \\ud83d"
      ),
      ("what looks like a command", "$(kill $$) `kill $$`; %s%n%n '\"; DROP TABLE x; -- ${HOME} {{7*7}} !! \\"),
      (
        "numbers beyond all bounds",
        "It cost " + times("9", 5_000) + " euros on 99/99/9999, or 1e999999, or -0, or NaN."
      ),
      ("noncharacters and private use", "\u{FFFE}\u{FFFF}\u{E000}\u{10FFFF} may \u{FFFD} be."),
    ]
  }()
}

extension String {
  /// Without line breaks at its ends.
  var trimmingNewlines: String {
    var text = self[...]
    while text.first?.isNewline == true { text.removeFirst() }
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}
