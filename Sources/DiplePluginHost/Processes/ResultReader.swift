import DipleJSONRPC
import DiplePluginKit

/// Reads what a module found and holds it to its manifest. An annotation that is wrong is left out and its cause told; a result
/// that is wrong as a whole gives nothing.
struct ResultReader {
  /// The most annotations of a document, pieces of an annotation, and bytes of a text that a person reads.
  static let mostAnnotations = 100_000
  static let mostPieces = 100
  static let mostText = 4096

  let manifest: Manifest
  let query: ModuleQuery
  private let units: TextUnits
  private let kinds: [String: Manifest.Kind]
  private let sent: [String: AnnotationID]

  init(_ manifest: Manifest, _ query: ModuleQuery, _ unit: TextUnit) {
    (self.manifest, self.query) = (manifest, query)
    units = TextUnits(query.text, unit)
    kinds = Dictionary(manifest.kinds.map { ($0.name, $0) }) { first, _ in first }
    sent = Dictionary(query.annotations.map { ($0.id.description, $0.id) }) { first, _ in first }
  }

  /// Why a member of an annotation is wrong.
  private struct Mistake: Error {
    var member: String
    var cause: String
  }

  /// The annotations that are right, and the causes of those that are not, each cause once.
  func read(_ result: JSON?) throws(ModuleFailure) -> (annotations: [Annotation], mistakes: [String]) {
    guard let list = result?["annotations"]?.array else {
      throw .invalid("\(manifest.id): the result has no list “annotations”")
    }
    guard list.count <= Self.mostAnnotations else {
      throw .invalid(
        "\(manifest.id): “annotations” has \(list.count) elements; a document may have \(Self.mostAnnotations)")
    }
    var mistakes: [String] = []
    var causes: Set<String> = []
    var kept: [Annotation] = []
    // Where in `kept` each element of the result has gone: what `sibling` attributes point to.
    var places: [Int?] = []
    for (number, element) in list.enumerated() {
      do {
        let annotation = try annotation(element, count: list.count)
        places.append(kept.count)
        kept.append(annotation)
      } catch {
        places.append(nil)
        if causes.count < 20, causes.insert("\(error.member) \(error.cause)").inserted {
          mistakes.append("\(manifest.id): annotations[\(number)]\(error.member): \(error.cause)")
        }
      }
    }
    for index in kept.indices {
      for (name, value) in kept[index].attributes {
        guard case .sibling(let element) = value else { continue }
        kept[index][name] = places[element].map(AttributeValue.sibling)
      }
    }
    return (kept, mistakes)
  }

  private func annotation(_ json: JSON, count: Int) throws(Mistake) -> Annotation {
    guard json.object != nil else { throw Mistake(member: "", cause: "must be an object") }
    let members = ["kind", "start", "end", "pieces", "attributes", "confidence", "reason", "rule"]
    for (name, _) in json.object ?? [] where !members.contains(name) {
      let hint = NearestName.hint(name, among: members)
      throw Mistake(member: ".\(Self.shown(name))", cause: "is not known\(hint)")
    }
    guard let name = json["kind"]?.string, let kind = kinds[name], manifest.produces.contains(name) else {
      let known = manifest.produces.joined(separator: ", ")
      throw Mistake(member: ".kind", cause: "must be one of the manifest's kinds: \(known)")
    }
    let pieces = try places(json, "")
    let confidence = try optional(json, "confidence", "a number from 0 to 1") { value in
      value.number.flatMap { 0...1 ~= $0 ? $0 : nil }
    }
    let reason = try optional(json, "reason", "text of at most \(Self.mostText) bytes", text)
    let rule = try optional(json, "rule", "text of at most \(Self.mostText) bytes", text)
    var annotation = Annotation(
      name, pieces, confidence: confidence ?? 1, source: manifest.id + (rule.map { "/" + PlainText.line($0) } ?? ""),
      reason: reason.map(PlainText.lines) ?? "found by \(manifest.title)")
    let attributes = json["attributes"]?.object
    guard attributes != nil || json["attributes"] == nil else {
      throw Mistake(member: ".attributes", cause: "must be an object")
    }
    let given = attributes ?? []
    for (name, _) in given where !kind.attributes.contains(where: { $0.name == name }) {
      let hint = NearestName.hint(name, among: kind.attributes.map(\.name))
      throw Mistake(
        member: ".attributes.\(Self.shown(name))", cause: "is no attribute of “\(kind.name)” in the manifest\(hint)")
    }
    for attribute in kind.attributes {
      guard let value = json["attributes"]?[attribute.name], value != .null else { continue }
      annotation[attribute.name] = try self.value(value, attribute, count: count)
    }
    return annotation
  }

