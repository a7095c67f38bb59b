import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// Who and what is named, and who is quoted, in open documents and in the text files of the workspace's folders.
  static let workspaceSymbols = Feature(
    capabilities: { _ in ["workspaceSymbolProvider": true] },
    requests: [
      "workspace/symbol": { server, params throws(ResponseError) in
        guard let query = params?["query"]?.string else { throw ResponseError(.invalidParams, "`query` is missing") }
        return Reply(.array(server.symbols(matching: query)))
      }
    ])
}

/// One thing or quotation that a client can go to.
struct WorkspaceSymbol: Sendable {
  let json: JSON
  /// What a query is compared with, in small letters.
  fileprivate let text: [UInt8]

  /// The symbols of a document: each thing where it is first named, each quotation under its speaker.
  static func all(_ view: View, uri: String) -> [WorkspaceSymbol] {
    var seen: Set<Cluster> = []
    return view.annotations.compactMap { annotation in
      switch annotation.kind {
      case "entity":
        guard let cluster = annotation.cluster("entity"), seen.insert(cluster).inserted else { return nil }
        let name = view.name(cluster) ?? view.text(annotation)
        let container = view.role(of: cluster) ?? annotation.string("type") ?? ""
        return WorkspaceSymbol(name, container, .object, annotation, view, uri)
      case "quote":
        guard annotation.quotesSomebody else { return nil }
        let speaker = view.speaker(annotation) ?? "no speaker"
        return WorkspaceSymbol(view.text(annotation), speaker, .string, annotation, view, uri)
      default: return nil
      }
    }
  }

  private init(
    _ name: String, _ container: String, _ kind: Outline.SymbolKind, _ annotation: Annotation, _ view: View,
    _ uri: String
  ) {
    json = [
      "name": .string(shortened(name.isEmpty ? "?" : name, 60)), "kind": .int(kind.rawValue),
      "location": ["uri": .string(uri), "range": view.range(view.analysis.span(annotation.place))],
      "containerName": .string(shortened(container, 60)),
    ]
    text = Array("\(name.prefix(500)) \(container)".lowercased().utf8)
  }

  fileprivate func matches(_ words: [[UInt8]]) -> Bool { words.allSatisfy { text.holds($0) } }
}

/// What was found in files that are not open.
struct WorkspaceIndex {
  /// How much there is, and how much a request may do, so that it never keeps a keystroke waiting long.
  struct Limit {
    var symbols = 500
    /// Files of a folder.
    var files = 1000
    /// Larger files are no articles. In bytes, as the next two are.
    var fileSize = 256 * 1024
    /// What one request reads, and what it annotates; the next one goes on from there.
    var read = 16 * 1024 * 1024
    var annotated = 512 * 1024
    /// Symbols that are kept.
    var kept = 100_000
    /// Words that are known not to stand in a file.
    var misses = 8
  }

  var limit = Limit()

  private struct Entry {
    let stamp: Files.Stamp
    let options: Options
    let symbols: [WorkspaceSymbol]
  }

  /// Words of queries that a file does not hold, the last one first.
  private struct Misses {
    let stamp: Files.Stamp
    var words: [[UInt8]]
  }

  private var entries: [String: Entry] = [:]
  private var count = 0
  private var misses: [String: Misses] = [:]

  /// Forgets what files hold: other things are found in the same texts now.
  mutating func clear() { (entries, count) = ([:], 0) }

  /// The symbols of a file, if it has not changed since.
  fileprivate func symbols(of path: String, _ stamp: Files.Stamp, _ options: Options) -> [WorkspaceSymbol]? {
    guard let entry = entries[path], entry.stamp == stamp, entry.options == options else { return nil }
    return entry.symbols
  }

  fileprivate mutating func keep(
    _ symbols: [WorkspaceSymbol], of path: String, _ stamp: Files.Stamp, _ options: Options
  ) {
    if count + symbols.count > limit.kept { (entries, count) = ([:], 0) }
    count += symbols.count - (entries[path]?.symbols.count ?? 0)
    entries[path] = Entry(stamp: stamp, options: options, symbols: symbols)
    misses[path] = nil
  }

