import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// A file of overrides: of one text, next to it, or of all texts of a workspace. Specs/protocol/overrides.md describes it.
///
/// It is untrusted: sizes are bounded, and what is wrong with one override leaves the others as they are.
public struct Sidecar: Sendable {
  /// What is added to a text's name: `article.txt` has its overrides in `article.txt.diple.json`.
  public static let suffix = ".diple.json"
  /// Where a workspace folder has its overrides.
  public static let workspacePath = ".diple/overrides.json"
  /// Larger files are not read. In bytes.
  public static let largest = 1 << 20
  /// More overrides of one text are left out.
  public static let most = 500

  /// Something that is wrong with a file.
  public struct Problem: Error, Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong, for a person.
    public var cause: String
    /// Makes a problem.
    public init(line: Int, cause: String) { (self.line, self.cause) = (line, cause) }
  }

  /// One object of the file.
  public struct Entry: Sendable {
    /// What it says; an added quote with a speaker says two things.
    public let overrides: [Override]
    /// The text that it is about, where the file is a workspace's: a path from the folder.
    public let source: String?
    /// True where a person has yet to write the value: the override does nothing, and keeps its place in the file.
    public let isOpen: Bool
    /// The bytes of the object.
    public let span: Span
    /// The line on which it starts, from 1.
    public let line: Int
  }

  /// The overrides that can be read.
  public private(set) var entries: [Entry] = []
  /// What is wrong.
  public private(set) var problems: [Problem] = []
  /// False where the file is no JSON or no object with overrides, so that nothing of it could be read.
  public private(set) var isReadable = true

  /// Reads a file.
  public init(parsing bytes: [UInt8], _ manifests: [Manifest]) {
    do throws(Problem) { try read(bytes, manifests) } catch {
      problems = [error]
      isReadable = false
    }
  }

  private mutating func read(_ bytes: [UInt8], _ manifests: [Manifest]) throws(Problem) {
    guard bytes.count <= Self.largest else { throw Self.tooLarge }
    let scan = JSONScan(bytes)
    let json: JSON
    do { json = try JSON(parsing: bytes, maxDepth: 16) } catch {
      throw Problem(line: scan.line(of: error.offset), cause: "no JSON: \(error.cause)")
    }
    guard json.object != nil else { throw Problem(line: 1, cause: "no JSON object") }
    func line(_ name: String) -> Int { scan.line(of: scan.member(name, of: scan.root)?.lowerBound ?? 0) }
    if let version = json["version"], version != 1 {
      throw Problem(line: line("version"), cause: "`version` is not 1")
    }
    guard let list = json["overrides"] else { return }
    guard let elements = list.array, let array = scan.member("overrides", of: scan.root) else {
      throw Problem(line: line("overrides"), cause: "`overrides` is no array")
    }
    let reader = OverrideReader(manifests)
    // Lines are counted on, not from the start each time.
    var (number, at) = (1, 0)
    for (element, span) in zip(elements, scan.elements(of: array)) {
      number += bytes[at..<span.lowerBound].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
      at = span.lowerBound
      do throws(OverrideReader.Mistake) {
        let overrides = try reader.read(element)
        let source = try reader.text(element, "source", limit: 1024)
        let missing = overrides.lazy.compactMap(\.missingValue).first
        entries.append(
          Entry(overrides: overrides, source: source, isOpen: missing != nil, span: Span(span), line: number))
        if let missing { problems.append(Problem(line: number, cause: missing)) }
      } catch {
        problems.append(Problem(line: number, cause: error.cause))
      }
    }
  }

  /// What is wrong with a file that is not read at all.
  public static let tooLarge = Problem(line: 1, cause: "the file is larger than \(largest >> 20) MB")

  /// The overrides of one text.
  /// - Parameter source: its path from the workspace folder; nil for the file next to it.
  public func overrides(of source: String? = nil) -> [Override] {
    Array(
      entries.lazy.filter { !$0.isOpen && (source == nil || $0.source == source) }.flatMap(\.overrides)
        .prefix(Self.most))
  }

  /// The line of an override, from 1.
  public func line(of override: Override) -> Int? { entries.first { $0.overrides.contains(override) }?.line }
}

// MARK: Writing

