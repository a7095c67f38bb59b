import DiplePluginKit

/// A quotation beside a stretch of a source.
struct Comparison {
  private let quotation: Quotation
  private let source: SourceIndex.Source
  private let span: Span
  private let steps: [WordAlignment.Step]
  let differences: [Verification.Difference]

  /// - Parameters:
  ///   - steps: the way through both; there is at least one word in both, or `isAlike` is false.
  ///   - start: the word of the index that the steps count from.
  init(
    _ quotation: Quotation, _ draft: Document, _ index: SourceIndex, _ steps: [WordAlignment.Step], from start: Int
  ) {
    self.quotation = quotation
    self.steps = steps
    let used = steps.compactMap { step -> Int? in
      switch step {
      case .same(_, let word), .changed(_, let word), .edited(_, let word), .dropped(let word), .allowed(let word):
        start + word
      case .added, .mark: nil
      }
    }
    source = index.source(of: used.first ?? start)
    if let first = used.first, let last = used.last {
      span = Span(Int(index.words[first].start), Int(index.words[last].end))
    } else {
      span = Span(0, 0)
    }
    var runs = DifferenceRuns(draft, source.document)
    for step in steps { runs.add(step, quotation.elements, index.words, start) }
    differences = runs.finished()
  }

  /// True where nothing differs but what the quotation itself says.
  var isVerbatim: Bool { differences.allSatisfy(\.kind.isAllowed) }

  /// True where enough is the same for the one to come from the other: half of the words, and some of them in a row.
  var isAlike: Bool {
    var (same, run, longest) = (0, 0, 0)
    for step in steps {
      switch step {
      case .same:
        (same, run) = (same + 1, run + 1)
        longest = max(longest, run)
      // What marks stand for parts no words.
      case .mark, .allowed: continue
      case .changed, .edited, .added, .dropped: run = 0
      }
    }
    let count = quotation.words.count
    // Of two words, which marks part, both must be there.
    return same > 0 && (count > 2 ? same * 2 >= count : same == count) && longest >= min(3, count > 2 ? count - 1 : 1)
  }

  func verification(_ verdict: Verification.Verdict) -> Verification {
    Verification(
      quotation: quotation, verdict: verdict,
      found: Verification.Found(path: source.path, document: source.document, span: span), differences: differences)
  }

  static func missing(_ quotation: Quotation) -> Verification {
    Verification(quotation: quotation, verdict: .missing, found: nil, differences: [])
  }
}

/// Puts steps of one sort together.
private struct DifferenceRuns {
  private struct Run {
    var kind: Verification.Difference.Kind
    var draft: Span?
    var source: Span?
  }

  private let draft: Document
  private let source: Document
  private var runs: [Run] = []
  /// The last words that were the same.
  private var last: (draft: ComparedWord, source: ComparedWord)?

  init(_ draft: Document, _ source: Document) { (self.draft, self.source) = (draft, source) }

  mutating func add(
    _ step: WordAlignment.Step, _ elements: [QuotedElement], _ words: [ComparedWord], _ start: Int
  ) {
    switch step {
    case .same(let element, let word):
      guard case .word(let mine, _) = elements[element] else { return }
      let its = words[start + word]
      if runs.last?.kind == .same, let last, isJoined(last, mine) {
        runs.append(Run(kind: .joined))
      }
      append(.same, mine.span, its.span)
      last = (mine, its)
    case .changed(let element, let word):
      guard case .word(let mine, _) = elements[element] else { return }
      append(.changed, mine.span, words[start + word].span)
    case .edited(let element, let word):
      guard case .word(let mine, _) = elements[element] else { return }
      append(.bracketed, mine.span, words[start + word].span)
    case .added(let element):
      guard case .word(let mine, _) = elements[element] else { return }
      append(.added, mine.span, nil)
    case .dropped(let word): append(.dropped, nil, words[start + word].span)
    case .mark(let element):
      switch elements[element] {
      case .ellipsis(let span): append(.omitted, span, nil)
      case .bracket(let span): append(.bracketed, span, nil)
      case .word: break
      }
    case .allowed(let word):
      guard let kind = runs.last?.kind else { return }
      append(kind, nil, words[start + word].span)
    }
  }

  /// True where a sentence ends in the source that goes on in the draft. `Mr.` and `Mr` are no such thing.
  private func isJoined(_ last: (draft: ComparedWord, source: ComparedWord), _ next: ComparedWord) -> Bool {
    last.source.endsSentence && !last.draft.isParted && !next.isCapitalized
  }

  private mutating func append(_ kind: Verification.Difference.Kind, _ draft: Span?, _ source: Span?) {
    // Words of both that differ side by side are one change.
    if let index = runs.indices.last,
      runs[index].kind == kind || [runs[index].kind, kind].allSatisfy({ [.dropped, .added, .changed].contains($0) })
    {
      if runs[index].kind != kind { runs[index].kind = .changed }
      runs[index].draft = Self.joined(runs[index].draft, draft)
      runs[index].source = Self.joined(runs[index].source, source)
    } else {
      runs.append(Run(kind: kind, draft: draft, source: source))
    }
  }

  private static func joined(_ a: Span?, _ b: Span?) -> Span? {
    guard let a, let b else { return a ?? b }
    return Span(a.start, b.end)
  }

  func finished() -> [Verification.Difference] {
    runs.map { run in
      Verification.Difference(
        kind: run.kind, draft: run.draft.map { Columns.clean(draft.reading($0)) } ?? "",
        source: run.source.map { Columns.clean(source.reading($0)) } ?? "")
    }
  }
}

extension ComparedWord {
  var span: Span { Span(Int(start), Int(end)) }
}
