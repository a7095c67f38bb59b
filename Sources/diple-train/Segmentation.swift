import DipleAnnotations
import DipleLanguage
import DipleText
import Foundation

/// How far our tokens and sentences are those of a treebank: paragraphs are put together from its sentences, read, and compared by spans.
struct Segmentation {
  /// Spans of ours, of the treebank, and in both.
  struct Count {
    var ours = 0
    var gold = 0
    var both = 0

    /// Precision, recall and F1.
    func text(_ name: String) -> String {
      let (precision, recall) = (Double(both) / Double(max(1, ours)), Double(both) / Double(max(1, gold)))
      let f1 = 2 * precision * recall / max(1e-9, precision + recall)
      return String(format: "%@ P %.2f R %.2f F1 %.2f", name, precision * 100, recall * 100, f1 * 100)
    }

    mutating func add(_ ours: Set<Span>, _ gold: Set<Span>) {
      self.ours += ours.count
      self.gold += gold.count
      both += ours.intersection(gold).count
    }
  }

  var tokens = Count()
  /// Tokens, where hyphenated words of ours are parted at their hyphens as UD English does since 2012.
  var parted = Count()
  var sentences = Count()

  init(_ treebank: [TreebankSentence]) {
    var paragraph: [TreebankSentence] = []
    for sentence in treebank {
      if sentence.opensParagraph { add(paragraph); paragraph = [] }
      paragraph.append(sentence)
    }
    add(paragraph)
  }

  private mutating func add(_ paragraph: [TreebankSentence]) {
    var bytes: [UInt8] = []
    var (goldTokens, goldSentences): (Set<Span>, Set<Span>) = ([], [])
    for sentence in paragraph {
      let start = bytes.count
      for row in sentence.rows { goldTokens.insert(Span(start + row.text.lowerBound, start + row.text.upperBound)) }
      bytes += sentence.bytes
      if let last = sentence.rows.last { goldSentences.insert(Span(start, start + last.text.upperBound)) }
      if bytes.last != 0x20 { bytes.append(0x20) }
    }
    guard !bytes.isEmpty else { return }
    let layers = English.read(bytes)
    tokens.add(Set((0..<layers.count).map { layers.span($0) }), goldTokens)
    parted.add(Set((0..<layers.count).flatMap { Self.parts(layers, $0) }), goldTokens)
    sentences.add(Set(layers.sentences.map { layers.span($0) }), goldSentences)
  }

  private static func parts(_ layers: Layers, _ token: Int) -> [Span] {
    guard layers.shape(token).contains(.hyphenated), !layers.shape(token).contains(.address) else {
      return [layers.span(token)]
    }
    var parts: [Span] = []
    var start = layers.start(token)
    for at in layers.start(token)..<layers.end(token) where layers.bytes[at] == UInt8(ascii: "-") {
      if at > start { parts.append(Span(start, at)) }
      parts.append(Span(at, at + 1))
      start = at + 1
    }
    if start < layers.end(token) { parts.append(Span(start, layers.end(token))) }
    return parts
  }
}
