import DiplePluginKit

/// Reads names as users write them: one a line, `name | type | other forms | id`. Specs/protocol/names.md describes it.
///
/// What is wrong with one line leaves the others as they are.
public struct OwnNamesReader: Sendable {
  /// Where a workspace folder has its names.
  public static let workspacePath = ".diple/names.txt"
  /// Larger files are not read. In bytes.
  public static let largest = 32 << 20
  /// Longer lines are left out. In bytes.
  private static let longestLine = 16_000
  /// More problems of one file are not told.
  public static let mostProblems = 100

  /// Something that is wrong with a line.
  public struct Problem: Error, Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong, for a person.
    public var cause: String
    /// Makes a problem.
    public init(line: Int, cause: String) { (self.line, self.cause) = (line, cause) }
  }

  /// What is wrong with a file that is not read at all.
  public static let tooLarge = Problem(line: 1, cause: "the file is larger than \(largest >> 20) MB")

  /// The names, each with its line, from 1.
  public private(set) var names: [(name: OwnName, line: Int)] = []
  /// What is wrong, the first hundred.
  public private(set) var problems: [Problem] = []

  /// Reads a file.
  public init(_ bytes: [UInt8]) {
    guard bytes.count <= Self.largest else {
      problems = [Self.tooLarge]
      return
    }
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var line = 0
    while !rest.isEmpty {
      line += 1
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      read(rest[..<end], line)
      rest = rest[min(end + 1, rest.endIndex)...]
    }
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>, _ line: Int) {
    let bytes = Self.trimmed(bytes)
    guard let first = bytes.first, first != UInt8(ascii: "#") else { return }
    do throws(Problem) {
      guard names.count < OwnName.most else { throw Problem(line: line, cause: "more than \(OwnName.most) names") }
      names.append((try Self.name(bytes, line), line))
    } catch {
      if problems.count < Self.mostProblems { problems.append(error) }
    }
  }

  private static func name(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(Problem) -> OwnName {
    guard bytes.count <= longestLine else { throw Problem(line: line, cause: "longer than \(longestLine) bytes") }
    guard UTF8Scan.firstInvalid(Array(bytes)) == nil else { throw Problem(line: line, cause: "not UTF-8") }
    let fields = bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { text($0) }
    guard fields.count > 1, !fields[1].isEmpty else {
      throw Problem(line: line, cause: "a type is missing: a line is written name | type | other forms | id")
    }
    guard fields.count <= 4 else { throw Problem(line: line, cause: "more than four fields") }
    guard !fields[0].isEmpty else { throw Problem(line: line, cause: "the name is missing") }
    guard let type = EntityType(rawValue: fields[1]) else {
      let known = EntityType.allCases.map(\.rawValue)
      let hint = NearestName.of(fields[1], among: known).map { "; did you mean “\($0)”?" }
      throw Problem(
        line: line,
        cause: "there is no type “\(fields[1].prefix(40))”\(hint ?? ": there are \(known.joined(separator: ", "))")")
    }
    let aliases = fields.count > 2 ? fields[2].split(separator: ";").map { text($0.utf8) }.filter { !$0.isEmpty } : []
    let name = OwnName(
      name: fields[0], type: type, aliases: aliases, id: fields.count > 3 && !fields[3].isEmpty ? fields[3] : nil)
    if let cause = name.problem { throw Problem(line: line, cause: cause) }
    return name
  }

  private static func text(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    String(decoding: trimmed(bytes), as: UTF8.self)
  }

  private static func trimmed<C: BidirectionalCollection<UInt8>>(_ bytes: C) -> C.SubSequence {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return bytes[bytes.endIndex...] }
    return bytes[first...last]
  }
}
