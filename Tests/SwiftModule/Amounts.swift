import DiplePluginProcess

/// A process module as its author writes it: marks each number, and whether a person of the entities stands before it.
@main struct Amounts: PluginMain {
  let manifest = Manifest.ofThisModule

  func summarize(_ layers: Layers) -> [Span] {
    (0..<layers.count).filter { layers.tag($0) == .cd }.map { layers.span($0) }
  }

  func annotate(_ document: DocumentView, _ summaries: [[Span]]) -> [Annotation] {
    zip(document.paragraphs, summaries).flatMap { item, spans in
      spans.map { span in
        let place = item.place(span)
        let people = document.annotations("entity", inParagraph: item.number)
        var amount = Annotation(
          "amount", place, confidence: 0.9, source: "amounts/number", reason: "tagged as a number",
          attributes: ["words": .string(item.layers.text(span))])
        if let person = people.last(where: { $0.place < place }) { amount["who"] = .mention(Mention(person.place)) }
        return amount
      }
    }
  }
}
