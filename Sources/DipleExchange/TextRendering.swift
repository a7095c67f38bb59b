public import DiplePipeline
import DiplePluginKit

/// A page for a person: the text with its annotations marked, then what was found by question.
public struct TextRendering: Sendable {
  /// The columns there are.
  public var width: Int
  /// True where colours may be used; marks stand for them otherwise.
  public var usesColor: Bool

  /// Makes a rendering.
  public init(width: Int = 80, usesColor: Bool = false) { (self.width, self.usesColor) = (width, usesColor) }

  /// The page of a document.
  /// - Parameter kinds: the kinds to show; nil for all.
  public func render(_ analysis: Analysis, title: String, kinds: Set<String>? = nil) -> [UInt8] {
    let things = Things(analysis)
    let shown = analysis.annotations.filter { kinds?.contains($0.kind) ?? true }
    var head = [Columns.clean(title)]
    if let date = analysis.date { head.append("\(date.date) (\(date.origin.rawValue))") }
    var text = Ink.bold.paint(head.joined(separator: "  "), usesColor) + "\n"
    if !usesColor, !shown.isEmpty { text += MarkedText.legend(kinds) + "\n" }
    text += "\n"
    var marked = MarkedText(things, width: width, usesColor: usesColor)
    var page = Array(text.utf8) + marked.render(kinds)
    for section in sections(shown, things) where !section.lines.isEmpty {
      let lines = [Ink.bold.paint(section.title, usesColor)] + section.lines
      page += Array(("\n" + lines.joined(separator: "\n") + "\n").utf8)
    }
    return page
  }

  private func sections(_ all: [Annotation], _ things: Things) -> [(title: String, lines: [String])] {
    let byKind = Dictionary(grouping: all, by: \.kind)
    let timeline = Timeline(byKind["date"] ?? [], things)
    var sections = [
      ("Who said what", whoSaidWhat(byKind["quote"] ?? [], things)),
      ("Who and what is named", byKind["entity"] == nil ? [] : named(things)),
      ("Timeline", timeline.rows.map { row("  ", $0.label, 16, timeline.words($0)) }),
      ("For and against", sides(byKind["stance"] ?? [], things)),
    ]
    for (kind, found) in byKind.sorted(by: { $0.key < $1.key })
    where !["quote", "entity", "date", "stance"].contains(kind) {
      sections.append((Columns.clean(kind), found.map { Columns.fit("  " + things.text($0.pieces), width) }))
    }
    return sections
  }

  /// Quotes by speaker, in the order in which they first speak.
  private func whoSaidWhat(_ quotes: [Annotation], _ things: Things) -> [String] {
    var order: [String] = []
    var bySpeaker: [String: [Annotation]] = [:]
    for quote in quotes where quote.string("form") != "scare" && quote.string("form") != "title" {
      let mention = things.speaker(quote)
      var speaker = mention.flatMap { things.name(.mention($0)) } ?? "No speaker named"
      if let role = mention?.entity.flatMap({ things.things[$0]?.role }) { speaker += ", " + role }
      if bySpeaker[speaker] == nil { order.append(speaker) }
      bySpeaker[speaker, default: []].append(quote)
    }
    return order.flatMap { speaker in
      ["  " + Ink(color: 36).paint(Columns.fit(speaker, width - 2), usesColor)]
        + (bySpeaker[speaker] ?? []).map { quote in
          var cue = quote.mention("cue").map { things.text($0.places) } ?? "–"
          if let manner = quote.string("attribution"), manner != "neutral" { cue += " (\(manner))" }
          return row("    ", cue, 22, things.text(quote.pieces))
        }
    }
  }

  /// Things by type, the type told once.
  private func named(_ things: Things) -> [String] {
    var types: [String] = []
    for cluster in things.order {
      if let type = things.things[cluster]?.type, !types.contains(type) { types.append(type) }
    }
    return types.flatMap { type in
      things.order.compactMap { things.things[$0] }.filter { $0.type == type }.enumerated().map { index, thing in
        let count = thing.count > 1 ? " ×\(thing.count)" : ""
        return row("  ", index == 0 ? type : "", 14, thing.name + count + (thing.role.map { ", " + $0 } ?? ""))
      }
    }
  }

  private func sides(_ stances: [Annotation], _ things: Things) -> [String] {
    stances.map { stance in
      let side = stance.string("polarity") == "oppose" ? "opposes " : "supports"
      let ink = Ink(color: stance.string("polarity") == "oppose" ? 31 : 32)
      let certainty = stance.string("certainty").flatMap { $0 == "certain" ? nil : ", \($0)" } ?? ""
      let holder = Columns.pad(Columns.fit(things.holder(stance) ?? "?", 22), 22)
      let target = things.target(stance) ?? "?"
      let rest = Columns.fit("\(target)  (“\(things.text(stance.pieces))”\(certainty))", max(10, width - 36))
      return "  \(holder)  \(ink.paint(side, usesColor))  \(rest)"
    }
  }

  /// A line of two columns; the second takes what room there is.
  private func row(_ indent: String, _ first: String, _ columns: Int, _ second: String) -> String {
    let left = Columns.pad(Columns.fit(first, columns), columns)
    return indent + left + "  " + Columns.fit(second, max(10, width - indent.utf8.count - columns - 2))
  }
}