extension Sidecar {
  /// The edit that puts an override into a file, in the place of an older one of the same words and purpose.
  /// - Parameters:
  ///   - bytes: the file; nil where there is none yet.
  ///   - source: as for `Entry`.
  public static func edit(
    of bytes: [UInt8]?, adding override: Override, source: String? = nil, _ manifests: [Manifest]
  ) throws(Problem) -> TextEdit {
    var object = json(override)
    if let source, case .object(let members) = object { object = .object([("source", .string(source))] + members) }
    let text = object.pretty(indent: 4)
    guard let bytes, !bytes.allSatisfy({ $0 <= 0x20 }) else {
      let whole = "{\n  \"version\": 1,\n  \"overrides\": [\n    \(text)\n  ]\n}\n"
      return TextEdit(Span(0, bytes?.count ?? 0), Array(whole.utf8))
    }
    let sidecar = Sidecar(parsing: bytes, manifests)
    guard sidecar.isReadable else { throw sidecar.problems[0] }
    let end = bytes.contains(0x0D) ? "\r\n" : "\n"
    func edit(_ span: Span, _ lines: String) -> TextEdit {
      TextEdit(span, Array(lines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end).utf8))
    }
    if let old = sidecar.entries.last(where: {
      $0.source == source && $0.overrides.first?.isReplaced(by: override) == true
    }) {
      return edit(old.span, text)
    }
    let scan = JSONScan(bytes)
    guard let array = scan.member("overrides", of: scan.root) else {
      let isEmpty = bytes[scan.root.dropFirst().dropLast()].allSatisfy { $0 <= 0x20 }
      let close = scan.root.upperBound - 1
      return edit(Span(close, close), (isEmpty ? "" : ", ") + "\"overrides\": [\n    \(text)\n  ]")
    }
    guard let last = scan.elements(of: array).last else {
      return edit(Span(array.lowerBound + 1, array.upperBound - 1), "\n    \(text)\n  ")
    }
    return edit(Span(last.upperBound, last.upperBound), ",\n    \(text)")
  }

  /// An override as the file has it.
  static func json(_ override: Override) -> JSON {
    var members: [(String, JSON)] = []
    var more: [(String, JSON)] = []
    switch override.action {
    case .resolve(let value, let type):
      members.append(("action", "resolve"))
      more.append(("value", .string(value)))
      if let type { more.append(("type", .string(type))) }
    case .speaker(let name):
      members.append(("action", "speaker"))
      more.append(("name", .string(name)))
    case .remove(let kind): members += [("action", "remove"), ("kind", .string(kind))]
    case .add(let kind, let attributes):
      members += [("action", "add"), ("kind", .string(kind))]
      let values = attributes.compactMap { attribute -> (String, JSON)? in
        switch attribute.value {
        case .string(let text): (attribute.name, .string(text))
        case .bool(let flag): (attribute.name, .bool(flag))
        case .number(let number): (attribute.name, .double(number))
        default: nil
        }
      }
      if !values.isEmpty { more.append(("attributes", .object(values))) }
    case .same(let other):
      members.append(("action", "same"))
      more.append(("other", selector(other)))
    case .different(let other):
      members.append(("action", "different"))
      more.append(("other", selector(other)))
    }
    members.append(("selector", selector(override.anchor)))
    members += more
    if let creator = override.creator { members.append(("creator", .string(creator))) }
    if let created = override.created { members.append(("created", .string(created))) }
    return .object(members)
  }

  private static func selector(_ anchor: Anchor) -> JSON {
    var quote: [(String, JSON)] = [("type", "TextQuoteSelector"), ("exact", .string(anchor.exact))]
    if let prefix = anchor.prefix { quote.append(("prefix", .string(prefix))) }
    if let suffix = anchor.suffix { quote.append(("suffix", .string(suffix))) }
    guard let start = anchor.start else { return [.object(quote)] }
    let end = start + anchor.exact.unicodeScalars.count
    return [.object(quote), ["type": "TextPositionSelector", "start": .int(start), "end": .int(end)]]
  }
}

extension Override {
  /// True where another says the same thing of the same words in another way.
  fileprivate func isReplaced(by other: Override) -> Bool {
    guard anchor.exact == other.anchor.exact, anchor.prefix == other.anchor.prefix,
      anchor.suffix == other.anchor.suffix
    else { return false }
    return switch (action, other.action) {
    case (.resolve, .resolve), (.speaker, .speaker): true
    case (.add(let a, _), .add(let b, _)): a == b
    default: action == other.action
    }
  }
}
