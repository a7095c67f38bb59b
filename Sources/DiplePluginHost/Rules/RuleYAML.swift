import CYaml
import Yams

/// Reads the YAML of a rule file, within bounds: what a stranger wrote may be wrong, but it may not cost much.
enum RuleYAML {
  /// The largest file, in bytes.
  static let maxSize = 10_000_000
  private static let maxDepth = 32

  /// The tree of a file; nil for an empty one.
  static func tree(_ bytes: [UInt8], file: String) throws(RuleProblem) -> Node? {
    func problem(_ line: Int, _ column: Int, _ cause: String, _ advice: String) -> RuleProblem {
      RuleProblem(file: file, line: line, column: column, cause: cause, advice: advice)
    }
    guard bytes.count <= maxSize else {
      throw problem(
        1, 1, "the file is larger than 10 MB", "put words into lists of their own (`file:`), or part the file")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem(1, 1, "the file is not UTF-8", "save it as UTF-8")
    }
    if let found = obstacle(bytes) { throw problem(found.line, found.column, found.cause, found.advice) }
    do {
      return try Yams.compose(yaml: text)
    } catch YamlError.duplicatedKeysInMapping(let names, let context) {
      throw problem(
        context.mark.line, context.mark.column, "“\(names.first ?? "")” is there twice", "keep one of the two")
    } catch {
      throw problem(1, 1, "the file is no YAML: \(error)", "see https://yaml.org")
    }
  }

  private struct Obstacle {
    var line: Int
    var column: Int
    var cause: String
    var advice: String

    init(_ mark: yaml_mark_t, _ cause: String, _ advice: String) {
      (line, column) = (Int(mark.line) + 1, Int(mark.column) + 1)
      (self.cause, self.advice) = (cause, advice)
    }
  }

  /// Looks through the events of the text before a tree is made: an alias stands for a copy of what it names, and copies of copies grow
  /// without bound.
  private static func obstacle(_ bytes: [UInt8]) -> Obstacle? {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return nil }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    return bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      var depth = 0
      var documents = 0
      while true {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else {
          let cause = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
          return Obstacle(
            parser.problem_mark, "this is no YAML: \(cause)",
            "put values with special characters into 'quotation marks'")
        }
        defer { yaml_event_delete(&event) }
        let anchor: UnsafeMutablePointer<UInt8>?
        switch event.type {
        case YAML_STREAM_END_EVENT: return nil
        case YAML_DOCUMENT_START_EVENT:
          documents += 1
          if documents > 1 {
            return Obstacle(event.start_mark, "a second document starts", "write it as a file of its own")
          }
          anchor = nil
        case YAML_ALIAS_EVENT: anchor = event.data.alias.anchor
        case YAML_SCALAR_EVENT: anchor = event.data.scalar.anchor
        case YAML_SEQUENCE_START_EVENT:
          (anchor, depth) = (event.data.sequence_start.anchor, depth + 1)
        case YAML_MAPPING_START_EVENT:
          (anchor, depth) = (event.data.mapping_start.anchor, depth + 1)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
          (anchor, depth) = (nil, depth - 1)
        default: anchor = nil
        }
        if anchor != nil {
          return Obstacle(
            event.start_mark, "anchors and aliases (“&” and “*”) are not read here",
            "write it out, or put the value into 'quotation marks' if it is text")
        }
        if depth > maxDepth { return Obstacle(event.start_mark, "values nest too deep", "make the file flatter") }
      }
    }
  }
}

extension Node {
  /// Where it stands.
  var place: (line: Int, column: Int) { (mark?.line ?? 1, mark?.column ?? 1) }

  /// Where a character of a scalar stands in the file, as far as that can be told: in the line of a scalar of one line, else at its start.
  func place(ofCharacter column: Int) -> (line: Int, column: Int) {
    guard case .scalar(let scalar) = self else { return place }
    switch scalar.style {
    case .singleQuoted:
      // A doubled mark is one character of the text.
      let doubled = scalar.string.unicodeScalars.prefix(column - 1).count { $0 == "'" }
      return (place.line, place.column + column + doubled)
    case .doubleQuoted:
      let escaped = scalar.string.unicodeScalars.prefix(column - 1).count { $0 == "\"" || $0 == "\\" }
      return (place.line, place.column + column + escaped)
    case .literal, .folded: return (place.line + 1, 1)
    default: return (place.line, place.column + column - 1)
    }
  }
}
