import DipleAnnotations
import DipleLanguage
import DipleText
import Entities
import Foundation

/// A paragraph of a text whose names are known.
struct GoldParagraph {
  /// What is known of its tokens.
  var layers: Layers
  var atoms: NameAtoms
  /// For each token the labels that the annotation allows, a bit each. Where the corpus does not say, all.
  var allowed: [UInt16]
  /// The names: tokens and class.
  var names: [(tokens: Range<Int>, kind: NameLabel.Class)]
}

/// A text whose names are known.
struct GoldDocument {
  var id: String
  var text: String
  var paragraphs: [GoldParagraph]
  /// Some of them once more, in capitals, as agencies write headlines.
  var shouted: [GoldParagraph] = []
  /// How many names begin or end inside of a token of ours.
  var unaligned: Int
  /// True where the corpus marks names of all kinds.
  var marksAll: Bool
}

/// Reads texts with names: one JSON object a line (`text`, `covers`, `scope`, `annotations`).
enum GoldNames {
  /// Every label.
  static let any: UInt16 = 1 << UInt16(NameLabel.count) - 1

  private struct Line: Decodable {
    struct Region: Decodable {
      var start: Int
      var end: Int
      init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
          (start, end) = (try list.decode(Int.self), try list.decode(Int.self))
        } else {
          let keyed = try decoder.container(keyedBy: Key.self)
          (start, end) = (try keyed.decode(Int.self, forKey: .start), try keyed.decode(Int.self, forKey: .end))
        }
      }
      enum Key: String, CodingKey { case start, end }
    }
    struct Annotation: Decodable {
      var kind: String
      var start: Int?
      var end: Int?
      var type: String?
      var optional: Bool?
    }
    var id: String
    var text: String
    var covers: [String: [String]]?
    var scope: [Region]?
    var annotations: [Annotation]
  }

  static func documents(_ path: String, _ lexicon: NameLexicon) throws -> [GoldDocument] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map {
      document(try decoder.decode(Line.self, from: $0), lexicon)
    }
  }

  /// Of short paragraphs every sixth is learned from in capitals, too.
  private static let shoutedShare = 6
  private static let longestShouted = 300

  private static func document(_ line: Line, _ lexicon: NameLexicon) -> GoldDocument {
    var gold = read(line, lexicon) { _, _ in true }
    var loud = line
    // ASCII only, so that offsets stay.
    loud.text = String(decoding: line.text.utf8.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }, as: UTF8.self)
    // Many texts are a paragraph long.
    let seed = line.id.utf8.reduce(0) { $0 + Int($1) }
    gold.shouted = read(loud, lexicon) { ($0 + seed) % shoutedShare == 0 && $1 <= longestShouted }.paragraphs
    return gold
  }

  private static func read(
    _ line: Line, _ lexicon: NameLexicon, where isWanted: (_ number: Int, _ bytes: Int) -> Bool
  ) -> GoldDocument {
    let offsets = line.text.scalarOffsets
    func span(_ start: Int, _ end: Int) -> Range<Int> {
      offsets[min(start, offsets.count - 1)]..<offsets[min(end, offsets.count - 1)]
    }
    let covered = Set(line.covers?["entity"] ?? [])
    // Corpora that mark all names; in the others what looks outside may be a name of another kind.
    let marksAll = covered.contains("other") || covered.contains("event")
    let outside: UInt16 = marksAll ? 1 : 1 | 1 << 13 | 1 << 14
    let scope = line.scope.map { $0.map { span($0.start, $0.end) } }
    let marks = line.annotations.compactMap { mark -> (span: Range<Int>, kind: NameLabel.Class?)? in
      guard let start = mark.start, let end = mark.end, start < end else { return nil }
      if mark.kind == "unsure" { return (span(start, end), nil) }
      guard mark.kind == "entity" else { return nil }
      let kind = EntityType(rawValue: mark.type ?? "").map { NameLabel.Class($0) } ?? .other
      return (span(start, end), mark.optional == true ? nil : kind)
    }
    let document = Document(line.text)
    var gold = GoldDocument(id: line.id, text: line.text, paragraphs: [], unaligned: 0, marksAll: marksAll)
    for (number, paragraph) in document.paragraphs.enumerated()
    where paragraph.kind != .frontMatter && isWanted(number, paragraph.span.count) {
      let from = paragraph.span.start
      let layers = English.read(Array(document.bytes[paragraph.span.range]), kind: paragraph.kind)
      let atoms = NameAtoms.read(layers, lexicon)
      var allowed = [UInt16](repeating: outside, count: layers.count)
      if let scope {
        for token in 0..<layers.count where !scope.contains(where: { $0.contains(from + layers.start(token)) }) {
          allowed[token] = any
        }
      }
      var names: [(tokens: Range<Int>, kind: NameLabel.Class)] = []
      for isOptional in [true, false] {
        for mark in marks where (mark.kind == nil) == isOptional {
          let local = mark.span.lowerBound - from..<mark.span.upperBound - from
          guard local.upperBound > 0, local.lowerBound < paragraph.span.count else { continue }
          let tokens = layers.tokens(in: Span(max(0, local.lowerBound), local.upperBound))
          guard !tokens.isEmpty else { continue }
          let fits =
            layers.start(tokens.lowerBound) == local.lowerBound
            && layers.end(tokens.upperBound - 1) == local.upperBound
          guard let kind = mark.kind, fits else {
            if !isOptional { gold.unaligned += 1 }
            for token in tokens { allowed[token] = any }
            continue
          }
          // Some corpora take peoples for places.
          if kind == .place, tokens.allSatisfy({ atoms.isGroup($0) }) {
            for token in tokens { allowed[token] = any }
            continue
          }
          names.append((tokens, kind))
          for token in tokens {
            allowed[token] = 1 << UInt16(NameLabel.label(kind, at: token - tokens.lowerBound, of: tokens.count))
          }
        }
      }
      if line.id.hasPrefix("gum/") { openAppositions(layers, atoms, &allowed) }
      gold.paragraphs.append(GoldParagraph(layers: layers, atoms: atoms, allowed: allowed, names: names))
    }
    return gold
  }

  /// GUM marks phrases, and those whose head is a common noun are no names: of `the author Ana Ruiz` nothing is marked. What
  /// looks like a name behind a common noun is therefore left open.
  private static func openAppositions(_ layers: Layers, _ atoms: NameAtoms, _ allowed: inout [UInt16]) {
    for token in 1..<max(1, layers.count) where layers.tag(token - 1).isCommonNoun && !atoms.active[token - 1] {
      var at = token
      while at < layers.count, atoms.active[at], layers.tag(at).isProperNoun, allowed[at] & 1 == 1 {
        allowed[at] = any
        at += 1
      }
    }
  }
}