  /// A name of the module's, to be quoted.
  private static func shown(_ name: String) -> String { PlainText.line(String(name.prefix(40))) }

  private func text(_ json: JSON) -> String? {
    json.string.flatMap { $0.utf8.count <= Self.mostText ? $0 : nil }
  }

  private func optional<Value>(
    _ json: JSON, _ name: String, _ wanted: String, _ read: (JSON) -> Value?
  ) throws(Mistake) -> Value? {
    guard let member = json[name], member != .null else { return nil }
    guard let value = read(member) else { throw Mistake(member: ".\(name)", cause: "must be \(wanted)") }
    return value
  }

  private func value(
    _ json: JSON, _ attribute: Manifest.Attribute, count: Int
  ) throws(Mistake) -> AttributeValue {
    let member = ".attributes.\(attribute.name)"
    func wanted(_ what: String) -> Mistake { Mistake(member: member, cause: "must be \(what)") }
    switch attribute.type {
    case .string:
      guard let text = text(json) else { throw wanted("text of at most \(Self.mostText) bytes") }
      guard attribute.values.isEmpty || attribute.values.contains(text) else {
        throw wanted("one of \(attribute.values.joined(separator: ", "))")
      }
      return .string(text)
    case .bool:
      guard let truth = json.bool else { throw wanted("true or false") }
      return .bool(truth)
    case .number:
      guard let number = json.number else { throw wanted("a number") }
      return .number(number)
    case .mention:
      guard json.object != nil else { throw wanted("an object with “start” and “end”") }
      return .mention(Mention(try places(json, member)))
    case .cluster:
      guard let name = text(json) else { throw wanted("text that names a thing") }
      return .thing(Word(exactly: "\(manifest.id)\u{0}\(name)".utf8).hash)
    case .annotation:
      if let index = json.int, (0..<count).contains(index) { return .sibling(index) }
      guard let target = json.string.flatMap({ sent[$0] }) else {
        throw wanted("the id of an annotation that was sent, or the index of one in the result")
      }
      return .annotation(target)
    }
  }

  /// `start` and `end`, or `pieces`, as places in paragraphs.
  private func places(_ json: JSON, _ member: String) throws(Mistake) -> [Place] {
    guard let pieces = json["pieces"] else {
      return try places(json["start"], json["end"], member)
    }
    guard let list = pieces.array, !list.isEmpty, list.count <= Self.mostPieces, json["start"] == nil else {
      throw Mistake(
        member: member + ".pieces", cause: "must be a list of 1 to \(Self.mostPieces) [start, end], without “start”")
    }
    var all: [Place] = []
    for (number, piece) in list.enumerated() {
      let member = "\(member).pieces[\(number)]"
      guard let ends = piece.array, ends.count == 2 else {
        throw Mistake(member: member, cause: "must be [start, end]")
      }
      all += try places(ends[0], ends[1], member)
    }
    for (a, b) in zip(all, all.dropFirst()) where a.paragraph == b.paragraph ? b.span.start < a.span.end : b < a {
      throw Mistake(member: member + ".pieces", cause: "must stand in order and not overlap")
    }
    return all
  }

  /// One span; where it goes over several paragraphs, a place in each.
  private func places(_ start: JSON?, _ end: JSON?, _ member: String) throws(Mistake) -> [Place] {
    guard let start = start?.int, let end = end?.int else {
      throw Mistake(member: member, cause: "must have whole numbers “start” and “end”")
    }
    guard 0 <= start, start < end, end <= units.count else {
      throw Mistake(
        member: member, cause: "must have 0 ≤ start < end ≤ the length of the text in \(units.unit.plural)")
    }
    guard let first = units.byte(at: start), let last = units.byte(at: end) else {
      throw Mistake(member: member, cause: "starts or ends inside a character (offsets count \(units.unit.plural))")
    }
    var places: [Place] = []
    var index = query.paragraphs.partitioningIndex { $0.span.end > first }
    while index < query.paragraphs.count, query.paragraphs[index].start < last, places.count <= Self.mostPieces {
      let paragraph = query.paragraphs[index]
      let span = Span(max(first, paragraph.start), min(last, paragraph.span.end)).shifted(by: -paragraph.start)
      places.append(Place(paragraph.number, span))
      index += 1
    }
    guard !places.isEmpty else { throw Mistake(member: member, cause: "lies in no paragraph that was sent") }
    guard places.count <= Self.mostPieces else {
      throw Mistake(member: member, cause: "goes over more than \(Self.mostPieces) paragraphs")
    }
    return places
  }
}
