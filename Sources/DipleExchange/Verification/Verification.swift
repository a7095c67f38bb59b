public import DiplePipeline
public import DiplePluginKit

/// What became of a quotation when it was looked for in its sources.
public struct Verification: Sendable {
  /// How much of it stands there.
  public enum Verdict: String, Sendable, CaseIterable {
    /// All of it, but for what marks of omission and brackets say.
    case verbatim
    /// Most of it.
    case differs
    /// Nothing that is like it.
    case missing
  }

  /// Where it stands in a source.
  public struct Found: Sendable {
    /// The source's name.
    public let path: String
    /// The source.
    public let document: Document
    /// From its first to its last word: bytes of the source.
    public let span: Span
  }

  /// A run of words that both have, or that one has.
  public struct Difference: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable {
      /// In both.
      case same
      /// In the source only, and the draft does not say so.
      case dropped
      /// In the draft only.
      case added
      /// Other words in the source.
      case changed
      /// A sentence ends here in the source, and goes on in the draft.
      case joined
      /// The draft says that words are left out (`…`).
      case omitted
      /// The draft says that words are its own (`[the mayor]`).
      case bracketed

      /// True for what a quotation may do, as it says so.
      public var isAllowed: Bool { [.same, .omitted, .bracketed].contains(self) }
    }
    /// What it is.
    public var kind: Kind
    /// The words of the draft; empty where it has none.
    public var draft: String
    /// The words of the source; empty where it has none.
    public var source: String
  }

  /// The quotation.
  public let quotation: Quotation
  /// How much of it stands in a source.
  public let verdict: Verdict
  /// Where; nil where it is missing.
  public let found: Found?
  /// Both texts, word by word, in order: joined, `draft` is the quotation. Empty where it is missing.
  public let differences: [Difference]
}

extension SourceIndex {
  /// Looks for the quotations of a draft.
  public func verify(_ analysis: Analysis) -> [Verification] {
    Quotation.all(in: analysis).map { verify($0, analysis.document) }
  }

  /// So many stretches of the sources are compared word by word.
  private static let most = 6
  /// So many words may stand for a mark of omission.
  private static let omission = 300

  private func verify(_ quotation: Quotation, _ draft: Document) -> Verification {
    let quoted = quotation.words
    var best: Comparison?
    let core = quotation.core
    if quoted.count == core.count {
      let steps = quotation.elements.indices.map { element in
        core.contains(element)
          ? WordAlignment.Step.same(element: element, word: element - core.lowerBound) : .mark(element: element)
      }
      for place in places(of: quoted) {
        let found = Comparison(quotation, draft, self, steps, from: place)
        if found.isVerbatim { return found.verification(.verbatim) }
        best = best ?? found
      }
      if let best { return best.verification(.differs) }
    }
    // One word or two are in many texts: what is like them says nothing.
    guard quoted.count > 2 || quoted.count < core.count else { return Comparison.missing(quotation) }
    var cost = Float.infinity
    for place in candidates(quoted, limit: Self.most) {
      let source = source(of: place)
      let hasOmission = quotation.elements.contains { if case .ellipsis = $0 { true } else { false } }
      let room = quoted.count + 60 + (hasOmission ? Self.omission : 0)
      let start = max(source.words.lowerBound, place - room)
      let end = min(source.words.upperBound, place + quoted.count + room)
      let alignment = WordAlignment(quotation.elements, words[start..<end]) { edit, word in
        edit.agrees(with: WordReader.letters(of: word, in: source.document))
      }
      guard alignment.cost < cost else { continue }
      let found = Comparison(quotation, draft, self, alignment.steps, from: start)
      guard found.isAlike else { continue }
      (cost, best) = (alignment.cost, found)
    }
    guard let best else { return Comparison.missing(quotation) }
    return best.verification(best.isVerbatim ? .verbatim : .differs)
  }
}
