import DipleJSONRPC
import DiplePluginKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The module's side of the protocol: one question after the other.
struct ModuleLoop<Annotator: DocumentAnnotator> {
  let annotator: Annotator
  let connection: Connection

  func run(input: Int32) {
    var frames = FrameReader()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var settings = annotator.manifest.settings
    while true {
      let count = read(input, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      chunk.withUnsafeBufferPointer { frames.append(UnsafeBufferPointer(rebasing: $0[..<count])) }
      do {
        while let body = try frames.next() {
          guard take(try Message(body: body), &settings) else { return }
        }
      } catch { fail("\(error)") }
    }
  }

  /// Answers a message; false where it was the last.
  private func take(_ message: Message, _ settings: inout Settings) -> Bool {
    switch message {
    case .request(let id, "hello", let params):
      settings = settings.merging(ViewReader.settings(params?["settings"]))
      connection.send(
        Message.answer(id) { out in
          out.object { out in
            out.member("id", annotator.manifest.id)
            out.member("version", annotator.manifest.version)
            out.member("api", Manifest.currentAPI)
            out.member("features", json: ["pipeline"])
          }
        })
    case .request(let id, "annotate", let params):
      guard let view = ViewReader.view(params, settings) else {
        connection.send(Message.failure(id, ResponseError(.invalidParams, "no text, or paragraphs outside of it")))
        return true
      }
      let summaries = view.document.paragraphs.map { annotator.summarize($0.layers) }
      let found = annotator.annotate(view.document, summaries)
      connection.send(
        Message.answer(id) { FindingWriter(starts: view.starts, id: annotator.manifest.id).write(found, &$0) })
    case .request(let id, "shutdown", _): connection.send(Message.answer(id) { $0.null() })
    case .request(let id, let method, _):
      connection.send(Message.failure(id, ResponseError(.methodNotFound, "no method \(method)")))
    case .notification("exit", _): return false
    case .notification, .response: break
    }
    return true
  }
}

/// From the parameters of `annotate` to what an annotator sees. Offsets count bytes.
enum ViewReader {
  static func settings(_ json: JSON?) -> Settings {
    var settings = Settings()
    for (name, value) in json?.object ?? [] {
      if let truth = value.bool {
        settings.values[name] = .bool(truth)
      } else if let number = value.number {
        settings.values[name] = .number(number)
      } else if let text = value.string {
        settings.values[name] = .string(text)
      }
    }
    return settings
  }

  static func view(_ params: JSON?, _ settings: Settings) -> (document: DocumentView, starts: [Int: Int])? {
    guard let text = params?["text"]?.string.map({ Array($0.utf8) }) else { return nil }
    var items: [DocumentView.Item] = []
    var places: [(start: Int, end: Int, number: Int)] = []
    for paragraph in params?["paragraphs"]?.array ?? [] {
      guard let numbers = paragraph.array?.compactMap(\.int), numbers.count == 3, 0 <= numbers[0],
        numbers[0] <= numbers[1], numbers[1] <= text.count
      else { return nil }
      items.append(.init(number: numbers[2], layers: English.read(Array(text[numbers[0]..<numbers[1]]))))
      places.append((numbers[0], numbers[1], numbers[2]))
    }
    let date = params?["document"]?["date"]?.string.flatMap { CivilDate(iso: $0) }
    var view = DocumentView(
      paragraphs: items, date: date.map { DocumentDate($0, from: .input) },
      settings: settings.merging(Self.settings(params?["settings"])))
    for (kind, list) in params?["annotations"]?.object ?? [] {
      view.add((list.array ?? []).compactMap { annotation($0, kind, places) }, kind: kind)
    }
    return (view, Dictionary(places.map { ($0.number, $0.start) }) { first, _ in first })
  }

