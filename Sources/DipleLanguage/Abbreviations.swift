import DipleAnnotations
import DipleLanguageResources

/// Words that keep a full stop.
enum Abbreviations {
  /// What follows an abbreviation decides whether its stop also ends the sentence.
  enum Kind: UInt8 { case title, month, general, number }

  static let kinds: WordMap<Kind> = {
    var kinds = WordMap<Kind>(capacity: 256)
    Resource("abbreviations.tsv", diple_language_abbreviations).forEachRow { row in
      guard row.count == 2 else { return }
      let kind: Kind =
        switch String(decoding: row[1], as: UTF8.self) {
        case "title": .title
        case "month": .month
        case "number": .number
        default: .general
        }
      kinds[Word(row[0])] = kind
    }
    return kinds
  }()

  /// True where the stop at `end` belongs to the word before it.
  static func keepsStop(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let word = bytes[start..<end]
    // An initial, and letters parted by stops: `J.`, `U.S.`, `a.m.`.
    if word.count == 1 {
      return word.first! >= 0x41 && word.first! <= 0x5A && word.first! != UInt8(ascii: "I")
        || isInitial(bytes, start, end)
    }
    if word.count <= 7, word.contains(UInt8(ascii: ".")), !(0x30...0x39).contains(word.first!) { return true }
    switch kinds[Word(word)] {
    case .number?:
      // `No. 5`, but `He said no.`
      return end + 2 < bytes.count && bytes[end + 1] == 0x20 && (0x30...0x39).contains(bytes[end + 2])
    case .month?:
      return bytes[start] < 0x61 && end + 1 < bytes.count
    case .general?, .title?: return true
    case nil: return false
    }
  }

  private static func isInitial(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    // `I.` is an initial only before another capital with a stop.
    end + 3 < bytes.count && bytes[end + 1] == 0x20 && (0x41...0x5A).contains(bytes[end + 2])
      && bytes[end + 3] == UInt8(ascii: ".")
  }
}
