public import DipleJSONRPC
import Foundation

/// As much of JSON Schema as our schemas use.
public struct SchemaChecker {
  private let root: JSON

  /// A checker for a schema.
  public init(_ root: JSON) { self.root = root }

  /// What is wrong with a value; nothing where it keeps the schema.
  public func problems(_ value: JSON) -> [String] { problems(value, root, "") }
  /// What is wrong with a value by a definition of the schema.
  public func problems(_ value: JSON, definition: String) -> [String] {
    problems(value, ["$ref": .string("#/$defs/" + definition)], "")
  }

  private func problems(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"]?.string { found += problems(value, resolved(reference), path) }
    let types = schema["type"].map { $0.array ?? [$0] }
    if let types, !types.contains(where: { $0.string.map { isA(value, $0) } ?? false }) {
      found.append("\(path): wrong type")
    }
    if let words = schema["enum"]?.array, !words.contains(value) { found.append("\(path): none of the words") }
    if let word = schema["const"], word != value { found.append("\(path): not the word") }
    if let pattern = schema["pattern"]?.string, let text = value.string,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path): not of the pattern")
    }
    if let least = schema["minimum"]?.number, let number = value.number, number < least {
      found.append("\(path): too small")
    }
    if let most = schema["maximum"]?.number, let number = value.number, number > most {
      found.append("\(path): too large")
    }
    for name in schema["required"]?.array ?? [] where value.object != nil {
      if let name = name.string, value[name] == nil { found.append("\(path): “\(name)” is missing") }
    }
    for (name, member) in schema["properties"]?.object ?? [] {
      if let inner = value[name] { found += problems(inner, member, "\(path)/\(name)") }
    }
    if let others = schema["additionalProperties"] {
      for (name, member) in value.object ?? [] where schema["properties"]?[name] == nil {
        found += others == false ? ["\(path)/\(name): not expected"] : problems(member, others, "\(path)/\(name)")
      }
    }
    if let items = schema["items"] {
      for (index, element) in (value.array ?? []).enumerated() { found += problems(element, items, "\(path)/\(index)") }
    }
    if let least = schema["minItems"]?.int, let elements = value.array, elements.count < least {
      found.append("\(path): too few")
    }
    if let choices = schema["anyOf"]?.array, !choices.contains(where: { problems(value, $0, path).isEmpty }) {
      found.append("\(path): nothing that is allowed")
    }
    for part in schema["allOf"]?.array ?? [] { found += problems(value, part, path) }
    if let condition = schema["if"], let then = schema["then"], problems(value, condition, path).isEmpty {
      found += problems(value, then, path)
    }
    return found
  }

  private func resolved(_ reference: String) -> JSON {
    reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? .null }
  }

  private func isA(_ value: JSON, _ type: String) -> Bool {
    switch type {
    case "object": value.object != nil
    case "array": value.array != nil
    case "string": value.string != nil
    case "integer": value.int != nil
    case "number": value.number != nil
    case "boolean": value.bool != nil
    case "null": value == .null
    default: false
    }
  }
}
