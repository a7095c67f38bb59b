import DiplePipeline
import DiplePluginKit

extension Positions {
  /// The page of positions: a matrix of holders and targets, the evidence for each of its cells, and what one holder says on
  /// both sides, side by side.
  func page(_ style: PageStyle) -> String {
    let title = style.bold("For and against") + "\n"
    guard !holders.isEmpty else { return title + "\nNobody takes a side.\n" }
    var page = title
    page += matrix(style)
    page += holders.map { "\n" + evidence($0, style) }.joined()
    let contradictions = holders.flatMap { holder in
      targets.compactMap { target in
        cell(holder, target).flatMap { $0.isContradiction ? (holder, target, $0) : nil }
      }
    }
    if !contradictions.isEmpty { page += "\n" + style.bold("On both sides") + "\n" }
    for (holder, target, cell) in contradictions {
      page += "\n\(holder.name): \(target.name)\n" + sideBySide(cell, style)
    }
    return page
  }

  // MARK: The matrix

  private static let column = 16

  /// Holders down, targets across, as many a block as there is room for.
  private func matrix(_ style: PageStyle) -> String {
    let left = min(26, holders.map { Columns.width($0.name) }.max() ?? 0)
    let room = style.width.map { max(1, ($0 - left) / (Self.column + 2)) } ?? targets.count
    var page = ""
    var start = 0
    while start < targets.count {
      let block = targets[start..<min(start + room, targets.count)]
      let rows = holders.filter { holder in block.contains { cell(holder, $0) != nil } }
      page += "\n" + line("", left, block.map { (Columns.fit($0.name, Self.column), .plain) }, style)
      for holder in rows {
        page += line(Columns.fit(holder.name, left), left, block.map { Self.mark(cell(holder, $0)) }, style)
      }
      start += room
    }
    return page + "\n" + style.dim("+ for   - against   ± both; a number where there is more than one") + "\n"
  }

  private func line(_ head: String, _ left: Int, _ marks: [(text: String, ink: Ink)], _ style: PageStyle) -> String {
    var line = Columns.pad(head, left)
    // Nothing stands behind the last mark.
    let last = marks.lastIndex { !$0.text.isEmpty } ?? -1
    for (index, mark) in marks.enumerated() where index <= last {
      let padded = index == last ? "" : String(repeating: " ", count: Self.column - Columns.width(mark.text))
      line += "  " + mark.ink.paint(mark.text, style.usesColor) + padded
    }
    return line + "\n"
  }

  private static func mark(_ cell: Cell?) -> (text: String, ink: Ink) {
    guard let cell else { return ("", .plain) }
    let count = cell.support.count + cell.oppose.count
    let number = count > 1 ? String(count) : ""
    if cell.isContradiction { return ("±" + number, Ink(color: 33)) }
    return cell.oppose.isEmpty ? ("+" + number, Ink(color: 32)) : ("-" + number, Ink(color: 31))
  }

  // MARK: Evidence

  private func evidence(_ holder: Side, _ style: PageStyle) -> String {
    var lines = [Ink(color: 36).paint(holder.name, style.usesColor)]
    for target in targets {
      guard let cell = cell(holder, target) else { continue }
      for stance in cell.all {
        let isAgainst = stance.string("polarity") == "oppose"
        let side = Ink(color: isAgainst ? 31 : 32).paint(isAgainst ? "against" : "for    ", style.usesColor)
        let wrapped = style.wrap(target.name, indent: 13)
        lines.append("    \(side)  " + wrapped[0].dropFirst(13))
        lines += wrapped.dropFirst()
        lines.append(String(repeating: " ", count: 17) + style.dim(facts(stance, style)))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the words stand that take the side, and how far they go.
  private func facts(_ stance: Annotation, _ style: PageStyle) -> String {
    var facts = [style.place(stance.place, things.analysis), "“\(things.text(stance.pieces))”"]
    if stance.flag("negated") { facts.append("negated") }
    if let certainty = stance.string("certainty"), certainty != "certain" { facts.append(certainty) }
    if stance.string("voice") == "reported" { facts.append("reported") }
    return facts.joined(separator: "  ")
  }

  // MARK: Contradictions

  private func sideBySide(_ cell: Cell, _ style: PageStyle) -> String {
    let columns = max(20, ((style.width ?? 120) - 7) / 2)
    var sentences = SentenceFinder(things.analysis.document)
    func column(_ head: String, _ stances: [Annotation]) -> [String] {
      var lines = [head]
      for stance in stances {
        let sentence = sentences.sentence(of: stance.place)
        lines += Columns.wrap(Columns.clean(things.analysis.text(sentence)), columns)
        lines += [style.place(stance.place, things.analysis)]
      }
      return lines
    }
    let (left, right) = (column("for", cell.support), column("against", cell.oppose))
    return (0..<max(left.count, right.count)).map { index in
      let first = Columns.pad(index < left.count ? left[index] : "", columns)
      let line = "    " + first + " │ " + (index < right.count ? right[index] : "")
      return (line.hasSuffix(" ") ? String(line.dropLast()) : line) + "\n"
    }.joined()
  }
}
