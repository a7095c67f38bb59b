import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let selectionRanges = Feature(
    capabilities: { _ in ["selectionRangeProvider": true] },
    requests: [
      "textDocument/selectionRange": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        guard let json = params?["positions"]?.array else { throw ResponseError(.invalidParams, "`positions` is none") }
        let positions = json.compactMap { Position($0) }
        guard positions.count == json.count else {
          throw ResponseError(.invalidParams, "`positions` holds what is none")
        }
        return Reply(
          .array(
            positions.map { position in
              let offset = view.offset(of: position)
              let chain = SelectionRanges.chain(at: offset, view, server.documents[uri]?.paragraph(at: offset))
              return SelectionRanges.json(chain, view)
            }))
      }
    ])
}

/// `textDocument/selectionRange`: from the word to the document by way of names, quotes and sentences.
enum SelectionRanges {
  /// Annotations in annotations: no text that people write has as many around one word.
  private static let depth = 32

  /// The spans around a place, each within the next. What would cross one that is there already is left out: a sentence
  /// that begins in the middle of a quote does not go before the quote.
  static func chain(at offset: Int, _ view: View, _ paragraph: (layers: Layers, paragraph: Paragraph)?) -> [Span] {
    let document = view.analysis.document
    var chain = [Span(0, document.bytes.count)]
    guard let (layers, paragraph) = paragraph else { return chain[0].isEmpty ? chain : [Span(offset, offset)] + chain }
    func add(_ span: Span) {
      // The chain is ordered, so the neighbours decide.
      let at = chain.firstIndex { $0.count >= span.count } ?? chain.count
      guard at == chain.count || chain[at].contains(span) && chain[at] != span,
        at == 0 || span.contains(chain[at - 1])
      else { return }
      chain.insert(span, at: at)
    }
    let byte = paragraph.prose(at: offset)
    let token = word(at: byte, layers).map { ($0, paragraph.source(layers.span($0))) }
    // Where markup stands, no word does.
    let word = token.flatMap { $0.1.start <= offset && offset <= $0.1.end ? $0 : nil }
    add(word?.1 ?? Span(offset, offset))
    add(paragraph.span)
    var annotations: Set<Int> = []
    for entry in view.entries(at: offset).prefix(depth) {
      if entry.isOwn, view.annotations[entry.annotation].kind == "quote" { add(unmarked(entry.span, document.bytes)) }
      add(entry.span)
      annotations.insert(entry.annotation)
    }
    for number in annotations.sorted() where view.annotations[number].pieces.count > 1 {
      let whole = view.analysis.span(view.annotations[number])
      if whole.contains(offset) { add(whole) }
    }
    if layers.count > 0 {
      let near = word?.0 ?? min(layers.token(at: byte), layers.count - 1)
      add(paragraph.source(layers.span(layers.sentences[layers.sentence(at: near)])))
    }
    return chain
  }

  /// The token that a person means by a caret: the one behind it, or the word before it where none begins there.
  private static func word(at byte: Int, _ layers: Layers) -> Int? {
    let next = layers.token(at: byte)
    let isInside = next < layers.count && layers.start(next) <= byte
    func isWord(_ token: Int) -> Bool {
      let first = layers.bytes[layers.start(token)]
      return first >= 0x80 || first | 0x20 >= 0x61 && first | 0x20 <= 0x7A || (0x30...0x39).contains(first)
    }
    let isAtEnd = next > 0 && layers.end(next - 1) == byte
    if isInside, layers.start(next) < byte || isWord(next) || !isAtEnd { return next }
    if isAtEnd { return next - 1 }
    return nil
  }

  /// A quote without its marks.
  private static func unmarked(_ span: Span, _ bytes: [UInt8]) -> Span {
    let marks = ["“", "”", "‘", "’", "«", "»", "\"", "'"].map { Array($0.utf8) }
    guard let open = marks.first(where: { bytes[span.range].starts(with: $0) }), span.count > open.count else {
      return span
    }
    let start = span.start + open.count
    let close = marks.first {
      $0.count <= span.end - start && bytes[(span.end - $0.count)..<span.end].elementsEqual($0)
    }
    return Span(start, span.end - (close?.count ?? 0))
  }

  /// `SelectionRange`: the innermost, with the next as its parent.
  static func json(_ chain: [Span], _ view: View) -> JSON {
    chain.reversed().reduce(nil as JSON?) { parent, span in
      .object([("range", view.range(span))] + (parent.map { [("parent", $0)] } ?? []))
    } ?? .null
  }
}
