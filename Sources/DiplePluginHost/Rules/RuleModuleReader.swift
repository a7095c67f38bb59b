import DiplePluginKit
import DipleRules
import Yams

/// Reads rule files one by one; lists are known to all files of the module.
struct RuleModuleReader {
  /// A rule that could be read, until the lists of all files are known.
  struct Draft {
    var rule: Rule
    var file: String
    var node: Node
    /// The value of each member that a mistake may point to.
    var members: [String: Node]
    var examples: [RuleModule.Example]
  }

  let manifest: Manifest
  private let source: (String) -> [UInt8]?
  private var drafts: [Draft] = []
  private var lists: [WordList] = []
  private var listSources: [String: RuleModule.Place] = [:]
  private var problems: [RuleProblem] = []

  init(manifest: Manifest, read: @escaping (String) -> [UInt8]?) { (self.manifest, source) = (manifest, read) }

  mutating func read(_ file: String) {
    guard let bytes = source(file) else {
      problems.append(
        RuleProblem(
          file: file, line: 1, column: 1, cause: "the file cannot be read",
          advice: "check its name in “entry” and its permissions"))
      return
    }
    do throws(RuleProblem) {
      guard let root = try RuleYAML.tree(bytes, file: file) else {
        problems.append(
          RuleProblem(
            file: file, line: 1, column: 1, cause: "the file is empty", advice: "write “rules:” and a rule below"))
        return
      }
      let members = try Members(root, file: file, of: "a rule file", names: ["lists", "rules"])
      problems += members.unknown
      if let lists = members["lists"] { readLists(lists, file) }
      if let rules = members["rules"] { readRules(rules, file) }
    } catch {
      problems.append(error)
    }
  }

  // MARK: Lists

  private mutating func readLists(_ node: Node, _ file: String) {
    guard let mapping = node.mapping else {
      problems.append(node.problem(file, "“lists” holds no lists by name", "write “name: [word, other word]”"))
      return
    }
    for (key, value) in mapping {
      do throws(RuleProblem) {
        let name = try key.text(file, "a list's name")
        if lists.contains(where: { $0.name == name }) {
          throw key.problem(file, "a list “\(name)” is there already", "choose another name")
        }
        let (list, source) = try list(name, value, file)
        lists.append(list)
        listSources[name] = source
      } catch {
        problems.append(error)
      }
    }
  }

  private mutating func list(
    _ name: String, _ node: Node, _ file: String
  ) throws(RuleProblem) -> (WordList, RuleModule.Place) {
    let here = RuleModule.Place(file: file, line: node.place.line)
    if node.sequence != nil { return (WordList(name: name, entries: try entries(node, file)), here) }
    if case .scalar(let scalar) = node, scalar.string.hasPrefix("file:") {
      throw node.problem(file, "“file:” needs a line of its own", "write “\(name): { file: … }”")
    }
    let members = try Members(node, file: file, of: "a list", names: ["file", "entries", "setting", "match"])
    problems += members.unknown
    var match = WordList.Match.word
    if let node = members["match"] { match = try node.choice(file, "match") }
    var setting: String?
    if let node = members["setting"] { setting = try RuleSettings(manifest, file).text(node) }
    switch (members["file"], members["entries"]) {
    case (let path?, nil):
      let (entries, source) = try fileEntries(path, file)
      return (WordList(name: name, match: match, entries: entries, setting: setting), source)
    case (nil, let entries?):
      return (WordList(name: name, match: match, entries: try self.entries(entries, file), setting: setting), here)
    case (nil, nil) where setting != nil:
      return (WordList(name: name, match: match, entries: [], setting: setting), here)
    default:
      throw node.problem(
        file, "a list has either “entries” or a “file”",
        "write “entries: […]” or “file: lists/\(name).txt”, and “setting: …” besides for words of the user")
    }
  }

  private func entries(_ node: Node, _ file: String) throws(RuleProblem) -> [WordList.Entry] {
    guard let sequence = node.sequence else {
      throw node.problem(file, "this is no list of words", "write [word, other word]")
    }
    var entries: [WordList.Entry] = []
    for item in sequence { entries.append(WordList.Entry(try item.text(file, "an entry"), line: item.place.line)) }
    return entries
  }

