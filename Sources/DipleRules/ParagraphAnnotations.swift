import DiplePluginKit

/// The annotations of other modules in a paragraph, as rules see them.
struct ParagraphAnnotations {
  /// An annotation's piece in the paragraph.
  struct Piece {
    var annotation: Annotation
    var tokens: Range<Int>
  }

  private let layers: Layers
  private let number: Int
  private let byKind: [(kind: String, pieces: [Piece])]

  init(_ layers: Layers, _ number: Int, _ kinds: [String], _ annotations: (String) -> [Annotation]) {
    (self.layers, self.number) = (layers, number)
    byKind = kinds.map { kind in
      var pieces: [Piece] = []
      for annotation in annotations(kind) {
        for place in annotation.pieces where place.paragraph == number {
          let tokens = layers.tokens(in: place.span)
          if !tokens.isEmpty { pieces.append(Piece(annotation: annotation, tokens: tokens)) }
        }
      }
      return (
        kind,
        pieces.sorted { ($0.tokens.lowerBound, -$0.tokens.upperBound) < ($1.tokens.lowerBound, -$1.tokens.upperBound) }
      )
    }
  }

  private func pieces(_ kind: String) -> [Piece] { byKind.first { $0.kind == kind }?.pieces ?? [] }

  /// The tokens that each query finds. Where annotations of a query overlap, the one that starts first counts, and of these the longest.
  func stretches(_ queries: [AnnotationTest]) -> [Stretch] {
    var stretches: [Stretch] = []
    for (number, query) in queries.enumerated() {
      var free = 0
      for piece in pieces(query.kind) where piece.tokens.lowerBound >= free && holds(query, piece.annotation) {
        stretches.append(Stretch(query: number, tokens: piece.tokens))
        free = piece.tokens.upperBound
      }
    }
    return stretches
  }

  private func holds(_ test: AnnotationTest, _ annotation: Annotation) -> Bool {
    test.conditions.allSatisfy { condition in
      guard let value = condition.value else { return annotation[condition.name].map { $0 != .bool(false) } ?? false }
      return value.matchesAny(text(annotation[condition.name])) != condition.isNegated
    }
  }

  /// An attribute as patterns compare it. One that is absent equals nothing, but `false`.
  private func text(_ value: AttributeValue?) -> String? {
    switch value {
    case nil: "false"
    case .string(let text)?: text
    case .bool(let flag)?: flag ? "true" : "false"
    case .number(let number)?: Int(exactly: number).map(String.init) ?? String(number)
    case .mention(let mention)?:
      mention.place.paragraph == number ? layers.text(mention.place.span) : nil
    case .cluster?, .thing?, .annotation?, .sibling?: nil
    }
  }

  /// The entity that some tokens name: the one of just these tokens, or the only one inside them.
  func entity(_ tokens: Range<Int>) -> Cluster? {
    let all = pieces("entity")
    let inside = all.filter { tokens.lowerBound <= $0.tokens.lowerBound && $0.tokens.upperBound <= tokens.upperBound }
    let found = inside.first { $0.tokens == tokens } ?? (inside.count == 1 ? inside.first : nil)
    return found?.annotation.cluster("entity")
  }

  /// The annotation that has just these tokens.
  func annotation(_ tokens: Range<Int>) -> AnnotationID? {
    byKind.lazy.compactMap { $0.pieces.first { $0.tokens == tokens } }.first?.annotation.id
  }
}

extension ValuePattern {
  fileprivate func matchesAny(_ text: String?) -> Bool { text.map(matches) ?? false }
}
