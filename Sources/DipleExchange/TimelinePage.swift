import DiplePipeline
import DiplePluginKit

extension Timeline {
  /// The page of the timeline: each value with who and what stands in the sentences that name it, and these sentences; last
  /// what could not be resolved, and why.
  func page(_ style: PageStyle) -> String {
    let title = style.bold("Timeline") + "\n"
    guard !rows.isEmpty else { return title + "\nNo date is named.\n" }
    let named = Named(things)
    var sentences = SentenceFinder(things.analysis.document)
    var page = title
    for row in rows where row.value != nil {
      page += "\n" + Ink(color: 33).paint(row.label, style.usesColor) + "\n"
      var order: [Place] = []
      var dates: [Place: [Annotation]] = [:]
      for date in row.dates {
        let sentence = sentences.sentence(of: date.place)
        if dates[sentence] == nil { order.append(sentence) }
        dates[sentence, default: []].append(date)
      }
      for sentence in order { page += lines(dates[sentence] ?? [], sentence, named, style) }
    }
    let unresolved = rows.filter { $0.value == nil }.flatMap(\.dates)
    if !unresolved.isEmpty { page += "\n" + style.bold("Not resolved") + "\n" }
    for date in unresolved {
      page += "\n“\(things.text(date.pieces))”: \(Columns.clean(date.reason))\n"
      page += lines([date], sentences.sentence(of: date.place), named, style)
    }
    return page
  }

  /// The sentence of some dates, where they stand, and who and what else does.
  private func lines(_ dates: [Annotation], _ sentence: Place, _ named: Named, _ style: PageStyle) -> String {
    var lines = style.wrap(Columns.clean(things.analysis.text(sentence)), indent: 4)
    for date in dates {
      let place = style.place(date.place, things.analysis)
      lines.append("        " + style.dim("\(place)  “\(things.text(date.pieces))”"))
    }
    let names = named.inside(sentence).compactMap { things.party($0)?.name }
    if !names.isEmpty { lines += style.wrap("who and what: " + names.joined(separator: ", "), indent: 8) }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Which things are mentioned where: by name, or as the speaker of a quote, who may be told by a pronoun.
private struct Named {
  private let entities: AnnotationIndex
  private var speakers: [Int: [(place: Place, thing: Cluster)]] = [:]

  init(_ things: Things) {
    entities = AnnotationIndex(things.analysis.annotations.lazy.filter { $0.kind == "entity" })
    for annotation in things.analysis.annotations where annotation.kind == "quote" {
      guard let mention = annotation.mention("speaker"), let thing = mention.entity else { continue }
      speakers[mention.place.paragraph, default: []].append((mention.place, thing))
    }
  }

  /// The things of a sentence, each once, in order.
  func inside(_ sentence: Place) -> [Cluster] {
    var found = entities.inside(sentence).compactMap { entity in
      entity.cluster("entity").map { (place: entity.place, thing: $0) }
    }
    found += (speakers[sentence.paragraph] ?? []).filter { sentence.contains($0.place) }
    var seen: Set<Cluster> = []
    return found.sorted { $0.place < $1.place }.map(\.thing).filter { seen.insert($0).inserted }
  }
}
