import DiplePipeline
import DiplePluginKit

/// Whom pronouns stand for that no name is known for, and how positions are put into words.
extension Things {
  /// Who says a quote; a pronoun that opens another quote is told by who says that.
  func speaker(_ quote: Annotation) -> Mention? { quote.mention("speaker").map { named($0, in: quote["within"]) } }

  /// Whose position it is.
  func holder(_ stance: Annotation) -> String? {
    holderMention(stance).map { name(.mention($0)) } ?? name(stance["holder"])
  }

  /// The phrase that names whose position it is; nil where that is the author.
  func holderMention(_ stance: Annotation) -> Mention? {
    stance.mention("holder").map { named($0, in: stance["quote"]) }
  }

  /// What a position is about; an act has its `to` again.
  func target(_ stance: Annotation) -> String? {
    guard let mention = stance.mention("target") else { return nil }
    // `the US to accept refugees` says more than the name of its first word.
    let (words, name) = (text(mention.places), name(.mention(mention)) ?? "")
    let target = words.utf8.count > name.utf8.count + 8 ? words : name
    return stance.flag("infinitive") ? "to \(target)" : target
  }

  /// Who speaks in the place of a pronoun: `I` in any quote, `she` where it opens an indirect one.
  private func named(_ mention: Mention, in quote: AttributeValue?) -> Mention {
    guard mention.entity == nil, case .annotation(let id)? = quote, let quote = quotes[id],
      let speaker = quote.mention("speaker"), speaker.place != mention.place
    else { return mention }
    let words = text(mention.places).lowercased()
    let isOwn =
      Self.firstPerson.contains(words)
      || Self.thirdPerson.contains(words) && mention.place.span.start == quote.place.span.start
        && (speaker.entity == nil || words == "they" && text(speaker.places).contains(" and "))
    guard isOwn else { return mention }
    // Two are not the one of them that has a name.
    return words == "they" ? Mention(speaker.places) : speaker
  }
  private static let firstPerson: Set<String> = ["i", "we", "my", "our"]
  private static let thirdPerson: Set<String> = ["he", "she", "it", "they", "his", "her", "its", "their"]
}