  /// Reads a list's file: one entry a line, `#` starts a comment.
  private mutating func fileEntries(
    _ node: Node, _ file: String
  ) throws(RuleProblem) -> ([WordList.Entry], RuleModule.Place) {
    let path = try node.text(file, "the list's file")
    guard Self.isInside(path) else {
      throw node.problem(
        file, "“\(path)” leads out of the module's folder", "put the file into the folder and write its path in it")
    }
    guard let bytes = source(path) else {
      throw node.problem(
        file, "the list “\(path)” cannot be read", "check its name, counted from the folder of diple-plugin.json")
    }
    guard bytes.count <= RuleYAML.maxSize * 5 else {
      throw node.problem(file, "the list “\(path)” is larger than 50 MB", "part it")
    }
    var entries: [WordList.Entry] = []
    var lineNumber = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      lineNumber += 1
      var line = line
      if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 { line.removeLast() }
      while let first = line.first, first == 0x20 || first == 0x09 { line.removeFirst() }
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw RuleProblem(
          file: path, line: lineNumber, column: 1, cause: "the line is not UTF-8", advice: "save the file as UTF-8")
      }
      guard line.count <= 1000 else {
        throw RuleProblem(
          file: path, line: lineNumber, column: 1, cause: "the entry is longer than 1000 bytes",
          advice: "write one entry a line")
      }
      guard entries.count < WordList.maxEntries else {
        throw RuleProblem(
          file: path, line: lineNumber, column: 1, cause: "the list has more than \(WordList.maxEntries) entries",
          advice: "part it")
      }
      entries.append(WordList.Entry(text, line: lineNumber))
    }
    if entries.isEmpty { throw node.problem(file, "the list “\(path)” is empty", "write one entry a line") }
    return (entries, RuleModule.Place(file: path, line: 1))
  }

  /// A path that stays in the folder, whatever is in it.
  static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.contains("\\") && !path.contains("\0") && !path.contains(":")
      && parts.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." && $0 != "~" }
  }

  // MARK: Rules

  private mutating func readRules(_ node: Node, _ file: String) {
    guard let sequence = node.sequence else {
      problems.append(node.problem(file, "“rules” holds no list of rules", "start each rule with “- id: name”"))
      return
    }
    for item in sequence {
      guard drafts.count < RuleModule.maxRules else {
        problems.append(item.problem(file, "the module has more than \(RuleModule.maxRules) rules", "part it"))
        return
      }
      let (draft, found) = RuleReader(manifest: manifest, file: file).read(item)
      problems += found
      guard let draft else { continue }
      if drafts.contains(where: { $0.rule.id == draft.rule.id }) {
        problems.append(
          (draft.members["id"] ?? item).problem(file, "a rule “\(draft.rule.id)” is there already", "choose another id")
        )
      } else {
        drafts.append(draft)
      }
    }
  }

  mutating func finish() -> RuleModule {
    let used = Set(drafts.flatMap { $0.rule.when.values.keys } + lists.compactMap(\.setting))
    // What a rule with a mistake would have used is nobody's mistake.
    if problems.isEmpty { problems += RuleSettings.idle(manifest, used: used, source(Manifest.fileName)) }
    let names = Set(lists.map(\.name))
    var good: [Draft] = []
    for draft in drafts {
      let mistakes = draft.rule.mistakes(in: manifest, lists: names)
      for mistake in mistakes {
        let node = draft.members[mistake.member] ?? draft.node
        problems.append(node.problem(draft.file, mistake.cause, mistake.advice))
      }
      if mistakes.isEmpty { good.append(draft) }
    }
    return RuleModule(
      annotator: RulesAnnotator(manifest: manifest, rules: good.map(\.rule), lists: lists),
      problems: problems.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) },
      examples: good.flatMap(\.examples),
      ruleSources: Dictionary(
        uniqueKeysWithValues: good.map { draft in
          (draft.rule.id, RuleModule.Place(file: draft.file, line: draft.node.place.line))
        }),
      listSources: listSources)
  }
}
