import DipleText
import Entities

/// A candidate to learn from: what the document says of it, and what it is.
struct SettlingExample {
  var facts: [Float]
  /// 0 no name, 1 person, 2 organization, 3 place, 4 other.
  var outcome: Int
  var weight: Float
}

/// Learns the softmax regression of `Settling` by AdaGrad.
enum SettlingTrainer {
  static func learn(_ examples: [SettlingExample], passes: Int = 12) -> Settling {
    let (facts, outcomes) = (Settling.facts, Beliefs.count)
    var weights = [Float](repeating: 0, count: Settling.size)
    var squares = [Float](repeating: 0.1, count: Settling.size)
    // Where it starts: what the recogniser says.
    for outcome in 0..<outcomes { weights[outcome * facts + 1 + outcome] = 2 }
    var random = SplitMix(state: 0xD0C)
    for pass in 0..<passes {
      let rate: Float = 0.1 * Float(passes - pass) / Float(passes)
      for number in examples.indices.shuffled(using: &random) {
        let example = examples[number]
        let likely = Settling(weights: weights).likely(example.facts)
        for outcome in 0..<outcomes {
          let slope = ((outcome == example.outcome ? 1 : 0) - likely[outcome]) * example.weight
          for at in 0..<facts where example.facts[at] != 0 {
            let place = outcome * facts + at
            let gradient = slope * example.facts[at] - 1e-5 * weights[place]
            squares[place] += gradient * gradient
            weights[place] += rate * gradient / squares[place].squareRoot()
          }
        }
      }
    }
    return Settling(weights: weights)
  }

  /// The candidates of a text whose names are known.
  static func examples(_ document: GoldDocument, _ model: NameModel, weight: Float) -> [SettlingExample] {
    var examples: [SettlingExample] = []
    let found = NameCandidate.all(document.paragraphs.map(\.layers), model)
    for (paragraph, candidates) in zip(document.paragraphs, found) {
      for candidate in candidates {
        let name = paragraph.names.first { $0.tokens == candidate.tokens }
        if name == nil, candidate.tokens.contains(where: { paragraph.allowed[$0] == GoldNames.any }) { continue }
        let outcome = name.map { Int($0.kind.rawValue) + 1 } ?? 0
        // Where the corpus marks no other names, a candidate outside may be one.
        if outcome == 0, !document.marksAll, Settling.leansToOther(candidate.facts) { continue }
        examples.append(SettlingExample(facts: candidate.facts, outcome: outcome, weight: weight))
      }
    }
    return examples
  }
}

extension Settling {
  /// True where the recogniser takes a candidate for a name of another kind.
  fileprivate static func leansToOther(_ facts: [Float]) -> Bool {
    (0..<4).allSatisfy { facts[6 + $0] < facts[10] }
  }
}
