package import DiplePluginKit

/// What the model is told of a mention in its sentence.
///
/// What the mention itself is called is no part of it, nor is any other name: the model must not have opinions on people.
package struct ToneFeatures: Sendable {
  /// A fact that is there or not, or has a size.
  package struct Fact: Sendable {
    /// The hash of the fact.
    package var key: UInt64
    /// Its size; 1 where it is just there.
    package var value: Float
    /// The token that it comes from; -1 where that is none.
    package var token: Int32
  }

  /// Words with their weights in the zones, so that their coordinates can be added up.
  package struct Located: Sendable {
    /// The row in the list of words.
    package var row: Int
    /// The token.
    package var token: Int32
    /// The zones it stands in, and its share of their mean.
    package var zones: [(zone: Int, weight: Float)]
  }

  /// The facts; together of length 1.
  package private(set) var facts: [Fact] = []
  /// The words that have coordinates.
  package private(set) var located: [Located] = []

  /// How many zones there are.
  package static let zones = ToneZone.allCases.count

  /// What there is to tell of a mention; nil where no token stands at `target`.
  package init?(_ scene: ToneScene, target span: Span) {
    guard let sentence = ToneSentence(scene, target: span) else { return nil }
    var collector = ToneCollector(scene, sentence, span)
    collector.collect()
    facts = collector.normalised()
    locate(scene, sentence, isSpeaker: collector.isSpeaker)
  }

  private mutating func locate(_ scene: ToneScene, _ sentence: ToneSentence, isSpeaker: Bool) {
    // Half a word is added to each sum, so that the mean of one word weighs less than that of many.
    var sums = [Float](repeating: 0.5, count: Self.zones)
    for token in sentence.stretch where ToneSentence.isContent(scene.layers.tag(token)) {
      guard let row = sentence.rows[token - sentence.stretch.lowerBound] else { continue }
      var zones: [(zone: Int, weight: Float)] = []
      sentence.zones(token, scene, isSpeaker: isSpeaker) { zone, weight in
        zones.append((zone.rawValue, weight))
        sums[zone.rawValue] += weight
      }
      located.append(Located(row: row, token: Int32(token), zones: zones))
    }
    for word in located.indices {
      for at in located[word].zones.indices { located[word].zones[at].weight /= sums[located[word].zones[at].zone] }
    }
  }
}
