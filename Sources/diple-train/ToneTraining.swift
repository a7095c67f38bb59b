import DipleAnnotations
import DipleLanguage
import Foundation
import Stance

/// Learns the tone towards mentions.
///
/// First with the words' whole vectors; what the model then looks for in each zone are directions among them. The axes that these directions
/// spread most along are kept, the words' coordinates on them are written in 8 bits, and all is learned once more from these: a word then
/// takes a few bytes, and the model learns from what the program will read.
struct ToneTraining {
  /// The settings, chosen by cross-validation on the training texts.
  struct Plan {
    /// log2 of the rows for facts.
    var logRows = 15
    /// Coordinates of a word.
    var dimensions = 12
    /// What an example counts against the penalty.
    var strength = 2.0
    /// How much larger a mean of words is than it would be beside facts of length one.
    var zoneScale: Float = 0.2
    /// 1: classes count alike, however often they occur; 0: examples do.
    var balance: Float = 0
  }

  var plan = Plan()
  let vocabulary: ToneVocabulary
  let attribution: String
  var log: (String) -> Void = { _ in }

  /// The model of some examples.
  func model(_ targets: [GoldTarget]) -> ToneModel {
    let whole = vocabulary.whole
    let first = learn(targets, whole)
    let width = ToneFeatures.zones * whole.dimensions
    let tones = Tone.allCases.count
    let start = tones << plan.logRows
    var directions: [[Double]] = []
    for zone in 0..<ToneFeatures.zones {
      for tone in 0..<tones {
        directions.append(
          (0..<whole.dimensions).map { Double(first[start + (zone * whole.dimensions + $0) * tones + tone]) })
      }
    }
    precondition(first.count == start + (width + 1) * tones)
    let turn = PrincipalAxes.of(directions, size: whole.dimensions, count: plan.dimensions)
    let words = vocabulary.table(turn: turn)
    return quantised(learn(targets, words), words)
  }

  private func learn(_ targets: [GoldTarget], _ words: ToneWords) -> [Float] {
    let tones = Tone.allCases.count
    var examples = RegressionExamples(
      rows: 1 << plan.logRows, width: ToneFeatures.zones * words.dimensions, classes: tones)
    var counts = [Float](repeating: 0, count: tones)
    for target in targets {
      counts[target.tone.rawValue] += 1
      let facts = target.features.facts.map { (row: ToneModel.row($0.key, logRows: plan.logRows), value: $0.value) }
      examples.add(facts, numbers(target.features, words), answer: target.tone.rawValue)
    }
    let even = Float(targets.count) / Float(tones)
    let weights = counts.map { powf(even / max(1, $0), plan.balance) }
    return SoftmaxRegression(strength: plan.strength, classWeights: weights).learn(examples)
  }

  /// The means of the words in each zone.
  private func numbers(_ features: ToneFeatures, _ words: ToneWords) -> [Float] {
    var numbers = [Float](repeating: 0, count: ToneFeatures.zones * words.dimensions)
    for word in features.located {
      for (zone, weight) in word.zones {
        words.add(word.row, weight * plan.zoneScale, to: &numbers, at: zone * words.dimensions)
      }
    }
    return numbers
  }

  private func quantised(_ weights: [Float], _ words: ToneWords) -> ToneModel {
    let tones = Tone.allCases.count
    let rows = tones << plan.logRows
    let most = max(1e-6, weights[..<rows].lazy.map { abs($0) }.max() ?? 0)
    return ToneModel(
      logRows: plan.logRows, weights: weights[..<rows].map { Int8(($0 / most * 127).rounded()) }, weightScale: most,
      zones: weights[rows..<weights.count - tones].map { $0 * plan.zoneScale }, bias: Array(weights.suffix(tones)),
      words: words, attribution: attribution)
  }
}

/// How good verdicts are: macro F1, and how far probabilities are from what comes true.
struct ToneScore: CustomStringConvertible {
  private var right = [Double](repeating: 0, count: 3)
  private var said = [Double](repeating: 0, count: 3)
  private var gold = [Double](repeating: 0, count: 3)
  private var bins = [(count: Double, sure: Double, right: Double)](repeating: (0, 0, 0), count: 10)

  mutating func add(_ verdict: ToneVerdict, gold tone: Tone) {
    let isRight = verdict.tone == tone
    gold[tone.rawValue] += 1
    said[verdict.tone.rawValue] += 1
    if isRight { right[tone.rawValue] += 1 }
    let sure = Double(verdict.probabilities[verdict.tone.rawValue])
    let bin = min(9, Int(sure * 10))
    bins[bin] = (bins[bin].count + 1, bins[bin].sure + sure, bins[bin].right + (isRight ? 1 : 0))
  }

  private func f1(_ tone: Tone) -> Double {
    let (both, sum) = (right[tone.rawValue], said[tone.rawValue] + gold[tone.rawValue])
    return sum == 0 ? 0 : 200 * both / sum
  }

  /// The mean of the F1 of the three tones, in percent.
  var macro: Double { Tone.allCases.map(f1).reduce(0, +) / 3 }

  /// How far the probabilities of the verdicts are from the share that is right, over ten bins, in percent.
  var miscalibration: Double {
    100 * bins.map { abs($0.sure - $0.right) }.reduce(0, +) / max(1, gold.reduce(0, +))
  }

  var description: String {
    func rounded(_ number: Double) -> String { String(format: "%.1f", number) }
    let each = Tone.allCases.map { "\($0.name) \(rounded(f1($0)))" }.joined(separator: ", ")
    return
      "macro F1 \(rounded(macro)) (\(each)), accuracy \(rounded(100 * right.reduce(0, +) / max(1, gold.reduce(0, +)))), calibration error \(rounded(miscalibration)), n \(Int(gold.reduce(0, +)))"
  }
}