  /// True where a file, unless it has changed since, is known not to hold one of the words: it lacked that word, or a part of
  /// it, as a query has that grows letter by letter.
  fileprivate func lacks(_ words: [[UInt8]], _ path: String, _ stamp: Files.Stamp) -> Bool {
    guard let known = misses[path], known.stamp == stamp else { return false }
    return words.contains { word in known.words.contains { word.holds($0) } }
  }

  fileprivate mutating func note(missing word: [UInt8], in path: String, _ stamp: Files.Stamp) {
    if misses.count >= limit.kept { misses = [:] }
    let known = misses[path].map { $0.stamp == stamp ? $0.words : [] } ?? []
    misses[path] = Misses(stamp: stamp, words: [word] + known.prefix(limit.misses - 1))
  }
}

extension LanguageServer {
  /// Symbols that hold all words of a query; those of open documents come first.
  func symbols(matching query: String) -> [JSON] {
    let words = query.lowercased().split(whereSeparator: \.isWhitespace).prefix(16).map { Array($0.utf8) }
    var found: [JSON] = []
    func take(_ symbols: [WorkspaceSymbol]) {
      for symbol in symbols where found.count < index.limit.symbols && symbol.matches(words) {
        found.append(symbol.json)
      }
    }
    var seen: Set<String> = []
    for uri in documents.keys.sorted() {
      if let path = FileURI.path(uri) { seen.insert(path) }
      if let view = view(uri), view.options.shows(.workspaceSymbols) { take(WorkspaceSymbol.all(view, uri: uri)) }
    }
    // An empty query asks for all there is: that is what is open.
    guard !words.isEmpty else { return found }
    var effort = Effort()
    for folder in configuration.folders where folder.options.workspaceFiles && folder.options.shows(.workspaceSymbols) {
      guard let root = FileURI.path(folder.uri) else { continue }
      for path in files.list(root, index.limit.files) where seen.insert(path).inserted {
        guard found.count < index.limit.symbols else { return found }
        if let symbols = symbols(of: path, words, &effort) { take(symbols) }
      }
    }
    return found
  }

  /// What a request has done, in bytes.
  private struct Effort {
    var read = 0
    var annotated = 0
  }

  /// The symbols of a file that holds the words; nil where it does not, or where a request may do no more.
  private func symbols(of path: String, _ words: [[UInt8]], _ effort: inout Effort) -> [WorkspaceSymbol]? {
    let uri = FileURI.uri(path)
    let options = options(for: uri)
    guard options.shows(.workspaceSymbols), let stamp = files.stamp(path), stamp.size <= index.limit.fileSize else {
      return nil
    }
    if let known = index.symbols(of: path, stamp, options) { return known }
    if index.lacks(words, path, stamp) { return nil }
    guard effort.read + stamp.size <= index.limit.read,
      effort.annotated + stamp.size <= index.limit.annotated,
      let bytes = files.read(path, index.limit.fileSize)
    else { return nil }
    effort.read += bytes.count
    if let word = missing(words, bytes) {
      index.note(missing: word, in: path, stamp)
      return nil
    }
    guard let document = Document(bytes: bytes, format: SourceFormat(path: path) ?? .plain) else {
      index.keep([], of: path, stamp, options)
      return nil
    }
    effort.annotated += bytes.count
    let view = View(pipeline(for: uri, options).run(document, date: options.date), client.encoding)
    let symbols = WorkspaceSymbol.all(view, uri: uri)
    index.keep(symbols, of: path, stamp, options)
    return symbols
  }

  /// A word of the query that a text does not hold, so that it need not be annotated. A type (`person`) stands in no text, but
  /// no query for all persons should read a folder. Only letters of ASCII are folded here: of other words this says nothing.
  private func missing(_ words: [[UInt8]], _ bytes: [UInt8]) -> [UInt8]? {
    let folded = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return words.first { $0.allSatisfy { $0 < 0x80 } && !folded.holds($0) }
  }
}

extension [UInt8] {
  /// True where `wanted` stands in it.
  fileprivate func holds(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    var at = 0
    while count - at >= wanted.count {
      if self[at] == first, self[at..<at + wanted.count].elementsEqual(wanted) { return true }
      at += 1
    }
    return false
  }
}
