import DipleJSONRPC

/// A way in which an editor shows what is annotated. Each is an option of its name, `true` or `false`, and may be switched while
/// the server runs; diagnostics, which have grades, are `DiagnosticOptions`.
enum Face: String, Sendable, CaseIterable {
  case hover, inlayHints, documentSymbols, workspaceSymbols, documentHighlights, definition, references, callHierarchy
  case codeLens, selectionRanges, foldingRanges, documentLinks, semanticTokens, codeActions

  /// The faces of a client that says nothing: those that show something only where a person asks for it, and labels, of which
  /// few are shown (`HintOptions`). What lies over the text at all times is for those who want it.
  static let sober = Set(allCases).subtracting([.codeLens, .semanticTokens])

  /// The requests that are answered with nothing while it is off. Those that resolve what was shown before go on; symbols of the
  /// workspace and semantic tokens, which depend on more than one document or have a state, see to it themselves.
  private var requests: [String] {
    switch self {
    case .hover: ["textDocument/hover"]
    case .inlayHints: ["textDocument/inlayHint"]
    case .documentSymbols: ["textDocument/documentSymbol"]
    case .documentHighlights: ["textDocument/documentHighlight"]
    case .definition: ["textDocument/definition"]
    case .references: ["textDocument/references"]
    case .callHierarchy:
      ["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"]
    case .codeLens: ["textDocument/codeLens"]
    case .selectionRanges: ["textDocument/selectionRange"]
    case .foldingRanges: ["textDocument/foldingRange"]
    case .documentLinks: ["textDocument/documentLink"]
    case .codeActions: ["textDocument/codeAction"]
    case .workspaceSymbols, .semanticTokens: []
    }
  }

  /// What it shows while it is off: LSP has an empty list, or `null`, for every one.
  private var nothing: JSON {
    switch self {
    case .inlayHints, .documentSymbols, .codeLens, .foldingRanges, .documentLinks, .codeActions: []
    default: .null
    }
  }

  private static let byRequest = Dictionary(
    uniqueKeysWithValues: allCases.flatMap { face in face.requests.map { ($0, face) } })

  /// The answer to a request about a document whose options turn the face off; nil for all others.
  static func refusal(_ method: String, _ params: JSON?, _ configuration: Configuration) -> JSON? {
    guard let face = byRequest[method] else { return nil }
    let uri = params?["textDocument"]?["uri"]?.string ?? params?["item"]?["uri"]?.string
    guard let uri, !configuration.options(for: uri).shows(face) else { return nil }
    return face.nothing
  }
}
