public import DipleJSONRPC

extension JSON {
  /// The value over several lines, indented by two spaces; what fits into 100 columns stays on one line.
  public func pretty(indent: Int = 0) -> String {
    let flat = String(decoding: bytes, as: UTF8.self)
    let isFlat: Bool
    switch self {
    case .array(let elements): isFlat = elements.isEmpty
    case .object(let members): isFlat = members.allSatisfy { $0.1.array == nil && $0.1.object == nil }
    default: return flat
    }
    if isFlat && indent + flat.utf8.count <= 100 { return flat }
    let inner = String(repeating: " ", count: indent + 2)
    var parts: [String] = []
    var marks = ("[", "]")
    if case .array(let elements) = self { parts = elements.map { inner + $0.pretty(indent: indent + 2) } }
    if case .object(let members) = self {
      marks = ("{", "}")
      parts = members.map { name, value in
        inner + String(decoding: JSON.string(name).bytes, as: UTF8.self) + ": " + value.pretty(indent: indent + 2)
      }
    }
    return marks.0 + "\n" + parts.joined(separator: ",\n") + "\n" + String(repeating: " ", count: indent) + marks.1
  }
}
