import DiplePipeline
import DiplePluginKit

/// Says how a case differs, for a terminal or a log.
public struct Report: Sendable {
  /// True where colours may be used.
  public var usesColor: Bool

  /// Makes a report.
  public init(usesColor: Bool = false) { self.usesColor = usesColor }

  /// The lines about a case that does not hold; `file` is shown before the line so that terminals and editors can jump to it.
  public func lines(_ result: CaseResult, file: String) -> [String] {
    var lines = ["\(paint("✗", 31)) \(paint(result.spec.name, 1))  \(file):\(result.spec.line)"]
    for difference in result.differences {
      switch difference {
      case .missing(let mark, let near):
        lines.append("    \(paint("-", 31)) \(mark.kind ?? "") “\(excerpt(text(mark, result)))”\(attributes(mark))")
        if let near { lines.append("      found “\(excerpt(near))” there") }
      case .unexpected(let kind, let text, let detail):
        lines.append("    \(paint("+", 32)) \(kind) “\(excerpt(text))” \(detail)")
      case .attribute(let mark, let name, let expected, let found):
        lines.append("    \(paint("~", 33)) \(mark.kind ?? "") “\(excerpt(text(mark, result)))” \(name)")
        lines.append("      expected  \(expected)")
        lines.append("      found     \(found)")
      }
    }
    return lines
  }

  private func text(_ mark: Mark, _ result: CaseResult) -> String {
    mark.spans.map(result.analysis.document.text).joined(separator: " … ")
  }

  private func attributes(_ mark: Mark) -> String {
    mark.attributes.isEmpty ? "" : " " + mark.attributes.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }

  private func excerpt(_ text: String) -> String {
    text.count <= 90 ? text : text.prefix(50) + " … " + text.suffix(35)
  }

  private func paint(_ text: String, _ code: Int) -> String { usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
