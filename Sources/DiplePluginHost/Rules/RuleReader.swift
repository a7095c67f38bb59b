import DiplePluginKit
import DipleRules
import Yams

/// Reads one rule.
struct RuleReader {
  let manifest: Manifest
  let file: String

  private static let names = [
    "id", "kind", "description", "pattern", "not", "before", "after", "within", "outside", "when", "set", "message",
    "severity", "confidence", "examples", "counterexamples",
  ]

  /// The rule, and what is wrong with it; nil where it cannot be used.
  func read(_ node: Node) -> (RuleModuleReader.Draft?, [RuleProblem]) {
    var problems: [RuleProblem] = []
    /// Goes on after a mistake, so that all of a rule's are told at once.
    func attempt<Value>(_ body: () throws(RuleProblem) -> Value?) -> Value? {
      do { return try body() } catch {
        problems.append(error)
        return nil
      }
    }
    guard
      let members = attempt({ () throws(RuleProblem) in try Members(node, file: file, of: "a rule", names: Self.names) }
      )
    else { return (nil, problems) }
    problems += members.unknown
    // What is missing may be there under a wrong name.
    if !problems.isEmpty, members["id"] == nil || members["pattern"] == nil { return (nil, problems) }
    let id = attempt { () throws(RuleProblem) in try self.id(members, node) }
    let kind = attempt { () throws(RuleProblem) in try self.kind(members, node) }
    let pattern = attempt { () throws(RuleProblem) in
      guard let node = members["pattern"] else {
        throw members.node.problem(file, "the rule has no pattern", "write “pattern: '…'”")
      }
      return try self.pattern(node)
    }
    guard let id, let kind, let pattern else { return (nil, problems) }
    var rule = Rule(id: id, kind: kind, pattern: pattern)
    rule.text = members["pattern"]?.string ?? ""
    var places = members.byName
    for item in members["not"]?.items ?? [] {
      if let pattern = attempt({ () throws(RuleProblem) in try self.pattern(item) }) { rule.exceptions.append(pattern) }
    }
    rule.before = members["before"].flatMap { node in attempt { () throws(RuleProblem) in try self.pattern(node) } }
    rule.after = members["after"].flatMap { node in attempt { () throws(RuleProblem) in try self.pattern(node) } }
    if let node = members["within"], let name = attempt({ () throws(RuleProblem) in try node.text(file, "within") }) {
      rule.scope = ["sentence": .sentence, "paragraph": .paragraph, "heading": .heading][name] ?? .annotation(name)
    }
    for item in members["outside"]?.items ?? [] {
      if let name = attempt({ () throws(RuleProblem) in try item.text(file, "outside") }) { rule.outside.append(name) }
    }
    if let node = members["when"] {
      rule.when = attempt { () throws(RuleProblem) in try RuleSettings(manifest, file).condition(node) } ?? rule.when
    }
    if let set = members["set"] {
      if let mapping = set.mapping {
        for (key, value) in mapping {
          guard let name = attempt({ () throws(RuleProblem) in try key.text(file, "an attribute's name") }),
            let text = attempt({ () throws(RuleProblem) in try value.text(file, "an attribute") })
          else { continue }
          rule.attributes.append((name, Template(text)))
          places["set.\(name)"] = value
        }
      } else {
        problems.append(set.problem(file, "“set” holds no attributes", "write “set: { attribute: value }”"))
      }
    }
    if let node = members["message"] {
      rule.message = attempt { () throws(RuleProblem) in Template(try node.text(file, "message")) }
    }
    if let node = members["severity"] {
      if let severity: Rule.Severity = attempt({ () throws(RuleProblem) in try node.choice(file, "severity") }) {
        rule.severity = severity
      }
    }
    if let node = members["confidence"] {
      if let value = node.float, value >= 0, value <= 1 {
        rule.confidence = value
      } else {
        problems.append(node.problem(file, "the confidence is no number from 0 to 1", "write for example 0.8"))
      }
    }
    var examples: [RuleModule.Example] = []
    for (name, isCounter) in [("examples", false), ("counterexamples", true)] {
      for item in members[name]?.items ?? [] {
        guard let text = attempt({ () throws(RuleProblem) in try item.text(file, "an example") }) else { continue }
        examples.append(
          RuleModule.Example(rule: id, file: file, line: item.place.line, text: text, isCounterexample: isCounter))
      }
    }
    guard problems.isEmpty else { return (nil, problems) }
    return (RuleModuleReader.Draft(rule: rule, file: file, node: node, members: places, examples: examples), [])
  }

