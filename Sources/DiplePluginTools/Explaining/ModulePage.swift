import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules

/// A module in words: what it makes, what it reads, what it may, and its rules.
public struct ModulePage: Sendable {
  private let specimen: Specimen

  /// A page on a module.
  public init(_ specimen: Specimen) { self.specimen = specimen }

  /// The page, for a terminal.
  public var text: String {
    let manifest = specimen.manifest
    var lines = ["\(manifest.id) \(manifest.version) — \(manifest.title)", origin]
    func section(_ title: String, _ rows: [[String]]) {
      guard !rows.isEmpty else { return }
      lines += ["", title] + Self.columns(rows).map { "  " + $0 }
    }
    section(
      "Makes",
      manifest.kinds.flatMap { kind in
        [[kind.name, "\(kind.label), a \(kind.severity.rawValue)" + (kind.color.map { ", \($0)" } ?? "")]]
          + kind.attributes.map {
            ["  " + $0.name, $0.values.isEmpty ? $0.type.rawValue : $0.values.joined(separator: " | ")]
          }
      })
    section("Reads", reads)
    section("Settings", settings)
    section("May", may)
    if let rules = specimen.rules { section("Rules", Self.rows(rules)) }
    let problems = specimen.plugin.problems.map { [$0.description] }
    section("Problems", problems)
    return lines.joined(separator: "\n")
  }

  private var origin: String {
    let place = specimen.plugin.folder.map(\.relative) ?? "a part of Diple"
    switch specimen.manifest.entry {
    case .builtIn: return "Swift, \(place)"
    case .rules(let files): return "rules of \(files.joined(separator: ", ")) in \(place)"
    case .command(let words): return "the program “\(words.joined(separator: " "))” in \(place)"
    }
  }

  private var reads: [[String]] {
    let manifest = specimen.manifest
    let layers = manifest.requires.filter(Manifest.isLayer)
    var rows = [["text", layers.isEmpty ? "and nothing of the language" : "with \(layers.joined(separator: ", "))"]]
    for kind in manifest.requires where !Manifest.isLayer(kind) {
      let maker = specimen.pipeline.manifests.first { $0.kinds.contains { $0.name == kind } }?.id
      rows.append([kind, maker.map { $0 == manifest.id ? "its own" : "of \($0)" } ?? "which no module makes here"])
    }
    rows.append(["scope", "a finding depends on its \(manifest.scope.rawValue) only"])
    rows.append(["languages", manifest.languages.isEmpty ? "any" : manifest.languages.joined(separator: ", ")])
    if !manifest.isDeterministic { rows.append(["", "equal texts may get unequal findings"]) }
    return rows
  }

  private var settings: [[String]] {
    let manifest = specimen.manifest
    return manifest.settings.values.keys.sorted().map { name in
      let (type, value) =
        switch manifest.settings.values[name]! {
        case .bool(let flag): ("bool", "\(flag)")
        case .number(let number): ("number", Int(exactly: number).map { "\($0)" } ?? "\(number)")
        case .string(let text): ("string", "“\(text)”")
        }
      let description = manifest.settingDeclarations[name]?.description.map { ": \($0)" } ?? ""
      return [name, "\(type), \(value) unless set\(description)"]
    }
  }

  private var may: [[String]] {
    guard specimen.isProcess else { return [] }
    let manifest = specimen.manifest
    let (limits, asked) = (manifest.limits, manifest.capabilities)
    var rows = [
      [
        "use",
        "\(Duration.seconds(limits.seconds).shown) a document, \(limits.memory) MB a process, \(limits.output) MB of answers",
      ],
      ["work on", manifest.parallel == 1 ? "one document at a time" : "\(manifest.parallel) documents at once"],
    ]
    func row(_ name: String, _ what: String) {
      rows.append([name, what + (specimen.granted.contains(name) ? ", granted" : ", which nobody granted")])
    }
    if asked.network { row("network", "asked for") }
    if !asked.readable.isEmpty || !asked.writable.isEmpty {
      row("files", (asked.readable.map { "read \($0)" } + asked.writable.map { "write \($0)" }).joined(separator: ", "))
    }
    if !asked.environment.isEmpty { row("environment", asked.environment.joined(separator: ", ")) }
    if asked.names.isEmpty { rows.append(["", "and nothing else: no network, no files but its own"]) }
    return rows
  }

  private static func rows(_ module: RuleModule) -> [[String]] {
    module.annotator.rules.map { rule in
      let place = module.ruleSources[rule.id].map { "\($0.file):\($0.line)" } ?? ""
      let message = rule.message?.source ?? rule.text
      return [rule.id, rule.kind, rule.severity.rawValue, place, message]
    }
  }

  /// Each column as wide as its widest cell; the last one as it is.
  static func columns(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.compactMap { column < $0.count - 1 ? $0[column].count : nil }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { index, cell in
        index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + 2)
      }.joined()
    }
  }
}

extension Template {
  /// As its author wrote it.
  var source: String {
    parts.map { part in
      switch part {
      case .text(let text): text.replacing("$", with: "$$")
      case .capture(let name): "$" + name
      }
    }.joined()
  }
}
