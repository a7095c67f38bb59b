public import DiplePipeline
public import DiplePluginKit

/// Words in quotation marks that a draft says somebody said or wrote.
public struct Quotation: Sendable {
  /// The annotation that it is, or is a part of.
  public let quote: Annotation
  /// Where its words stand in the draft.
  public let place: Place
  let elements: [QuotedElement]

  /// The direct quotations of a draft, and the quoted parts of mixed ones, in document order. Pieces of a split quotation stand for
  /// themselves; a quotation inside another is not told twice, and one without words not at all.
  public static func all(in analysis: Analysis) -> [Quotation] {
    var quotations: [Quotation] = []
    var taken: [Int: [Place]] = [:]
    for quote in analysis.annotations where quote.kind == "quote" {
      let places: [Place]
      switch quote.string("form") {
      case "direct": places = quote.pieces
      case "mixed": places = quote.pieces.flatMap { marked($0, analysis.document) }
      default: continue
      }
      for place in places where !(taken[place.paragraph] ?? []).contains(where: { $0.contains(place) }) {
        taken[place.paragraph, default: []].append(place)
        for elements in parts(WordReader.quotation(place, in: analysis.document)) {
          quotations.append(Quotation(quote: quote, place: place, elements: elements))
        }
      }
    }
    return quotations.sorted { $0.place < $1.place }
  }

  var words: [ComparedWord] {
    elements.compactMap { if case .word(let word, _) = $0 { word } else { nil } }
  }

  /// Parts of at most so many pieces: what a comparison costs grows with their square.
  private static let longest = 1000

  private static func parts(_ elements: [QuotedElement]) -> [[QuotedElement]] {
    stride(from: 0, to: elements.count, by: longest).map { start in
      Array(elements[start..<min(start + longest, elements.count)])
    }.filter { $0.contains(where: isWord) }
  }

  /// The elements from the first to the last word: marks at the ends say that the source goes on, which it may anyway.
  var core: Range<Int> {
    let first = elements.firstIndex(where: Self.isWord) ?? 0
    let last = elements.lastIndex(where: Self.isWord) ?? -1
    return first..<max(first, last + 1)
  }

  private static func isWord(_ element: QuotedElement) -> Bool {
    if case .word = element { true } else { false }
  }

  /// What stands in quotation marks in a place, marks and all: from an opening mark to the next closing one.
  private static func marked(_ place: Place, _ document: Document) -> [Place] {
    guard let paragraph = document.paragraph(place.paragraph) else { return [] }
    let prose = document.prose(place.span, of: paragraph)
    return marked(prose, opening: [0x201C, 0x201E, 0xAB, 0x22], closing: [0x201D, 0xBB, 0x22], place)
      ?? marked(prose, opening: [0x2018, 0x201A], closing: [0x2019], place) ?? []
  }

  private static func marked(
    _ prose: [UInt8], opening: Set<UInt32>, closing: Set<UInt32>, _ place: Place
  ) -> [Place]? {
    var places: [Place] = []
    var start: Int?
    var at = 0
    while at < prose.count {
      let (value, length) = UTF8Scan.scalar(prose, at: at)
      let end = at + max(1, length)
      if let open = start, closing.contains(value), !isApostrophe(value, prose, end) {
        places.append(Place(place.paragraph, Span(place.span.start + open, place.span.start + end)))
        start = nil
      } else if start == nil, opening.contains(value) {
        start = at
      }
      at = end
    }
    return places.isEmpty ? nil : places
  }

  private static func isApostrophe(_ mark: UInt32, _ prose: [UInt8], _ end: Int) -> Bool {
    guard mark == 0x2019, end < prose.count else { return false }
    return Unicode.Scalar(UTF8Scan.scalar(prose, at: end).value)?.properties.isAlphabetic ?? false
  }
}
