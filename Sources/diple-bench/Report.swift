import DipleJSONRPC
import Foundation

/// The figures of a run, for people or for programs.
struct Report {
  let corpus: Corpus
  let runs: Int
  var figures: [Figure] = []

  private var isDebug: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private var megabytes: Double { (Double(corpus.text.utf8.count) / 1e4).rounded() / 100 }

  /// A table with the targets beside the figures.
  var table: String {
    let paragraphs = corpus.paragraphs
    var lines = [
      "\(Machine.description), \(isDebug ? "DEBUG BUILD: these figures mean nothing" : "release build")",
      "text: \(corpus.name), \(megabytes) MB, \(paragraphs.all) paragraphs, \(paragraphs.distinct) of them distinct",
    ]
    var section = ""
    for figure in figures {
      if figure.section != section {
        section = figure.section
        lines += ["", section]
      }
      lines.append(
        "  " + pad(figure.name, 34) + pad(Self.number(figure.value), 9, right: true) + " "
          + pad(figure.unit.rawValue, 6) + pad(verdict(figure), 16) + figure.basis
          + (figure.note.map { ", \($0)" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }

  /// The same as JSON.
  var json: String {
    let paragraphs = corpus.paragraphs
    let value: JSON = [
      "machine": .string(Machine.description), "build": isDebug ? "debug" : "release", "runs": .int(runs),
      "text": [
        "name": .string(corpus.name), "bytes": .int(corpus.text.utf8.count), "paragraphs": .int(paragraphs.all),
        "distinctParagraphs": .int(paragraphs.distinct),
      ],
      "figures": .array(figures.map(Self.json)),
    ]
    return String(decoding: value.bytes, as: UTF8.self)
  }

  private static func json(_ figure: Figure) -> JSON {
    var members: [(String, JSON)] = [
      ("section", .string(figure.section)), ("name", .string(figure.name)), ("value", .double(figure.value)),
      ("unit", .string(figure.unit.rawValue)), ("basis", .string(figure.basis)),
    ]
    switch figure.target {
    case .atMost(let limit)?: members.append(("below", .double(limit)))
    case .atLeast(let limit)?: members.append(("atLeast", .double(limit)))
    case nil: break
    }
    if let isMet = figure.isMet { members.append(("met", .bool(isMet))) }
    if let note = figure.note { members.append(("note", .string(note))) }
    return .object(members)
  }

  private func verdict(_ figure: Figure) -> String {
    let mark = figure.isMet == true ? "✓" : "✗"
    return switch figure.target {
    case .atMost(let limit)?: "\(mark) < \(Self.number(limit))"
    case .atLeast(let limit)?: "\(mark) ≥ \(Self.number(limit))"
    case nil: ""
    }
  }

  /// Three digits that count.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
    return String(format: "%.\(digits)f", value)
  }

  private func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }
}

/// What the figures were measured on.
enum Machine {
  static var description: String {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(processor), \(cores) cores, \(ProcessInfo.processInfo.operatingSystemVersionString)"
  }

  private static var processor: String {
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }
}
