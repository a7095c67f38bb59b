import Foundation
import Testing

/// Plugins/README.md leads a new author by the hand. Here somebody follows it word by word, with the real program: a block whose fence
/// names a file is written there, a block of `console` is typed and must show what it shows (`…` stands for anything).
@Suite struct GuideTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Plugins/README.md")
  private static func works(_ line: String) -> Bool { (try? Command(shell: line, in: Folder()).status) == 0 }

  private struct Block {
    let language: Substring
    let file: Substring?
    let text: String
  }

  private static func blocks() throws -> [Block] {
    try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n```").enumerated()
      .filter { $0.offset % 2 == 1 }
      .map { _, block in
        let end = block.firstIndex(of: "\n") ?? block.endIndex
        let words = block[..<end].split(separator: " ")
        return Block(
          language: words.first ?? "", file: words.count > 1 ? words[1] : nil,
          text: block[end...].dropFirst() + "\n")
      }
  }

  @Test(.enabled(if: works("python3 --version"), "python3 is not here"))
  func everyStepDoesWhatItSays() throws {
    let folder = try Folder()
    let home = folder.url.path
    var current = home
    var commands = 0
    for block in try Self.blocks() {
      if let file = block.file { try folder.write(String(file), Array(block.text.utf8)) }
      guard block.language == "console" else { continue }
      for step in block.text.components(separatedBy: "$ ").dropFirst() {
        let lines = step.split(separator: "\n", omittingEmptySubsequences: false)
        let line = String(lines[0])
        if line.hasPrefix("cd ") {
          current = URL(filePath: current).appending(path: String(line.dropFirst(3))).standardizedFileURL.path
          continue
        }
        commands += 1
        let done = try Command(
          shell: "HOME='\(home)'; export HOME; unset XDG_CONFIG_HOME XDG_DATA_HOME; cd '\(current)' && \(line)",
          in: folder)
        #expect(done.status == 0, "\(line)\n\(done.output)\(done.errors)")
        let expected = lines.dropFirst().drop(while: \.isEmpty).filter { !$0.isEmpty }
        let shown = (done.output + done.errors).split(separator: "\n")
        #expect(Self.matches(shown[...], expected[...]), "$ \(line)\n\(done.output)\(done.errors)")
      }
    }
    #expect(commands > 15)
  }

  /// Whether lines are those expected: a line `…` is any number of lines, and within a line any text.
  private static func matches(_ lines: ArraySlice<Substring>, _ expected: ArraySlice<Substring>) -> Bool {
    guard let first = expected.first else { return lines.isEmpty }
    if first == "…" {
      return (lines.startIndex...lines.endIndex).contains { matches(lines[$0...], expected.dropFirst()) }
    }
    guard let line = lines.first, matches(line, first) else { return false }
    return matches(lines.dropFirst(), expected.dropFirst())
  }

  private static func matches(_ line: Substring, _ expected: Substring) -> Bool {
    let parts = expected.components(separatedBy: "…")
    guard parts.count > 1 else { return line == expected }
    guard line.hasPrefix(parts[0]), line.hasSuffix(parts.last!) else { return false }
    var rest = line.dropFirst(parts[0].count)
    for part in parts.dropFirst() where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  @Test func whatIsShownIsCompared() {
    #expect(Self.matches(["a", "b", "c"], ["a", "…"]))
    #expect(Self.matches(["a", "b", "c"], ["…", "c"]))
    #expect(Self.matches(["in 12 ms"], ["in … ms"]))
    #expect(!Self.matches(["a", "b"], ["a"]))
    #expect(!Self.matches(["a"], ["a", "b"]))
    #expect(!Self.matches(["in 12 s"], ["in … ms"]))
    #expect(!Self.matches(["b"], ["…", "c"]))
  }

  @Test func linksLeadSomewhere() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let links = text.matches(of: /\]\(([^)#:]+)\)/).map { String($0.output.1) }
    #expect(links.count > 5)
    for link in links {
      let target = Self.page.deletingLastPathComponent().appending(path: link)
      #expect(FileManager.default.fileExists(atPath: target.path), "\(link)")
    }
  }
}