  private static func annotation(
    _ json: JSON, _ kind: String, _ paragraphs: [(start: Int, end: Int, number: Int)]
  ) -> Annotation? {
    guard let pieces = pieces(json, paragraphs) else { return nil }
    var annotation = Annotation(
      kind, pieces, confidence: json["confidence"]?.number ?? 1, source: kind, reason: "made by an earlier module")
    if let id = json["id"]?.string, let dash = id.lastIndex(of: "-"), let number = Int(id[id.index(after: dash)...]) {
      annotation.id = AnnotationID(kind, number)
    }
    for (name, value) in json["attributes"]?.object ?? [] {
      switch value {
      case .bool(let truth): annotation[name] = .bool(truth)
      case .int(let number): annotation[name] = .number(Double(number))
      case .double(let number): annotation[name] = .number(number)
      case .string(let text):
        // The thing that a mention names is written `E3`.
        let cluster = text.first == "E" ? Int(text.dropFirst()).map(Cluster.init) : nil
        annotation[name] = cluster.map(AttributeValue.cluster) ?? .string(text)
      case .object:
        guard let places = Self.pieces(value, paragraphs) else { continue }
        let entity = value["entity"]?.string.flatMap { Int($0.dropFirst()).map(Cluster.init) }
        annotation[name] = .mention(Mention(places, entity: entity))
      case .array, .null: break
      }
    }
    return annotation
  }

  private static func pieces(_ json: JSON, _ paragraphs: [(start: Int, end: Int, number: Int)]) -> [Place]? {
    var ends = (json["pieces"]?.array ?? []).compactMap { $0.array?.compactMap(\.int) }
    if let start = json["start"]?.int, let end = json["end"]?.int { ends = [[start, end]] }
    let places = ends.compactMap { ends -> Place? in
      guard ends.count == 2, ends[0] <= ends[1] else { return nil }
      let index = paragraphs.partitioningIndex { $0.end >= ends[1] }
      guard index < paragraphs.count, paragraphs[index].start <= ends[0] else { return nil }
      let start = paragraphs[index].start
      return Place(paragraphs[index].number, Span(ends[0] - start, ends[1] - start))
    }
    return places.isEmpty ? nil : places
  }
}

/// Writes what was found as the result of `annotate`.
struct FindingWriter {
  /// The first byte of each paragraph, by number.
  let starts: [Int: Int]
  let id: String

  func write(_ found: [Annotation], _ out: inout JSONWriter) {
    out.object { out in
      out.name("annotations")
      out.array { for annotation in found { write(annotation, &$0) } }
    }
  }

  private func write(_ annotation: Annotation, _ out: inout JSONWriter) {
    out.object { out in
      out.member("kind", annotation.kind)
      places(annotation.pieces, &out)
      out.name("confidence")
      out.double(annotation.confidence)
      out.member("reason", annotation.reason)
      let rule = annotation.source.hasPrefix(id + "/") ? annotation.source.dropFirst(id.utf8.count + 1) : nil
      out.member("rule", rule.map(String.init))
      out.name("attributes")
      out.object { out in
        for (name, value) in annotation.attributes {
          switch value {
          case .string(let text): out.member(name, text)
          case .bool(let truth): out.member(name, json: .bool(truth))
          case .number(let number): out.member(name, json: .double(number))
          case .cluster(let cluster): out.member(name, cluster.description)
          case .thing(let thing): out.member(name, "thing-\(thing)")
          case .annotation(let id): out.member(name, id.description)
          case .sibling(let index): out.member(name, index)
          case .mention(let mention):
            out.name(name)
            out.object { places(mention.places, &$0) }
          }
        }
      }
    }
  }

  private func places(_ places: [Place], _ out: inout JSONWriter) {
    let spans = places.map { $0.span.shifted(by: starts[$0.paragraph] ?? 0) }
    if spans.count == 1 {
      out.member("start", spans[0].start)
      out.member("end", spans[0].end)
    } else {
      out.name("pieces")
      out.array { out in
        for span in spans { out.array { for end in [span.start, span.end] { $0.int(end) } } }
      }
    }
  }
}
