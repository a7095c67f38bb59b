import DipleJSONRPC

/// A state that a person should act on. The names are part of the protocol: they stand in diagnostics and in options.
enum DiagnosticCode: String, Sendable, CaseIterable {
  /// A quotation of some length, and nobody says it.
  case unattributedQuotation = "unattributed-quotation"
  /// A quotation mark that none closes.
  case unbalancedMark = "unbalanced-quotation-mark"
  /// A date that has no value although the writer could give it one.
  case unresolvedDate = "unresolved-date"
  /// Two names that may be one.
  case similarNames = "similar-names"
  /// A family name alone, where two people have it.
  case ambiguousFamilyName = "ambiguous-family-name"
  /// A correction that found no place in the text.
  case orphanedOverride = "orphaned-override"
  /// A correction that counts although its words have been edited since.
  case editedOverride = "edited-override"
  /// A file of corrections that cannot be read, or one of them.
  case malformedOverride = "malformed-override"
  /// A line of a file of names that cannot be read.
  case malformedName = "malformed-name"

  /// How gravely it is told to a client that does not say.
  var severity: DiagnosticSeverity {
    switch self {
    case .malformedOverride, .malformedName: .error
    case .orphanedOverride: .warning
    case .editedOverride: .hint
    default: .information
    }
  }
}

/// `DiagnosticSeverity` of LSP.
enum DiagnosticSeverity: Int, Sendable {
  case error = 1
  case warning, information, hint

  /// Reads a severity as options name it; nil where it is none.
  init?(name: String) {
    switch name {
    case "error": self = .error
    case "warning": self = .warning
    case "information": self = .information
    case "hint": self = .hint
    default: return nil
    }
  }
}

/// The option `diagnostics`: which codes are told, and how gravely.
struct DiagnosticOptions: Sendable, Equatable {
  /// Codes that are told otherwise than as information; nil for those that are not told.
  private var severities: [DiagnosticCode: DiagnosticSeverity?] = [:]

  /// How gravely a code is told; nil where it is off.
  subscript(code: DiagnosticCode) -> DiagnosticSeverity? { severities[code] ?? code.severity }
  /// False where nothing is told at all.
  var isOn: Bool { DiagnosticCode.allCases.contains { self[$0] != nil } }

  /// The options of a client that says nothing.
  init() {}

  /// Reads a truth value for all, or an object with a severity or `off` for each code. What is wrong is left out and told.
  init(_ json: JSON?, problems: inout [String]) {
    switch json {
    case nil, .null?, .bool(true)?: break
    case .bool(false)?: for code in DiagnosticCode.allCases { severities[code] = .some(nil) }
    case .object(let members)?:
      for (name, value) in members {
        guard let code = DiagnosticCode(rawValue: name) else {
          problems.append(
            "`diagnostics`: there is no code `\(name)`" + Options.meant(name, DiagnosticCode.allCases.map(\.rawValue)))
          continue
        }
        switch value {
        case "off", .bool(false): severities[code] = .some(nil)
        case .bool(true): severities[code] = .some(code.severity)
        default:
          if let severity = value.string.flatMap(DiagnosticSeverity.init(name:)) {
            severities[code] = severity
          } else {
            problems.append("`diagnostics.\(name)` is none of error, warning, information, hint and off")
          }
        }
      }
    default: problems.append("`diagnostics` is neither a truth value nor an object")
    }
  }
}
