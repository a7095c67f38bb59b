import DiplePipeline
import DiplePluginKit

/// Who may say a quote: all in a document that can speak, those that are named nearest to it first.
struct SpeakerCandidates {
  /// Kinds of things that speak. A place does where it stands for its government, or says something elsewhere.
  private static let types: Set<String> = ["person", "organization", "group"]
  /// Words that name nobody by themselves.
  private static let pronouns: Set<String> = [
    "he", "she", "they", "it", "we", "i", "you", "who", "one", "nobody", "no one", "somebody", "someone", "everybody",
    "everyone", "anybody", "anyone", "none", "some", "many", "others", "all", "both", "this", "that", "those", "which",
  ]

  private let view: View

  init(_ view: View) { self.view = view }

  func names(for quote: Annotation) -> [String] {
    let span = view.analysis.span(quote)
    var nearest: [String: (distance: Int, order: Int)] = [:]
    func add(_ name: String, _ place: Place) {
      guard !quote.pieces.contains(where: { $0.overlaps(place) }) else { return }
      let mention = view.analysis.span(place)
      let distance = max(0, mention.start - span.end, span.start - mention.end)
      if let known = nearest[name], known.distance <= distance { return }
      nearest[name] = (distance, nearest[name]?.order ?? nearest.count)
    }
    for annotation in view.annotations {
      switch annotation.kind {
      case "entity":
        guard annotation.string("type").map(Self.types.contains) == true || annotation.flag("metonym"),
          let name = view.name(annotation.cluster("entity"))
        else { continue }
        add(name, annotation.place)
      // Whoever says another quote can speak: a role without a name, a country.
      case "quote":
        guard annotation.id != quote.id, let mention = annotation.mention("speaker") else { continue }
        let name = view.name(mention)
        if !Self.pronouns.contains(name.lowercased()) { add(name, mention.places[0]) }
      default: continue
      }
    }
    return nearest.sorted { ($0.value.distance, $0.value.order) < ($1.value.distance, $1.value.order) }.map(\.key)
  }
}
