import DipleJSONRPC

/// What a client is asked to ask for again when options have changed (`workspace/…/refresh`).
struct FaceRefresh: Sendable {
  /// The request that asks for it.
  private let method: String
  /// True for a client that can be asked, and has the face at all.
  private let isKnown: @Sendable (Client) -> Bool
  /// What the face depends on, besides the annotations.
  private let isOther: @Sendable (Options, Options) -> Bool

  private static let all = [
    FaceRefresh(
      method: "workspace/semanticTokens/refresh",
      isKnown: { $0.tokenLegend != nil && $0.can("workspace", "semanticTokens", "refreshSupport") },
      isOther: { $0.shows(.semanticTokens) != $1.shows(.semanticTokens) }),
    FaceRefresh(
      method: "workspace/inlayHint/refresh", isKnown: { $0.can("workspace", "inlayHint", "refreshSupport") },
      isOther: { $0.shows(.inlayHints) != $1.shows(.inlayHints) || $0.hints != $1.hints }),
    FaceRefresh(
      method: "workspace/codeLens/refresh", isKnown: { $0.can("workspace", "codeLens", "refreshSupport") },
      isOther: { $0.shows(.codeLens) != $1.shows(.codeLens) }),
    FaceRefresh(
      method: "workspace/diagnostic/refresh",
      isKnown: { $0.pullsDiagnostics && $0.can("workspace", "diagnostics", "refreshSupport") },
      isOther: { $0.diagnostics != $1.diagnostics }),
  ]

  /// The requests for a client whose open documents have other annotations, and the same text.
  static func methods(_ client: Client) -> [String] { all.filter { $0.isKnown(client) }.map(\.method) }

  /// The requests for a client whose open documents have other options now.
  static func methods(_ changes: [(former: Options, new: Options)], _ client: Client) -> [String] {
    all.filter { face in
      face.isKnown(client)
        && changes.contains { former, new in
          former.only != new.only || former.date != new.date || former.overrides != new.overrides
            || former.disabled != new.disabled || former.modules != new.modules
            || former.ownNames != new.ownNames || face.isOther(former, new)
        }
    }.map(\.method)
  }
}

extension LanguageServer {
  /// Sends refreshes. A client that has not answered one yet gets no second, but another one when it has: what came meanwhile
  /// comes together.
  func refresh(_ methods: [String]) {
    for method in methods {
      guard openRefreshes[method] == nil else {
        openRefreshes[method] = true
        continue
      }
      openRefreshes[method] = false
      ask(method) { server, answer in
        if case .failure(let error) = answer { server.log(.warning, "\(error.method): \(error.message)") }
        if server.openRefreshes.removeValue(forKey: method) == true { server.refresh([method]) }
      }
    }
  }
}
