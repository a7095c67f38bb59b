package import DiplePluginKit
import EntitiesResources

/// Names as they sound, roughly: usages of transliteration write one name in many ways (`Zakharova`, `Sacharowa`). It serves to join
/// mentions, and nothing else.
///
/// Two people of a text whose names sound alike are rarer than one who is spelled in two ways only where the name is rare: frequent
/// family names (`Meyer`, `Maier`) stand for themselves.
package struct Spelling: Sendable {
  package static let shared = Spelling()

  private struct Rule: Sendable {
    let letters: [UInt8]
    let sounds: [UInt8]
    let atStart: Bool
    let atEnd: Bool
  }

  /// The rules by their first byte, those with the most letters first.
  private let rules: [[Rule]]

  private init() {
    var rules = [[Rule]](repeating: [], count: 256)
    Resource("spellings.tsv", entities_spellings).forEachRow { fields in
      var letters = fields[0]
      let (atStart, atEnd) = (letters.first == UInt8(ascii: "^"), letters.last == UInt8(ascii: "$"))
      if atStart { letters = letters.dropFirst() }
      if atEnd { letters = letters.dropLast() }
      guard let first = letters.first else { return }
      let sounds = fields.count > 1 ? Array(fields[1]) : []
      rules[Int(first)].append(Rule(letters: Array(letters), sounds: sounds, atStart: atStart, atEnd: atEnd))
    }
    for first in rules.indices {
      rules[first].sort { ($0.letters.count, $0.atEnd ? 1 : 0) > ($1.letters.count, $1.atEnd ? 1 : 0) }
    }
    self.rules = rules
  }

  /// The shortest name, in sounds, that another spelling is looked for of.
  private static let shortest = 4

  /// The name of a token as it sounds; the word itself for short and for frequent names.
  func word(_ layers: Layers, _ token: Int) -> Word {
    word(layers.word(token), layers.bytes[layers.start(token)..<layers.end(token)])
  }

  private func word(_ word: Word, _ bytes: ArraySlice<UInt8>) -> Word {
    if NameWords.shared.surnames.contains(word) { return word }
    return name(Array(bytes)) ?? word
  }

  /// The thing that a person of this name is: the given and the family name, both as they sound where the family name is rare.
  func person(_ name: String, _ tokens: Tokens) -> UInt64 {
    let bytes = Array(name.utf8)
    func token(_ at: Int) -> ArraySlice<UInt8> { bytes[Int(tokens.starts[at])..<Int(tokens.ends[at])] }
    let last = tokens.count - 1
    guard last > 0 else { return tokens.words.first.map { Names.join(0, word($0, token(0))) } ?? 0 }
    let sound = word(tokens.words[last], token(last))
    let isRare = sound != tokens.words[last]
    return Names.join((isRare ? word(tokens.words[0], token(0)) : tokens.words[0]).hash, sound)
  }

  /// A name as it sounds; nil for short ones, and for those that are no name.
  package func name(_ bytes: [UInt8]) -> Word? {
    var letters = bytes
    fold(&letters)
    var sounds: [UInt8] = []
    sounds.reserveCapacity(letters.count + 4)
    var at = 0
    while at < letters.count {
      if let rule = rule(letters, at) {
        for sound in rule.sounds where sounds.last != sound { sounds.append(sound) }
        at += rule.letters.count
        // `al-Mohammed`: what is left may be frequent.
        if rule.atStart, rule.sounds.isEmpty {
          let rest = Word(letters[at...])
          if NameWords.shared.surnames.contains(rest) { return rest }
        }
      } else {
        if sounds.last != letters[at] { sounds.append(letters[at]) }
        at += 1
      }
    }
    return sounds.count < Self.shortest ? nil : Word(exactly: sounds)
  }

  private func rule(_ letters: [UInt8], _ at: Int) -> Rule? {
    for rule in rules[Int(letters[at])] {
      let end = at + rule.letters.count
      guard end <= letters.count, !rule.atStart || at == 0 && end < letters.count, !rule.atEnd || end == letters.count,
        letters[at..<end].elementsEqual(rule.letters)
      else { continue }
      return rule
    }
    return nil
  }

  /// Capitals of ASCII, Latin-1 and Latin Extended-A become small ones.
  private func fold(_ letters: inout [UInt8]) {
    for at in letters.indices {
      let byte = letters[at]
      if byte >= 0x41, byte <= 0x5A { letters[at] = byte | 0x20 }
      guard at > 0 else { continue }
      if letters[at - 1] == 0xC3, byte >= 0x80, byte <= 0x9E, byte != 0x97 { letters[at] = byte + 0x20 }
      if letters[at - 1] == 0xC5, byte == 0xA0 || byte == 0x9E || byte == 0xBD { letters[at] = byte + 1 }
      if letters[at - 1] == 0xC4, byte == 0x8C || byte == 0x86 || byte == 0x9E { letters[at] = byte + 1 }
    }
  }
}
