import DipleExchange
import DipleJSONRPC
import DiplePipeline

extension Feature {
  /// Who said what, when, and who is for or against what, over a whole document: as rows, and as pages to read beside the text.
  static let pages = Feature(
    capabilities: { _ in ["workspace": ["textDocumentContent": ["schemes": [.string(Page.scheme)]]]] },
    requests: [
      "diple/ledger": { server, params throws(ResponseError) in try server.rows(.ledger, params) },
      "diple/stances": { server, params throws(ResponseError) in try server.rows(.stances, params) },
      "diple/timeline": { server, params throws(ResponseError) in try server.rows(.timeline, params) },
      "workspace/textDocumentContent": { server, params throws(ResponseError) in
        guard let page = params?["uri"]?.string.flatMap(Page.init(uri:)) else {
          throw ResponseError(.invalidParams, "`uri` names no page of ours")
        }
        server.pages.show(page, server.client)
        return Reply(["text": .string(try server.text(of: page))])
      },
    ],
    commands: [
      "diple.ledger": { server, arguments throws(ResponseError) in try server.text(.ledger, arguments) },
      "diple.stances": { server, arguments throws(ResponseError) in try server.text(.stances, arguments) },
      "diple.timeline": { server, arguments throws(ResponseError) in try server.text(.timeline, arguments) },
    ])
}

/// A page about a document, and its address: `diple:ledger?` and the document's URI, percent-encoded.
struct Page: Hashable {
  typealias Kind = InsightPage
  static let scheme = "diple"

  let kind: Kind
  /// The URI of the document that the page is about.
  let document: String

  init(_ kind: Kind, _ document: String) { (self.kind, self.document) = (kind, document) }

  init?(uri: String) {
    let parts = uri.split(separator: "?", maxSplits: 1)
    // Some clients give every address without authority a slash.
    let path = parts.first?.drop { $0 != ":" }.dropFirst().drop { $0 == "/" }
    guard parts.count == 2, uri.hasPrefix(Self.scheme + ":"), let kind = path.flatMap({ Kind(rawValue: String($0)) }),
      let document = PercentEncoding.decode(parts[1])
    else { return nil }
    self.init(kind, document)
  }

  var uri: String { "\(Self.scheme):\(kind.rawValue)?\(PercentEncoding.encode(document))" }

  func text(_ analysis: Analysis) -> String { kind.text(analysis) }
}

/// The pages that the client shows: it is told when they are out of date.
struct Pages {
  private var shown: [String: Set<Page>] = [:]
  private var asked: Set<Page> = []

  /// - Parameter client: one that does not know of such pages is not told of their changes either.
  mutating func show(_ page: Page, _ client: Client) {
    guard client.capabilities["workspace"]?["textDocumentContent"] != nil else { return }
    shown[page.document, default: []].insert(page)
  }

  mutating func forget(_ document: String) { shown[document] = nil }

  /// The pages about a document that the client should read again. One that it has not yet answered for is not told twice.
  mutating func outdated(_ document: String) -> [Page] {
    let pages = (shown[document] ?? []).filter { !asked.contains($0) }.sorted { $0.uri < $1.uri }
    asked.formUnion(pages)
    return pages
  }

  mutating func isAnswered(_ page: Page) { asked.remove(page) }
}

extension LanguageServer {
  fileprivate func text(of page: Page) throws(ResponseError) -> String {
    page.text(try document(["textDocument": ["uri": .string(page.document)]]).view.analysis)
  }

  /// A command's result: the page as text. Its argument is the document's URI.
  fileprivate func text(_ kind: Page.Kind, _ arguments: JSON?) throws(ResponseError) -> Reply {
    let first = arguments?.array?.first
    guard let uri = first?.string ?? first?["uri"]?.string else {
      throw ResponseError(.invalidParams, "the first argument is no URI")
    }
    return Reply(.string(try text(of: Page(kind, uri))))
  }

  fileprivate func rows(_ kind: Page.Kind, _ params: JSON?) throws(ResponseError) -> Reply {
    let (uri, version, view) = try document(params)
    return Reply { writer in
      writer.object { writer in
        Publication.writeHead(view, uri: uri, version: version, to: &writer)
        writer.member("page", Page(kind, uri).uri)
        writer.name("rows")
        switch kind {
        case .ledger: Ledger(view.analysis).write(to: &writer, view.placement.writeMembers)
        case .timeline: Timeline(view.analysis).write(to: &writer, view.placement.writeMembers)
        case .stances: Positions(view.analysis).write(to: &writer, view.placement.writeMembers)
        }
      }
    }
  }

  /// Tells the client that pages about a document which it has read are out of date.
  func refreshPages(of uri: String) {
    for page in pages.outdated(uri) {
      ask("workspace/textDocumentContent/refresh", ["uri": .string(page.uri)]) { server, _ in
        server.pages.isAnswered(page)
      }
    }
  }
}
