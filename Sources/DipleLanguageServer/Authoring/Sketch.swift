import DiplePluginKit

/// A file of a module – rules in YAML, a manifest in JSON – as far as it can be read, whatever is unfinished in it: names and
/// values with their places. It checks nothing: `ModuleFile.problems` does.
struct Sketch {
  /// A step from a value to one inside of it.
  enum Step: Hashable { case member(String), element(Int) }

  /// What something stands for. A word that is alone in its line may become either.
  enum Role { case name, value, either }

  /// How something is written; `gap` is room in which nothing is written yet.
  enum Style { case plain, single, double, block, gap }

  /// A name, or a value that has no parts.
  struct Part {
    /// Of a value, its own path; of a name, that of the object around.
    var path: [Step]
    var role: Role
    var style: Style
    /// Its bytes, without quotation marks.
    var span: Span
    /// True for a name with its colon.
    var isComplete = false
  }

  let bytes: [UInt8]
  private(set) var parts: [Part]

  /// Reads a file.
  /// - Parameter caret: where somebody writes: an empty line there counts as what could be written in it.
  init(_ bytes: [UInt8], caret: Int? = nil) {
    self.bytes = bytes
    var reader = SketchReader(bytes, caret: caret)
    reader.read()
    parts = reader.parts
  }

  /// What stands at a place, or could.
  func part(at offset: Int) -> Part? {
    parts.filter { $0.span.start <= offset && offset <= $0.span.end }
      .min { a, b in
        let (gapA, gapB) = (a.style == .gap, b.style == .gap)
        // Of room, what was read first counts: it is the innermost.
        return gapA != gapB ? gapB : !gapA && a.span.count < b.span.count
      }
  }

  /// The text of a part, its escapes resolved.
  func text(_ part: Part) -> String {
    guard part.style != .gap else { return "" }
    return String(decoding: characters(of: part).map(\.byte), as: UTF8.self)
  }

  /// The bytes of a part's text, and where each stands in the file.
  func characters(of part: Part) -> [(byte: UInt8, offset: Int)] {
    var characters: [(byte: UInt8, offset: Int)] = []
    var at = part.span.start
    while at < part.span.end {
      let next = at + 1 < part.span.end ? bytes[at + 1] : 0
      switch (part.style, bytes[at]) {
      case (.single, UInt8(ascii: "'")) where next == UInt8(ascii: "'"): at += 1
      case (.double, UInt8(ascii: "\\")) where next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\"): at += 1
      default: break
      }
      characters.append((bytes[at], at))
      at += 1
    }
    return characters
  }

  /// The values at a path.
  func values(_ path: [Step]) -> [Part] { parts.filter { $0.role != .name && $0.style != .gap && $0.path == path } }

  /// The text of the value at a path; nil where none is written.
  func value(_ path: [Step]) -> String? { values(path).first.map(text) }

  /// The values of a list at a path, or the one value.
  func values(in path: [Step]) -> [Part] {
    parts.filter { part in
      guard part.role != .name, part.style != .gap else { return false }
      if part.path == path { return true }
      guard part.path.count == path.count + 1, part.path.starts(with: path), case .element = part.path.last else {
        return false
      }
      return true
    }
  }

  /// The names of the members of an object.
  func names(in path: [Step]) -> [Part] {
    parts.filter { $0.role == .name && $0.style != .gap && $0.isComplete && $0.path == path }
  }

  /// The place of a member's name.
  func name(_ name: String, in path: [Step]) -> Part? { names(in: path).first { text($0) == name } }
}

extension [Sketch.Step] {
  /// True where the path has this form: names, `*` for any name, `[]` for an element of a list.
  func has(_ form: String...) -> Bool {
    count == form.count
      && zip(self, form).allSatisfy { step, form in
        switch step {
        case .member(let name): form == "*" || form == name
        case .element: form == "[]"
        }
      }
  }

  /// The path of the rule that it leads into.
  var rule: [Sketch.Step]? {
    guard count >= 2, self[0] == .member("rules"), case .element = self[1] else { return nil }
    return Array(self[..<2])
  }
}
