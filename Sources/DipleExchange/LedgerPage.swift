import DiplePipeline
import DiplePluginKit

extension Ledger {
  /// All that one source says.
  struct Source {
    /// Nil for quotes that nobody is named for.
    let speaker: Party?
    let kind: SourceClass
    /// What the text calls the person; nil where it says nothing, or both.
    var gender: GenderSaid?
    var rows: [Row]
  }

  /// The sources in the order in which they first speak; last what nobody is named for.
  var sources: [Source] {
    var order: [String] = []
    var byName: [String: [Row]] = [:]
    var unknown: [Row] = []
    for row in rows {
      guard let speaker = row.speaker, row.source != .unknown else {
        unknown.append(row)
        continue
      }
      let key = speaker.entity?.description ?? Things.withoutArticle(speaker.name).lowercased()
      if byName[key] == nil { order.append(key) }
      byName[key, default: []].append(row)
    }
    let known = order.compactMap { key -> Source? in
      guard let rows = byName[key], let first = rows.first else { return nil }
      return Source(speaker: first.speaker, kind: first.source, gender: gender(rows), rows: rows)
    }
    return unknown.isEmpty ? known : known + [Source(speaker: nil, kind: .unknown, gender: nil, rows: unknown)]
  }

  private func gender(_ rows: [Row]) -> GenderSaid? {
    let first = rows[0]
    guard [.named, .anonymous].contains(first.source), (first.speaker?.type ?? "person") == "person" else { return nil }
    var phrases = [first.speaker?.name]
    for row in rows { phrases += [row.speaker?.role, row.quote.mention("speaker").map { things.text($0.places) }] }
    let said = Set(phrases.compactMap { $0.flatMap(SourceWords.shared.gender) })
    return said.count == 1 ? said.first : nil
  }

  /// The page of the ledger: for each source what it said, in which form, how and where; then counts.
  func page(_ style: PageStyle) -> String {
    let title = style.bold("Who said what") + "\n"
    guard !rows.isEmpty else { return title + "\nNobody is quoted.\n" }
    let sources = sources
    return title + sources.map { "\n" + text($0, style) }.joined() + "\n" + Self.counts(sources) + "\n"
  }

  private func text(_ source: Source, _ style: PageStyle) -> String {
    let name = source.speaker?.title ?? "Nobody is named"
    let kind = [source.kind.rawValue, source.gender?.rawValue].compactMap { $0 }.joined(separator: ", ")
    var lines = [Ink(color: 36).paint(name, style.usesColor) + (source.speaker == nil ? "" : " (\(kind))")]
    for row in source.rows {
      lines += style.wrap(things.text(row.quote.pieces), indent: 4)
      var facts = [style.place(row.quote.place, things.analysis), row.quote.string("form")]
      facts.append(row.quote.string("attribution"))
      facts.append(row.quote.mention("cue").map { "“\(things.text($0.places))”" })
      // What a pronoun stands for is what an editor has to find out.
      if source.speaker == nil, let words = row.speaker?.name { facts.append("by “\(words)”") }
      lines.append("        " + style.dim(facts.compactMap { $0 }.joined(separator: "  ")))
      if !row.about.isEmpty {
        lines += style.wrap("about " + row.about.map(\.name).joined(separator: ", "), indent: 8)
      }
      if !row.when.isEmpty { lines += style.wrap("when " + row.when.map(when).joined(separator: "; "), indent: 8) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func when(_ date: Annotation) -> String {
    let words = things.text(date.pieces)
    return date.string("value").map { $0 == words ? words : "\(words) = \(Columns.clean($0))" } ?? words
  }

  /// `4 quotes; 3 sources: 2 named (1 she), 1 anonymous; nobody is named for 1 quote`
  private static func counts(_ sources: [Source]) -> String {
    let known = sources.filter { $0.speaker != nil }
    let kinds = SourceClass.allCases.compactMap { kind -> String? in
      let all = known.filter { $0.kind == kind }
      guard !all.isEmpty else { return nil }
      let genders = GenderSaid.allCases.compactMap { gender -> String? in
        let count = all.count { $0.gender == gender }
        return count == 0 ? nil : "\(count) “\(gender.rawValue)”"
      }
      return "\(all.count) \(kind.rawValue)" + (genders.isEmpty ? "" : " (\(genders.joined(separator: ", ")))")
    }
    var parts = [Columns.count(sources.reduce(0) { $0 + $1.rows.count }, "quote")]
    parts.append(
      Columns.count(known.count, "source") + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: ", ")))
    let unknown = sources.filter { $0.speaker == nil }.reduce(0) { $0 + $1.rows.count }
    if unknown > 0 { parts.append("nobody is named for " + Columns.count(unknown, "quote")) }
    return parts.joined(separator: "; ")
  }
}
