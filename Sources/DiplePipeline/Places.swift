import DiplePluginKit

/// All places of an annotation: those of its pieces and of its mentions.
extension Annotation {
  /// Calls `body` with every place.
  func forEachPlace(_ body: (Place) -> Void) {
    pieces.forEach(body)
    for case (_, .mention(let mention)) in attributes { mention.places.forEach(body) }
  }

  /// Calls `body` with the places of the annotation and with those of each mention, in order.
  func forEachPhrase(_ body: ([Place]) -> Void) {
    body(pieces)
    for case (_, .mention(let mention)) in attributes { body(mention.places) }
  }

  /// True where it, or a mention, begins in one paragraph and ends in another.
  var isWide: Bool {
    if pieces[0].paragraph != pieces[pieces.count - 1].paragraph { return true }
    for case (_, .mention(let mention)) in attributes
    where mention.places[0].paragraph != mention.places[mention.places.count - 1].paragraph {
      return true
    }
    return false
  }

  /// Changes every place.
  mutating func mapPlaces(_ change: (Place) -> Place) {
    for index in pieces.indices { pieces[index] = change(pieces[index]) }
    mapMentions { mention in
      for index in mention.places.indices { mention.places[index] = change(mention.places[index]) }
    }
  }

  /// True where a piece lies in the paragraph.
  func hasPiece(in paragraph: Int) -> Bool { pieces.contains { $0.paragraph == paragraph } }

  /// True where a piece or a mention lies in the paragraph.
  func hasPlace(in paragraph: Int) -> Bool { hasPlace(in: paragraph...paragraph) }

  /// True where a piece or a mention lies in one of the paragraphs.
  func hasPlace(in paragraphs: ClosedRange<Int>) -> Bool { hasPlace(where: { paragraphs.contains($0.paragraph) }) }

  /// True where a piece or a mention lies in one of the paragraphs.
  func hasPlace(inAnyOf paragraphs: Set<Int>) -> Bool { hasPlace(where: { paragraphs.contains($0.paragraph) }) }

  /// True where all pieces and mentions lie in the paragraph.
  func hasOnlyPlaces(in paragraph: Int) -> Bool { !hasPlace(where: { $0.paragraph != paragraph }) }

  private func hasPlace(where isMeant: (Place) -> Bool) -> Bool {
    if pieces.contains(where: isMeant) { return true }
    for case (_, .mention(let mention)) in attributes where mention.places.contains(where: isMeant) { return true }
    return false
  }
}
