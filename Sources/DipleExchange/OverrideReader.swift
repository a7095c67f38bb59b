import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// Reads one override of a sidecar.
struct OverrideReader {
  struct Mistake: Error { let cause: String }

  private let kinds: [String: Manifest.Kind]

  init(_ manifests: [Manifest]) {
    kinds = Dictionary(manifests.flatMap(\.kinds).map { ($0.name, $0) }) { first, _ in first }
  }

  func read(_ json: JSON) throws(Mistake) -> [Override] {
    guard json.object != nil else { throw Mistake(cause: "an override is no object") }
    let anchor = try anchor(json, "selector")
    var actions: [Override.Action]
    switch json["action"]?.string {
    case "resolve": actions = [.resolve(value: try value(json["value"]), type: try type(json))]
    case "speaker": actions = [.speaker(try needed(json, "name"))]
    case "remove": actions = [.remove(kind: try kind(json).name)]
    case "add": actions = try additions(json)
    case "same": actions = [.same(try self.anchor(json, "other"))]
    case "different": actions = [.different(try self.anchor(json, "other"))]
    default: throw Mistake(cause: "`action` is none of resolve, speaker, remove, add, same and different")
    }
    let creator = try text(json, "creator", limit: 128)
    let created = try text(json, "created", limit: 64)
    return actions.map { Override(anchor, $0, creator: creator, created: created) }
  }

  /// A string of bounded length; nil where there is none.
  func text(_ json: JSON, _ name: String, limit: Int) throws(Mistake) -> String? {
    guard let value = json[name], value != .null else { return nil }
    guard let text = value.string else { throw Mistake(cause: "`\(name)` is no string") }
    guard text.utf8.count <= limit else { throw Mistake(cause: "`\(name)` is longer than \(limit) bytes") }
    return text
  }

  private func needed(_ json: JSON, _ name: String, limit: Int = 256) throws(Mistake) -> String {
    guard let text = try text(json, name, limit: limit), text.contains(where: { !$0.isWhitespace }) else {
      throw Mistake(cause: "`\(name)` is missing")
    }
    return text
  }

  // MARK: Places

  private func anchor(_ json: JSON, _ name: String) throws(Mistake) -> Anchor {
    let selectors = json[name].map { $0.array ?? [$0] } ?? []
    guard selectors.count <= 8, let quote = selectors.first(where: { $0["type"] == "TextQuoteSelector" }) else {
      throw Mistake(cause: "`\(name)` has no TextQuoteSelector")
    }
    // Of a long context what stands next to the words counts.
    let prefix = try text(quote, "prefix", limit: 4096)
    let suffix = try text(quote, "suffix", limit: 4096)
    let start = selectors.first { $0["type"] == "TextPositionSelector" }?["start"]?.int
    return Anchor(
      exact: try needed(quote, "exact", limit: 4096), prefix: prefix, suffix: suffix,
      start: start.flatMap { $0 >= 0 ? $0 : nil })
  }

  // MARK: Values

  private func value(_ json: JSON?) throws(Mistake) -> String {
    guard let text = json?.string, text.utf8.count <= 64 else {
      throw Mistake(cause: "`value` is no TIMEX3 value, such as 2024-05-02")
    }
    // A person is to write the value: it keeps its place (`Override.missingValue`).
    if let mistake = Self.mistake(text), TimexValue.problem(text) != .open { throw mistake }
    return text
  }

  /// What is wrong with a date's value; nil for a TIMEX3 value.
  static func mistake(_ value: String) -> Mistake? {
    switch TimexValue.problem(value) {
    case nil: nil
    case .form: Mistake(cause: "`value` is no TIMEX3 value, such as 2024-05-02")
    case .calendar: Mistake(cause: "`value`: the calendar has no \(value)")
    case .open: Mistake(cause: "`value` is yet to be written: \(value) says nothing")
    }
  }

  private func type(_ json: JSON) throws(Mistake) -> String? {
    guard let type = try text(json, "type", limit: 64) else { return nil }
    let known = kinds["date"]?.attributes.first { $0.name == "type" }?.values ?? []
    guard known.contains(type) else { throw Mistake(cause: "`type` is none of \(known.joined(separator: ", "))") }
    return type
  }

  private func kind(_ json: JSON) throws(Mistake) -> Manifest.Kind {
    let name = try needed(json, "kind")
    guard let kind = kinds[name] else { throw Mistake(cause: "nobody makes the kind `\(name)`") }
    return kind
  }

  private func additions(_ json: JSON) throws(Mistake) -> [Override.Action] {
    let kind = try kind(json)
    let given = json["attributes"]?.object ?? []
    guard json["attributes"] == nil || json["attributes"]?.object != nil, given.count <= 16 else {
      throw Mistake(cause: "`attributes` is no object of at most 16 members")
    }
    var attributes: [Override.Attribute] = []
    var actions: [Override.Action] = []
    for attribute in kind.attributes {
      guard let value = given.last(where: { $0.0 == attribute.name })?.1 else {
        if let word = try missing(attribute, of: kind) {
          attributes.append(Override.Attribute(attribute.name, .string(word)))
        }
        continue
      }
      if kind.name == "quote", attribute.name == "speaker" {
        actions.append(.speaker(try needed(.object(given), "speaker")))
      } else {
        attributes.append(Override.Attribute(attribute.name, try self.value(value, attribute, of: kind)))
      }
    }
    if let unknown = given.first(where: { name, _ in !kind.attributes.contains { $0.name == name } }) {
      throw Mistake(cause: "a \(kind.name) has no attribute `\(unknown.0)`")
    }
    return [.add(kind: kind.name, attributes: attributes)] + actions
  }

  private func value(
    _ value: JSON, _ attribute: Manifest.Attribute, of kind: Manifest.Kind
  ) throws(Mistake) -> AttributeValue {
    let name = attribute.name
    switch attribute.type {
    case .string:
      guard let text = value.string, text.utf8.count <= 1024 else {
        throw Mistake(cause: "`\(name)` is no short string")
      }
      guard attribute.values.isEmpty || attribute.values.contains(text) else {
        throw Mistake(cause: "`\(name)` is none of \(attribute.values.joined(separator: ", "))")
      }
      if kind.name == "date", name == "value", let mistake = Self.mistake(text) { throw mistake }
      return .string(text)
    case .bool:
      guard let flag = value.bool else { throw Mistake(cause: "`\(name)` is neither true nor false") }
      return .bool(flag)
    case .number:
      guard let number = value.number else { throw Mistake(cause: "`\(name)` is no number") }
      return .number(number)
    case .cluster: throw Mistake(cause: "`\(name)` cannot be set; write the thing's `name`")
    case .mention, .annotation: throw Mistake(cause: "`\(name)` cannot be set")
    }
  }

  /// What a kind says first of all, where a person does not: it must be there.
  private func missing(_ attribute: Manifest.Attribute, of kind: Manifest.Kind) throws(Mistake) -> String? {
    guard attribute == kind.attributes.first, !attribute.values.isEmpty else { return nil }
    switch kind.name {
    case "quote": return "direct"
    case "date": return "DATE"
    default:
      throw Mistake(cause: "`attributes` has no `\(attribute.name)`: \(attribute.values.joined(separator: ", "))")
    }
  }
}

extension Override {
  /// What a person has yet to write; nil where nothing is missing.
  var missingValue: String? {
    guard case .resolve(let value, _) = action else { return nil }
    return OverrideReader.mistake(value)?.cause
  }
}
