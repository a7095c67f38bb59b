import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// What the client can do, as far as it matters here.
struct Client: Sendable {
  /// What it says of itself.
  var capabilities: JSON = .null
  /// How it counts columns.
  var encoding = PositionEncoding.utf16
  /// Shows Markdown in hovers and tooltips.
  var hoverMarkdown = true
  /// Shows a tree of symbols.
  var hierarchicalSymbols = false
  /// Requests that it sends again where their answer came too late (`contentModified`).
  var retries: Set<String> = []
  /// The words for the colours of annotations; nil where it wants none.
  var tokenLegend: TokenLegend?

  /// A truth value of its capabilities, by path.
  func can(_ path: String...) -> Bool {
    path.reduce(capabilities as JSON?) { $0?[$1] }?.bool ?? false
  }
}

extension LanguageServer {
  /// Answers `initialize`.
  /// - Throws: where the client does not say what it can, which LSP requires.
  func initialize(_ params: JSON?) throws(ResponseError) -> JSON {
    guard case .object? = params, case .object? = params?["capabilities"] else {
      throw ResponseError(.invalidParams, "`initialize` needs an object with `capabilities`, an object")
    }
    let capabilities = params?["capabilities"]
    client.capabilities = capabilities ?? .null
    // The client's order is its preference; what it does not name it does not know, and UTF-16 is always known.
    let offered = capabilities?["general"]?["positionEncodings"]?.array ?? []
    client.encoding = offered.lazy.compactMap { $0.string.flatMap(PositionEncoding.init) }.first ?? .utf16
    let documents = capabilities?["textDocument"]
    if let formats = documents?["hover"]?["contentFormat"]?.array {
      client.hoverMarkdown = formats.contains("markdown")
    }
    client.hierarchicalSymbols = documents?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.bool ?? false
    let retried = capabilities?["general"]?["staleRequestSupport"]?["retryOnContentModified"]?.array ?? []
    client.retries = Set(retried.compactMap(\.string))
    setTrace(params?["trace"])
    configuration = Configuration(params) { readSettings($0) }
    loadModules()
    reconfigure()
    if configuration.wants(.semanticTokens) { client.tokenLegend = TokenLegend(whole.manifests, client) }
    if let process = params?["processId"]?.int { watch(process) }
    log(.info, "columns count \(client.encoding.rawValue)")
    let own: JSON = [
      "positionEncoding": .string(client.encoding.rawValue),
      "experimental": ["diple": ["annotations": true, "kinds": .array(kinds.map { .string($0.kind) })]],
    ]
    return [
      "capabilities": own.overlaid(with: Feature.capabilities(client)),
      "serverInfo": ["name": "diple", "version": "0.1.0"],
    ]
  }
}
