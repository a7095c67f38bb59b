import DiplePipeline
import DiplePluginKit

/// How annotations are put into words. Built-in kinds have sentences of their own; a kind of another module is told by
/// its label and attributes.
enum Wording {
  /// What a person reads first: `Direct quote — Dmitry Peskov`.
  static func title(_ annotation: Annotation, _ view: View, label: String) -> (what: String, value: String?) {
    switch annotation.kind {
    case "quote":
      let form = annotation.string("form").map { "\(capitalized($0)) quote" } ?? label
      return (form, view.speaker(annotation))
    case "entity":
      let type = annotation.string("type").map(capitalized) ?? label
      return (type, view.name(annotation.cluster("entity")) ?? annotation.string("name"))
    case "date":
      return (capitalized(annotation.string("type")?.lowercased() ?? label), annotation.string("value"))
    case "stance":
      return (polarity(annotation) ?? label, sides(annotation, view))
    default: return (label, nil)
    }
  }

  /// The length of a label in characters.
  private static let labelLimit = 12

  /// At most 12 characters, for the margin of the words: `→ Peskov`, `= 2016-06-16`; nil where there is nothing to say.
  static func label(_ annotation: Annotation, _ view: View, label: String) -> String? {
    let text: String? =
      switch annotation.kind {
      case "quote": view.speaker(annotation).map { "→ " + familyName($0, within: labelLimit - 2) }
      case "entity": annotation.string("type").map { $0 == "organization" ? "org" : $0 }
      case "date": annotation.string("value").map { way(annotation) + day(of: $0) }
      case "stance": annotation.string("polarity").map { $0 == "oppose" ? "against" : $0 == "support" ? "for" : $0 }
      default: label.lowercased()
      }
    return text.map { shortened(oneLine($0), labelLimit) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Where a date counts from: `↑` from words before it, `↓` from words behind it, `=` from the document's day or from nothing.
  private static func way(_ annotation: Annotation) -> String {
    guard let anchor = annotation.mention("anchor")?.place, let first = annotation.pieces.first else { return "= " }
    return (anchor.paragraph, anchor.span.start) < (first.paragraph, first.span.start) ? "↑ " : "↓ "
  }

  /// True where a label says what a reader of the words does not see: who is meant by `he`, `the mayor` or nobody; the day of
  /// `Friday`, the year of `2 May`. Names, types and stances can be seen or asked for.
  static func isImplicit(_ annotation: Annotation, _ view: View) -> Bool {
    switch annotation.kind {
    case "quote":
      guard let speaker = annotation.mention("speaker") else { return annotation["speaker"] != nil }
      // Far from the words, in another paragraph, is as good as not said.
      if let last = annotation.pieces.last, !speaker.places.contains(where: { $0.paragraph == last.paragraph }) {
        return true
      }
      let (name, text) = (view.name(speaker), view.text(speaker))
      let words = Set(names(in: text))
      return !names(in: name).contains(where: words.contains) && name.lowercased() != text.lowercased()
    case "date":
      let year = annotation.string("value")?.prefix(4).prefix { $0.isASCII && $0.isNumber } ?? ""
      return !year.isEmpty && !view.text(annotation).contains(year)
    default: return false
    }
  }

  /// The words of a name: `the` and `of` are none.
  private static func names(in text: String) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.filter { $0.first?.isUppercase == true }
  }

  static func polarity(_ annotation: Annotation) -> String? {
    annotation.string("polarity").map { $0 == "oppose" ? "Opposes" : $0 == "support" ? "Supports" : capitalized($0) }
  }

  /// Who is for or against what: `Moscow → sanctions`.
  static func sides(_ annotation: Annotation, _ view: View) -> String? {
    let holder: String? =
      switch annotation["holder"] {
      case .mention(let mention)?: view.name(mention)
      case .string(let text)?: text == "author" ? "the author" : text
      default: nil
      }
    let act = annotation.flag("infinitive") ? "to " : ""
    let target = annotation.mention("target").map { act + view.text($0) }
    return holder == nil && target == nil ? nil : "\(holder ?? "?") → \(target ?? "?")"
  }

  /// A name that does not fit is told by its last word, so that `Dmitry Peskov` reads `Peskov`.
  private static func familyName(_ name: String, within limit: Int) -> String {
    guard name.count > limit, let last = name.split(separator: " ").last, last.count <= limit,
      last.first?.isUppercase == true
    else { return name }
    return String(last)
  }

  /// The day of a TIMEX3 value: `2016-06-16` of `2016-06-16T09:00`, whose time stands in the text beside it. Half a time
  /// would be another time.
  private static func day(of value: String) -> String {
    guard value.utf8.count > labelLimit - 2, let time = value.firstIndex(of: "T"), time != value.startIndex else {
      return value
    }
    let day = value[..<time]
    return day.first == "P" ? value : String(day)
  }

  static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// What an attribute says, as a line of a hover: nil where the title has said it.
  static func value(_ value: AttributeValue, _ view: View) -> String {
    switch value {
    case .string(let text): text
    case .bool(let value): value ? "yes" : "no"
    case .number(let value): String(value)
    case .cluster(let cluster): "\(view.name(cluster) ?? cluster.description)"
    case .annotation(let id): id.description
    case .sibling(let index): String(index)
    case .thing(let key): String(key)
    case .mention(let mention): mention.entity.flatMap { describe(mention, $0, view) } ?? "“\(view.text(mention))”"
    }
  }

  /// The words, and the name of the thing where the words are not the name: `“he” (Dmitry Peskov)`.
  private static func describe(_ mention: Mention, _ entity: Cluster, _ view: View) -> String? {
    guard let name = view.name(entity), name != view.text(mention) else { return nil }
    return "“\(view.text(mention))” (\(name))"
  }
}
