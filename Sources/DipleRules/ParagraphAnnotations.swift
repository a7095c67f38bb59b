import DiplePluginKit

/// The annotations of other modules in a paragraph, as rules see them.
final class ParagraphAnnotations {
  /// An annotation's piece in the paragraph.
  private struct Piece {
    /// The annotation's index among those of its kind.
    var annotation: Int
    var tokens: Range<Int>

    static func isInOrder(_ a: Piece, _ b: Piece) -> Bool {
      (a.tokens.lowerBound, -a.tokens.upperBound) < (b.tokens.lowerBound, -b.tokens.upperBound)
    }
  }

  private struct Kind {
    var name: String
    var annotations: [Annotation]
    var pieces: [Piece] = []
  }

  private let layers: Layers
  private let number: Int
  private let kinds: [Kind]

  init(_ layers: Layers, _ number: Int, _ kinds: [String], _ annotations: (String) -> [Annotation]) {
    (self.layers, self.number) = (layers, number)
    self.kinds = kinds.map { name in
      var kind = Kind(name: name, annotations: annotations(name))
      for index in kind.annotations.indices {
        for place in kind.annotations[index].pieces where place.paragraph == number {
          let tokens = layers.tokens(in: place.span)
          if !tokens.isEmpty { kind.pieces.append(Piece(annotation: index, tokens: tokens)) }
        }
      }
      // They come in order, but for what overlaps.
      if !zip(kind.pieces, kind.pieces.dropFirst()).allSatisfy({ !Piece.isInOrder($1, $0) }) {
        kind.pieces.sort(by: Piece.isInOrder)
      }
      return kind
    }
  }

  /// The tokens that each query finds. Where annotations of a query overlap, the one that starts first counts, and of these the longest.
  func stretches(_ queries: [AnnotationTest]) -> [Stretch] {
    var stretches: [Stretch] = []
    for (number, query) in queries.enumerated() {
      guard let kind = kinds.firstIndex(where: { $0.name == query.kind }) else { continue }
      var free = 0
      for piece in kinds[kind].pieces
      where piece.tokens.lowerBound >= free && holds(query, kinds[kind].annotations[piece.annotation]) {
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
    guard let kind = kinds.first(where: { $0.name == "entity" }) else { return nil }
    let inside = kind.pieces.filter {
      tokens.lowerBound <= $0.tokens.lowerBound && $0.tokens.upperBound <= tokens.upperBound
    }
    let found = inside.first { $0.tokens == tokens } ?? (inside.count == 1 ? inside.first : nil)
    return found.flatMap { kind.annotations[$0.annotation].cluster("entity") }
  }

  /// The annotation that has just these tokens.
  func annotation(_ tokens: Range<Int>) -> AnnotationID? {
    for kind in kinds {
      if let piece = kind.pieces.first(where: { $0.tokens == tokens }) { return kind.annotations[piece.annotation].id }
    }
    return nil
  }
}

extension ValuePattern {
  fileprivate func matchesAny(_ text: String?) -> Bool { text.map(matches) ?? false }
}
