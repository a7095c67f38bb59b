import Entities

/// A corpus with names.
struct NameSource {
  var name: String
  var documents: [GoldDocument]
  /// How much its tokens count.
  var weight: Float
  /// Labelled by another program: it is no measure of the recogniser, and `Settling` does not learn from it.
  var isSilver: Bool
}

/// Trains the recogniser and what settles its findings.
struct EntityTraining {
  var sources: [NameSource]
  var lexicon: NameLexicon
  var attribution: String
  var logRows: Int
  var passes: Int
  /// How many parts the texts are cut into, so that `Settling` learns from texts that the recogniser has not seen.
  var folds = 3
  var log: (String) -> Void = { _ in }

  /// The model of all texts.
  func model() -> NameModel {
    let settling = settling(from: Array(sources.indices))
    return recogniser(settling) { _, _ in false }
  }

  /// What settles names, learned from some sources that were labelled by hand.
  func settling(from sources: [Int]) -> Settling {
    let kept = sources.filter { !self.sources[$0].isSilver && self.sources[$0].weight > 0.5 }
    var examples: [SettlingExample] = []
    for fold in 0..<folds {
      let model = recogniser(.untaught) {
        !self.sources[$0].isSilver && ($1 % folds == fold || !sources.contains($0))
      }
      for number in kept {
        for (at, document) in self.sources[number].documents.enumerated() where at % folds == fold {
          examples += SettlingTrainer.examples(document, model, weight: 1)
        }
      }
      log("part \(fold + 1) of \(folds): \(examples.count) candidates")
    }
    return SettlingTrainer.learn(examples)
  }

  /// A model of all texts but those that `leavesOut` names by source and number.
  func recogniser(_ settling: Settling, leavesOut: (Int, Int) -> Bool) -> NameModel {
    var examples: [NameExample] = []
    for (number, source) in sources.enumerated() {
      for (at, document) in source.documents.enumerated() where !leavesOut(number, at) {
        add(document, source.weight, &examples)
      }
    }
    var trainer = NameTrainer(logRows: logRows)
    trainer.dropout = 50
    defer { trainer.free() }
    for pass in 0..<passes {
      trainer.rate = 0.1 * Float(passes - pass) / Float(passes)
      let loss = trainer.pass(examples)
      log("pass \(pass + 1): loss \(loss) on \(examples.count) stretches")
    }
    return NameModel(
      logRows: logRows, unit: Int(trainer.unit.rounded()), attribution: attribution, lexicon: lexicon,
      weights: trainer.quantised(), settling: settling)
  }

  private func add(_ document: GoldDocument, _ weight: Float, _ examples: inout [NameExample]) {
    var rows = [UInt32](repeating: 0, count: NameFeatures.count)
    for paragraph in document.paragraphs + document.shouted {
      let features = NameFeatures(paragraph.atoms, lexicon, logRows: logRows)
      for region in paragraph.atoms.regions {
        let allowed = Array(paragraph.allowed[region])
        if allowed.allSatisfy({ $0 == GoldNames.any }) { continue }
        var example = NameExample(rows: [], allowed: allowed, weight: weight)
        for token in region {
          features.rows(of: token, into: &rows)
          example.rows += rows
        }
        examples.append(example)
      }
    }
  }
}

extension Settling {
  /// Knows nothing.
  fileprivate static let untaught = Settling(weights: [Float](repeating: 0, count: size))
}
