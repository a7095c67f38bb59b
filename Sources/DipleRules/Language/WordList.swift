import DiplePluginKit

/// A list of words and phrases that patterns name.
public struct WordList: Sendable, Hashable {
  /// What an entry is compared with.
  public enum Match: String, Sendable, CaseIterable {
    /// The words, whatever their case.
    case word
    /// The words with their case.
    case form
    /// The dictionary forms of the text's words.
    case lemma
  }

  /// One entry.
  public struct Entry: Sendable, Hashable {
    /// Its words.
    public var text: String
    /// The line of the file it comes from, from 1.
    public var line: Int
    /// Makes an entry.
    public init(_ text: String, line: Int) { (self.text, self.line) = (text, line) }
  }

  /// As patterns call it.
  public var name: String
  /// What entries are compared with.
  public var match: Match
  /// The entries, those of a setting apart.
  public var entries: [Entry]
  /// The setting whose text has more entries, parted by commas or lines; nil for none.
  public var setting: String?

  /// The most entries that a list may have.
  public static let maxEntries = 1_000_000
  /// The most words that an entry may have.
  public static let maxWords = 20

  /// Makes a list.
  public init(name: String, match: Match = .word, entries: [Entry], setting: String? = nil) {
    (self.name, self.match, self.entries, self.setting) = (name, match, entries, setting)
  }

  /// Makes a list of these texts.
  public init(_ name: String, _ texts: [String], match: Match = .word) {
    self.init(name: name, match: match, entries: texts.enumerated().map { Entry($0.element, line: $0.offset + 1) })
  }

  /// The list with the entries that its setting adds, behind its own.
  func filled(_ settings: Settings) -> WordList {
    guard let setting else { return self }
    var list = self
    for text in settings.string(setting, default: "").split(whereSeparator: { $0 == "," || $0.isNewline }) {
      list.entries.append(Entry(String(text), line: 0))
    }
    return list
  }
}
