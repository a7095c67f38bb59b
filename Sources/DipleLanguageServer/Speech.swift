import DiplePipeline
import DiplePluginKit

/// Who speaks in a document, and about whom: each quote is a call from whoever speaks in it to all that its words name and
/// to whoever is quoted inside. The text itself is the first speaker: it quotes all those that nobody else quotes.
///
/// Words that quote nobody (irony, titles) call nobody.
struct Speech {
  /// Somebody who speaks, or whom or what others speak of.
  enum Voice: Hashable {
    /// The text.
    case text
    /// A thing that the text names.
    case thing(Cluster)
    /// A speaker without a name, as in `two officials said`: equal words are one voice, as in the outline.
    case words(String)
  }

  /// That a voice speaks of another, or quotes it.
  struct Call {
    let from: Voice
    let to: Voice
    /// From the first to the last byte of the quote in which it does.
    let quote: Span
  }

  let view: View
  /// In document order.
  private(set) var calls: [Call] = []
  /// Where those without a name are first told of.
  private var phrases: [String: Span] = [:]
  /// The longest name of each thing, the first of several.
  private var names: [Cluster: Span] = [:]

  init(_ view: View) {
    self.view = view
    for entry in view.index.entries where entry.isOwn {
      guard let thing = entry.thing, entry.span.count > names[thing]?.count ?? 0 else { continue }
      names[thing] = entry.span
    }
    let quotes = view.annotations.filter(\.quotesSomebody)
    var inside: [AnnotationID: [Voice]] = [:]
    for quote in quotes {
      guard let speaker = speaker(of: quote), let phrase = quote.mention("speaker") else { continue }
      if case .words(let words) = speaker, phrases[words] == nil { phrases[words] = view.analysis.span(phrase.place) }
      if case .annotation(let outer)? = quote["within"] { inside[outer, default: []].append(speaker) }
    }
    for quote in quotes {
      guard let speaker = speaker(of: quote) else { continue }
      let span = view.analysis.span(quote)
      if quote["within"] == nil { calls.append(Call(from: .text, to: speaker, quote: span)) }
      var called: Set = [speaker]
      for other in named(in: quote) + (inside[quote.id] ?? []) where called.insert(other).inserted {
        calls.append(Call(from: speaker, to: other, quote: span))
      }
    }
  }

  /// Things that a quote's words name.
  private func named(in quote: Annotation) -> [Voice] {
    quote.pieces.map(view.analysis.span).flatMap { piece in
      view.index.touching(piece).lazy.filter { piece.contains($0.span) }.compactMap { voice($0.thing) }
    }
  }

  /// A thing as a voice; nil for one that no entity names.
  func voice(_ thing: Cluster?) -> Voice? { thing.flatMap { names[$0] == nil ? nil : .thing($0) } }

  /// Who speaks in a quote; nil for other annotations and where the text names nobody.
  func speaker(of quote: Annotation) -> Voice? {
    guard quote.quotesSomebody, let mention = quote.mention("speaker") else { return nil }
    return voice(mention.entity) ?? .words(view.text(mention))
  }

  /// Where a voice is told of most fully; the text stands in all of itself. Nil for one that does not speak here.
  func place(of voice: Voice) -> Span? {
    switch voice {
    case .text: Span(0, view.analysis.document.bytes.count)
    case .thing(let thing): names[thing]
    case .words(let words): phrases[words]
    }
  }
}

extension Speech.Voice: LosslessStringConvertible {
  init?(_ description: String) {
    let parts = description.split(separator: ":", maxSplits: 1)
    switch parts.first {
    case "text" where parts.count == 1: self = .text
    case "words" where parts.count == 2: self = .words(String(parts[1]))
    case "thing" where parts.count == 2 && parts[1].first == "E":
      guard let number = Int(parts[1].dropFirst()) else { return nil }
      self = .thing(Cluster(number))
    default: return nil
    }
  }

  /// As an item carries it between two requests.
  var description: String {
    switch self {
    case .text: "text"
    case .thing(let thing): "thing:\(thing)"
    case .words(let words): "words:\(words)"
    }
  }
}

extension Annotation {
  /// True for a quote of somebody: scare quotes are the author's own, and titles name works.
  var quotesSomebody: Bool { kind == "quote" && string("form") != "scare" && string("form") != "title" }
}
