import DipleLanguage
import DipleAnnotations
import Entities
import Foundation

/// Reads what `word_classes.py` writes: the line `#groups` with the group of each class, then a word a line with its class (from 1;
/// 0 where it has none) and its use of capitals, parted by tabs.
enum WordsFile {
  static func lexicon(_ path: String, logSlots: Int) throws -> NameLexicon {
    var groups: [UInt8] = []
    var words: [(hash: UInt64, info: UInt16)] = []
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("#groups ") {
        groups = line.split(separator: " ").dropFirst().compactMap { UInt8($0) }
        continue
      }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3, let kind = UInt16(fields[1]), kind <= NameLexicon.classes,
        let capitals = UInt16(fields[2]),
        capitals < 8
      else { throw TrainingError("\(path): cannot read “\(line)”") }
      words.append((Word(String(fields[0])).hash, kind << 4 | 8 | capitals))
    }
    guard groups.count == NameLexicon.classes else { throw TrainingError("\(path): \(groups.count) groups") }
    return NameLexicon(slots: Blob(NameLexicon.table(words, logSlots: logSlots)), groupOf: Blob(groups))
  }
}

/// What is wrong with the input.
struct TrainingError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
