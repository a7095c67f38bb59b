import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules

/// What a rule, as it is being written, finds in the open texts.
struct RuleMatches {
  struct Match {
    var uri: String
    var span: Span
    var document: Document
  }

  private(set) var matches: [Match] = []
  /// How many texts were read.
  private(set) var texts = 0
  /// True where there was more text than somebody who points at a rule should wait for.
  private(set) var isPartial = false

  /// So much text is read. In bytes.
  static let most = 2_000_000

  fileprivate init(
    _ rule: Rule, _ module: RuleModule, _ documents: [(uri: String, document: OpenDocument, found: [Annotation])]
  ) {
    let annotator = RulesAnnotator(
      manifest: module.annotator.manifest, rules: [rule], lists: module.annotator.lists)
    var bytes = 0
    for (uri, document, found) in documents {
      let text = document.text
      var byParagraph: [Int: [Annotation]] = [:]
      for annotation in found {
        for number in Set(annotation.pieces.map(\.paragraph)) { byParagraph[number, default: []].append(annotation) }
      }
      texts += 1
      for (number, paragraph) in zip(text.numbers, text.paragraphs) where paragraph.kind != .frontMatter {
        guard bytes < Self.most else {
          isPartial = true
          return
        }
        bytes += paragraph.span.count
        guard let layers = document.paragraph(at: paragraph.span.start)?.layers else { continue }
        let around = byParagraph[number] ?? []
        for firing in annotator.firings(
          layers, paragraph: number, annotations: { kind in around.filter { $0.kind == kind } })
        {
          let span = text.source(Place(number, layers.span(firing.marked)))
          matches.append(Match(uri: uri, span: span, document: text))
        }
      }
    }
  }
}

extension LanguageServer {
  /// What a rule finds in the open texts; nil for one that is unfinished.
  func matches(ofRule id: String, in file: ModuleFile) -> RuleMatches? {
    let open = openFiles
    guard let module = try? file.rules(open: { open[$0] }, hasWholeLists: true),
      let rule = module.annotator.rules.first(where: { $0.id == id })
    else { return nil }
    let texts = documents.keys.sorted().filter {
      moduleFiles[$0] == nil && !Sidecars.contains($0) && !PersonalNames.contains($0)
    }
    return RuleMatches(
      rule, module,
      texts.compactMap { uri in
        guard let view = view(uri), let document = documents[uri] else { return nil }
        return (uri, document, view.annotations)
      })
  }
}
