package import DiplePluginKit
import StanceResources

/// What our own lists say of how good or bad a word is: frames of one word, and verdicts.
package enum OwnValences {
  /// Every form with its valence, from -1.2 to 1.2.
  package static func all() -> [(word: Word, valence: Float)] {
    var all: [(word: Word, valence: Float)] = []
    func add(_ forms: some Sequence<String>, _ polarity: Polarity, _ size: Float) {
      for form in forms { all.append((Word(form), polarity == .support ? size : -size)) }
    }
    for frame in Lexicon.shared.frames where frame.rest.isEmpty {
      switch frame.kind {
      case .verb: add(Set(Inflection.forms(ofVerb: frame.lemma).map(\.form)).sorted(), frame.polarity, strong)
      case .noun, .person: add([frame.lemma, Inflection.plural(frame.lemma)], frame.polarity, strong)
      case .adjective, .phrase: add([frame.lemma], frame.polarity, strong)
      }
    }
    for row in Resource("verdicts.tsv", stance_verdicts).rows where row.count == 4 {
      guard let polarity = Polarity(rawValue: row[2]) else { continue }
      let forms = row[1] == "noun" ? [row[0], Inflection.plural(row[0])] : [row[0]]
      add(forms, polarity, row[3] == "weak" ? weak : strong)
    }
    return all
  }

  private static let strong: Float = 1.2
  private static let weak: Float = 0.6
}
