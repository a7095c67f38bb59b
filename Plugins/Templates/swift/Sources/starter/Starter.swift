import DiplePluginProcess

/// Marks words that only make the next one louder: “really old”.
@main struct StarterModule: PluginMain {
  let manifest = Manifest.ofThisModule

  private static let intensifiers: Set<String> = ["really", "extremely", "incredibly"]

  /// Reads one paragraph and nothing else: the tokens of each finding.
  func summarize(_ layers: Layers) -> [Range<Int>] {
    (0..<layers.count).dropLast().filter { token in
      layers.tag(token + 1) == .jj && Self.intensifiers.contains(layers.text(token..<token + 1).lowercased())
    }.map { $0..<$0 + 2 }
  }

  /// Reads the document. `summaries` has one element for each of its paragraphs.
  func annotate(_ document: DocumentView, _ summaries: [[Range<Int>]]) -> [Annotation] {
    zip(document.paragraphs, summaries).flatMap { item, findings in
      findings.map { tokens in
        let word = item.layers.text(tokens.upperBound - 1..<tokens.upperBound)
        return Annotation(
          "starter", item.place(tokens), confidence: 0.8, source: "starter/intensifier",
          reason: "an intensifier before the adjective “\(word)”", attributes: ["word": .string(word)])
      }
    }
  }
}
