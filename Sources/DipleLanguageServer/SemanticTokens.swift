import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  static let semanticTokens = Feature(
    capabilities: { client in
      guard let legend = client.tokenLegend else { return [:] }
      return ["semanticTokensProvider": ["legend": legend.json, "full": ["delta": true], "range": true]]
    },
    requests: [
      "textDocument/semanticTokens/full": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        let list = SemanticTokens(view, server)?.list() ?? TokenList([])
        server.documents[uri]?.tokens = list
        return Reply(list.write)
      },
      "textDocument/semanticTokens/full/delta": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        guard let previous = params?["previousResultId"]?.string else {
          throw ResponseError(.invalidParams, "`previousResultId` is missing")
        }
        let former = server.documents[uri]?.tokens
        let list = SemanticTokens(view, server)?.list() ?? TokenList([])
        server.documents[uri]?.tokens = list
        // One list is kept for each document. A client that has another one gets all tokens, as LSP lets us answer.
        guard let former, former.id == previous else { return Reply(list.write) }
        return Reply { list.write(changesSince: former, to: &$0) }
      },
      "textDocument/semanticTokens/range": { server, params throws(ResponseError) in
        let view = try server.document(params).view
        let (start, end) = try params.range("range")
        let (low, high) = (view.offset(of: start), view.offset(of: end))
        let list = SemanticTokens(view, server)?.list(in: Span(low, max(low, high))) ?? TokenList([])
        return Reply { writer in writer.object { list.writeData(to: &$0) } }
      },
    ])
}

/// `textDocument/semanticTokens/*`: annotations as colours of the text.
///
/// Tokens of LSP do not overlap and lie on one line unless the client says that it can do better. So of nested annotations
/// the innermost has a piece of text, and a span over several lines is one token a line.
struct SemanticTokens {
  /// A span that has one colour.
  private struct Token {
    var span: Span
    let annotation: Int
  }

  private let view: View
  private let legend: TokenLegend
  private let overlaps: Bool
  private let linesJoin: Bool

  /// Nil where the options want no tokens.
  init?(_ view: View, _ server: isolated LanguageServer) {
    guard let legend = server.client.tokenLegend, view.options.shows(.semanticTokens) else { return nil }
    (self.view, self.legend) = (view, legend)
    overlaps = server.client.can("textDocument", "semanticTokens", "overlappingTokenSupport")
    linesJoin = server.client.can("textDocument", "semanticTokens", "multilineTokenSupport")
  }

  /// All tokens.
  func list() -> TokenList { encode(view.index.entries, within: Span(0, view.analysis.document.bytes.count)) }

  /// Those of a range, cut at its ends.
  func list(in range: Span) -> TokenList { encode(view.index.touching(range), within: range) }

  private func encode(_ entries: [AnnotationIndex.Entry], within range: Span) -> TokenList {
    var tokens: [Token] = []
    for entry in entries where entry.isOwn && entry.span.overlaps(range) {
      let span = Span(max(entry.span.start, range.start), min(entry.span.end, range.end))
      tokens.append(Token(span: span, annotation: entry.annotation))
    }
    if !overlaps { tokens = flattened(tokens) }
    if !linesJoin {
      tokens = tokens.flatMap(lines)
      // Parts of a long token stand behind the start of those within it.
      if overlaps { tokens.sort { $0.span.start < $1.span.start } }
    }
    var data: [UInt32] = []
    data.reserveCapacity(tokens.count * 5)
    var last = Position(line: 0, character: 0)
    for token in tokens {
      let start = view.position(of: token.span.start)
      let annotation = view.annotations[token.annotation]
      data += [
        UInt32(start.line - last.line),
        UInt32(start.line == last.line ? start.character - last.character : start.character),
        UInt32(view.placement.length(token.span)), legend.type(annotation), legend.modifiers(annotation),
      ]
      last = start
    }
    return TokenList(data)
  }

  /// Parts that do not overlap: each byte belongs to the token that started last. The tokens come in the order of their
  /// starts, longer ones first, so an inner one lies over the outer, which goes on behind it.
  private func flattened(_ tokens: [Token]) -> [Token] {
    var flat: [Token] = []
    var open: [Token] = []
    var at = 0
    func paint(to end: Int) {
      while at < end, let top = open.last {
        let stop = min(end, top.span.end)
        if at < stop {
          flat.append(Token(span: Span(at, stop), annotation: top.annotation))
          at = stop
        }
        if top.span.end <= at { open.removeLast() }
      }
      at = max(at, end)
    }
    for token in tokens {
      paint(to: token.span.start)
      open.append(token)
    }
    paint(to: view.analysis.document.bytes.count)
    return flat
  }

  /// A token's parts, one a line, without line ends and the white space around these.
  private func lines(_ token: Token) -> [Token] {
    let document = view.analysis.document
    let (first, last) = (document.lines.line(at: token.span.start), document.lines.line(at: token.span.end))
    guard first < last else { return [token] }
    return (first...last).compactMap { line in
      let content = document.lines.content(of: line, in: document.bytes)
      var (start, end) = (max(content.start, token.span.start), min(content.end, token.span.end))
      while line > first, start < end, document.bytes[start] == 0x20 || document.bytes[start] == 0x09 { start += 1 }
      while line < last, start < end, document.bytes[end - 1] == 0x20 || document.bytes[end - 1] == 0x09 { end -= 1 }
      return start < end ? Token(span: Span(start, end), annotation: token.annotation) : nil
    }
  }
}

/// Tokens as LSP encodes them, five numbers each: how many lines and columns behind the one before, length, type, modifiers.
struct TokenList: Sendable {
  let data: [UInt32]
  /// Names the contents: equal lists have equal names (FNV-1a, 64 bits).
  let id: String

  init(_ data: [UInt32]) {
    self.data = data
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for number in data { hash = (hash ^ UInt64(number)) &* 0x100_0000_01b3 }
    id = String(hash, radix: 16)
  }

  /// Writes `SemanticTokens`.
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("resultId", id)
      writeData(to: &$0)
    }
  }

  /// Writes the member `data`.
  func writeData(to writer: inout JSONWriter) { Self.write("data", data[...], to: &writer) }

  /// Writes `SemanticTokensDelta`: one edit from the first to the last token that is another.
  func write(changesSince former: TokenList, to writer: inout JSONWriter) {
    let (old, new) = (former.data, data)
    let common = min(old.count, new.count)
    var start = 0
    while start < common, old[start] == new[start] { start += 1 }
    start -= start % 5
    var end = 0
    while end < common - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
    end -= end % 5
    writer.object {
      $0.member("resultId", id)
      $0.name("edits")
      $0.array {
        guard start + end < max(old.count, new.count) else { return }
        $0.object {
          $0.member("start", start)
          $0.member("deleteCount", old.count - start - end)
          Self.write("data", new[start..<new.count - end], to: &$0)
        }
      }
    }
  }

  private static func write(_ name: String, _ numbers: ArraySlice<UInt32>, to writer: inout JSONWriter) {
    writer.name(name)
    writer.array { for number in numbers { $0.int(Int(number)) } }
  }
}
