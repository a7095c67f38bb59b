import DiplePluginProcess

/// Numbers with units: `3.5 million tonnes`, `twelve miles`, `40°C`.
@main struct Units: PluginMain {
  let manifest = Manifest.ofThisModule
  private let lexicon = Lexicon(.ofThisModule("units.tsv"))

  /// Reads a paragraph. What it holds does not depend on others, so nothing is left to do but to say where it is.
  func summarize(_ layers: Layers) -> [Quantity] {
    var found: [Quantity] = []
    var token = 0
    while token < layers.count {
      if let quantity = lexicon.quantity(layers, at: token) {
        found.append(quantity)
        token = layers.tokens(in: quantity.span).upperBound
      } else {
        token += 1
      }
    }
    return found
  }

  func annotate(_ document: DocumentView, _ summaries: [[Quantity]]) -> [Annotation] {
    zip(document.paragraphs, summaries).flatMap { paragraph, found in
      found.map { quantity in
        Annotation(
          "quantity", paragraph.place(quantity.span), confidence: 0.9, source: "units/\(quantity.unit.dimension)",
          reason: "a number before “\(quantity.unit.written)”",
          attributes: [
            "value": .number(quantity.value), "unit": .string(quantity.unit.symbol),
            "dimension": .string(quantity.unit.dimension),
          ])
      }
    }
  }
}

/// A number with its unit.
struct Quantity: Sendable, Equatable {
  var value: Double
  var unit: Unit
  /// Its bytes in the paragraph.
  var span: Span
}

/// A unit as it is written, its symbol, and what it measures.
struct Unit: Sendable, Equatable {
  var written: String
  var symbol: String
  var dimension: String
}
