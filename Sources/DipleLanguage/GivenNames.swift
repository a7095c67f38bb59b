public import DipleAnnotations
import DipleLanguageResources

/// What a given name or a title says of a person's sex.
public enum Gender: UInt8, Sendable {
  /// `she`.
  case female
  /// `he`.
  case male
  /// A name for both.
  case either
}

/// Given names and who bears them.
public enum GivenNames {
  private struct Entry: Sendable {
    var gender: Gender
    var isCommonWord: Bool
  }

  /// Who bears this name; nil where it is no given name.
  public static func gender(of word: Word) -> Gender? { names[word]?.gender }

  /// True for names that are also another word or a place (`Will`, `April`, `Jordan`), false for words that are no names.
  public static func isCommonWord(_ word: Word) -> Bool { names[word]?.isCommonWord ?? false }

  private static let names: WordMap<Entry> = {
    var map = WordMap<Entry>(capacity: 4096)
    Resource("given_names.tsv", diple_language_given_names).forEachRow { fields in
      guard fields.count == 3 else { return }
      let gender: Gender =
        switch fields[1].first {
        case UInt8(ascii: "f"): .female
        case UInt8(ascii: "m"): .male
        default: .either
        }
      map[Word(fields[0])] = Entry(gender: gender, isCommonWord: fields[2].first == UInt8(ascii: "1"))
    }
    return map
  }()
}