  private func id(_ members: Members, _ rule: Node) throws(RuleProblem) -> String {
    guard let node = members["id"] else { throw rule.problem(file, "the rule has no id", "write “id: name” first") }
    let id = try node.text(file, "id")
    guard
      id.utf8.allSatisfy({ byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }), !id.isEmpty, id.utf8.count <= 100
    else {
      throw node.problem(file, "“\(id)” is no id", "use letters, digits, “-”, “_” and “.”")
    }
    return id
  }

  /// A module of one kind need not name it.
  private func kind(_ members: Members, _ rule: Node) throws(RuleProblem) -> String {
    if let node = members["kind"] { return try node.text(file, "kind") }
    guard manifest.kinds.count == 1, let only = manifest.kinds.first else {
      throw rule.problem(
        file, "the rule names no kind",
        "write “kind: ” and one of \(manifest.kinds.map(\.name).joined(separator: ", "))")
    }
    return only.name
  }

  private func pattern(_ node: Node) throws(RuleProblem) -> Pattern {
    let text = try node.text(file, "a pattern")
    do { return try Pattern(parsing: text) } catch {
      let place = node.place(ofCharacter: error.column)
      var cause = error.cause
      if case .scalar(let scalar) = node, [.literal, .folded].contains(scalar.style) {
        cause += " (character \(error.column) of the pattern)"
      }
      throw RuleProblem(file: file, line: place.line, column: place.column, cause: cause, advice: error.advice)
    }
  }
}

/// The members of a mapping by name; unknown ones are mistakes.
struct Members {
  let node: Node
  private(set) var byName: [String: Node] = [:]
  private(set) var unknown: [RuleProblem] = []

  init(_ node: Node, file: String, of what: String, names: [String]) throws(RuleProblem) {
    guard let mapping = node.mapping else {
      throw node.problem(file, "\(what) is written as members with values", "write “\(names[0]): …”")
    }
    self.node = node
    for (key, value) in mapping {
      let name = try key.text(file, "a member's name")
      if names.contains(name) {
        byName[name] = value
      } else {
        let near = NearestName.question(name, among: names)
        unknown.append(
          key.problem(file, "\(what) has no member “\(name)”", near + "there are \(names.joined(separator: ", "))"))
      }
    }
  }

  subscript(name: String) -> Node? { byName[name] }
}

extension Node {
  func problem(_ file: String, _ cause: String, _ advice: String) -> RuleProblem {
    RuleProblem(file: file, line: place.line, column: place.column, cause: cause, advice: advice)
  }

  /// The text of a scalar; numbers and truth values as they were written.
  func text(_ file: String, _ what: String) throws(RuleProblem) -> String {
    guard case .scalar(let scalar) = self, !scalar.string.isEmpty else {
      throw problem(
        file, "\(what) must be text", "write it on the same line, in 'quotation marks' if it has special characters")
    }
    return scalar.string
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ file: String, _ what: String
  ) throws(RuleProblem) -> Choice {
    let text = try text(file, what)
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let near = NearestName.question(text, among: names)
    throw problem(file, "“\(text)” is no \(what)", near + "there are \(names.joined(separator: ", "))")
  }

  /// The elements of a sequence, or the one value.
  var items: [Node] { sequence.map { Array($0) } ?? [self] }
}
