package import DiplePluginKit
import StanceResources

/// What was learned of tone: a linear model (multinomial logistic regression) over hashed facts and the means of the words in each zone.
///
/// As a `ModelFile`: `about`, `tone.numbers` (log2 of the rows, coordinates of a word), `tone.scales` (what 127 stands for in weights
/// and in coordinates), `tone.weights` (a row of three for each hash), `tone.zones` (three for each coordinate of each
/// zone), `tone.bias`, `tone.words` and `tone.vectors` (`ToneWords`).
package struct ToneModel: Sendable {
  /// log2 of the number of rows.
  package let logRows: Int
  /// Weights of facts, three a row.
  package let weights: Blob<Int8>
  /// What a weight of 127 stands for.
  package let weightScale: Float
  /// Weights of coordinates: zone by zone, coordinate by coordinate, three each.
  package let zones: [Float]
  /// What speaks for each tone before anything is known.
  package let bias: [Float]
  /// The list of words.
  package let words: ToneWords
  /// Whose texts it learned from, and under which licence it may be passed on.
  package let attribution: String

  /// The file that the program carries; a test sees to it that it is whole.
  package static let carried: ModelFile? = Resource.withBytes(stance_tone) { bytes in
    Blob<UInt8>(static: bytes).flatMap { try? ModelFile($0) }
  }

  /// The model in it.
  package static let shared: ToneModel? = carried.flatMap { ToneModel($0) }

  /// A model of these parts.
  package init(
    logRows: Int, weights: [Int8], weightScale: Float, zones: [Float], bias: [Float], words: ToneWords,
    attribution: String
  ) {
    precondition(weights.count == Tone.allCases.count << logRows && bias.count == Tone.allCases.count)
    precondition(zones.count == ToneFeatures.zones * words.dimensions * Tone.allCases.count)
    (self.logRows, self.weights, self.weightScale) = (logRows, Blob(weights), weightScale)
    (self.zones, self.bias, self.words, self.attribution) = (zones, bias, words, attribution)
  }

  /// Reads a model; nil where a part is missing or of another size.
  package init?(_ file: ModelFile) {
    let tones = Tone.allCases.count
    func floats(_ name: String) -> [Float]? {
      file[name, as: UInt32.self].map { blob in (0..<blob.count).map { Float(bitPattern: blob[$0]) } }
    }
    guard let numbers = file["tone.numbers", as: Int32.self], numbers.count == 2, (1...20).contains(numbers[0]),
      let scales = floats("tone.scales"), scales.count == 2, let weights = file["tone.weights", as: Int8.self],
      weights.count == tones << Int(numbers[0]), let zones = floats("tone.zones"),
      zones.count == ToneFeatures.zones * Int(numbers[1]) * tones, let bias = floats("tone.bias"), bias.count == tones,
      let marks = file["tone.words", as: UInt32.self], let rows = file["tone.vectors", as: Int8.self],
      let words = ToneWords(marks: marks, rows: rows, dimensions: Int(numbers[1]), scale: scales[1])
    else { return nil }
    (logRows, self.weights, weightScale) = (Int(numbers[0]), weights, scales[0])
    (self.zones, self.bias, self.words, attribution) = (zones, bias, words, file.about)
  }

  /// The model as a file.
  package var file: [UInt8] {
    func bytes<N: FixedWidthInteger>(_ numbers: [N]) -> [UInt8] {
      numbers.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
    }
    return ModelFile.file([
      ("about", Array(attribution.utf8)), ("tone.numbers", bytes([Int32(logRows), Int32(words.dimensions)])),
      ("tone.scales", bytes([weightScale, words.scale].map(\.bitPattern))), ("tone.weights", Array(weights.bytes)),
      ("tone.zones", bytes(zones.map(\.bitPattern))), ("tone.bias", bytes(bias.map(\.bitPattern))),
      ("tone.words", Array(words.marks.bytes)), ("tone.vectors", Array(words.rows.bytes)),
    ])
  }

  /// The row of a fact.
  package static func row(_ key: UInt64, logRows: Int) -> Int {
    Int(truncatingIfNeeded: key & (1 << UInt64(logRows) - 1))
  }
}

/// What the model makes of a mention.
package struct ToneVerdict: Sendable {
  /// The likeliest tone.
  package var tone: Tone
  /// The probability of each tone.
  package var probabilities: [Float]
  /// What each token adds to the likeliest tone, against the mean of the others; the largest first.
  package var evidence: [(token: Int, weight: Float)]
}

extension ToneModel {
  /// Judges what there is to tell of a mention.
  package func judge(_ features: ToneFeatures) -> ToneVerdict {
    let tones = Tone.allCases.count
    var scores = bias
    // By token, three each.
    var shares: [Int: [Float]] = [:]
    func add(_ tone: Int, _ score: Float, _ token: Int32) {
      scores[tone] += score
      if token >= 0 { shares[Int(token), default: [Float](repeating: 0, count: tones)][tone] += score }
    }
    for fact in features.facts {
      let row = Self.row(fact.key, logRows: logRows) * tones
      for tone in 0..<tones {
        add(tone, Float(weights[row + tone]) * weightScale / 127 * fact.value, fact.token)
      }
    }
    var point = [Float](repeating: 0, count: words.dimensions)
    for word in features.located {
      for at in point.indices { point[at] = 0 }
      words.add(word.row, 1, to: &point, at: 0)
      for (zone, weight) in word.zones {
        for tone in 0..<tones {
          var score: Float = 0
          for at in point.indices { score += zones[(zone * words.dimensions + at) * tones + tone] * point[at] }
          add(tone, score * weight, word.token)
        }
      }
    }
    let best = scores.indices.max { scores[$0] < scores[$1] } ?? Tone.neutral.rawValue
    let evidence = shares.map { token, shares in
      (token: token, weight: shares[best] - (shares.reduce(0, +) - shares[best]) / Float(tones - 1))
    }.sorted { ($1.weight, $0.token) < ($0.weight, $1.token) }
    return ToneVerdict(
      tone: Tone(rawValue: best) ?? .neutral, probabilities: Self.softmax(scores), evidence: evidence)
  }

  private static func softmax(_ scores: [Float]) -> [Float] {
    let most = scores.max() ?? 0
    let powers = scores.map { exponential($0 - most) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// e to a power that is not above 0, without a library: halved until it is small, then a series, then squared back.
  private static func exponential(_ power: Float) -> Float {
    guard power > -40 else { return 0 }
    let small = Double(power) / 1024
    var result = 1 + small * (1 + small / 2 * (1 + small / 3))
    for _ in 0..<10 { result *= result }
    return Float(result)
  }
}
