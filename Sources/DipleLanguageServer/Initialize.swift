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
}

extension LanguageServer {
  /// Answers `initialize`.
  func initialize(_ params: JSON?) -> JSON {
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
    configure(params?["initializationOptions"])
    if let process = params?["processId"]?.int { watch(process) }
    log(.info, "columns count \(client.encoding.rawValue)")
    var answer: [String: JSON] = [
      "positionEncoding": .string(client.encoding.rawValue),
      "experimental": ["diple": ["annotations": true, "kinds": .array(kinds.map { .string($0.kind) })]],
    ]
    for feature in Feature.all { answer.merge(feature.capabilities(client)) { _, new in new } }
    return [
      "capabilities": .object(answer.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
      "serverInfo": ["name": "diple", "version": "0.1.0"],
    ]
  }

  /// Takes new options, and annotates again what is open.
  func configure(_ json: JSON?) {
    var problems: [String] = []
    let new = Options(json, kinds: Set(kinds.map(\.kind)), problems: &problems)
    for problem in problems { report(.warning, problem) }
    guard new != options else { return }
    options = new
    pipeline = new.only.map { whole.limited(to: $0) } ?? whole
    for uri in documents.keys.sorted() {
      documents[uri]?.reload(pipeline, options)
      publish(uri)
    }
  }
}
