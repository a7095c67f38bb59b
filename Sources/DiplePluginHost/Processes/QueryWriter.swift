import DipleJSONRPC
import DiplePluginKit

/// Writes what a module is asked. It gets the layers that it requires and no others, as arrays of numbers, in its own unit.
struct QueryWriter {
  let manifest: Manifest
  let unit: TextUnit

  /// The parameters of `annotate`.
  func write(_ query: ModuleQuery, to out: inout JSONWriter) {
    let units = TextUnits(query.text, unit)
    out.object { out in
      out.name("document")
      out.object {
        $0.member("key", query.key)
        $0.member("uri", query.uri)
        $0.member("language", query.language)
        $0.member("date", query.date?.description)
      }
      out.member("text", String(decoding: query.text, as: UTF8.self))
      out.name("paragraphs")
      out.array { out in
        for paragraph in query.paragraphs {
          out.array {
            span(paragraph.span, units, &$0)
            $0.int(paragraph.number)
          }
        }
      }
      out.name("layers")
      out.object { layers(query, units, &$0) }
      out.name("annotations")
      out.object { out in
        for kind in manifest.requires where !Manifest.isLayer(kind) {
          out.name(kind)
          out.array { out in
            for annotation in query.annotations where annotation.kind == kind {
              write(annotation, query, units, &out)
            }
          }
        }
      }
      if !query.settings.values.isEmpty {
        out.name("settings")
        Self.write(query.settings, &out)
      }
    }
  }

  static func write(_ settings: Settings, _ out: inout JSONWriter) {
    out.object { out in
      for (name, value) in settings.values.sorted(by: { $0.key < $1.key }) {
        out.name(name)
        switch value {
        case .bool(let value): out.bool(value)
        case .number(let value): out.double(value)
        case .string(let value): out.string(value)
        }
      }
    }
  }

  private func span(_ span: Span, _ units: TextUnits, _ out: inout JSONWriter) {
    out.int(units.unit(at: span.start))
    out.int(units.unit(at: span.end))
  }

  private func layers(_ query: ModuleQuery, _ units: TextUnits, _ out: inout JSONWriter) {
    let wanted = Set(manifest.requires)
    func each(_ name: String, _ out: inout JSONWriter, _ body: (ModuleQuery.Paragraph, inout JSONWriter) -> Void) {
      out.name(name)
      out.array { for paragraph in query.paragraphs { body(paragraph, &$0) } }
    }
    func span(_ tokens: Range<Int>, _ paragraph: ModuleQuery.Paragraph, _ out: inout JSONWriter) {
      self.span(paragraph.layers.span(tokens).shifted(by: paragraph.start), units, &out)
    }
    // A tag, a lemma and a head are a token's.
    if !wanted.isDisjoint(with: ["tokens", "tags", "lemmas", "dependencies"]) {
      each("tokens", &out) { paragraph, out in
        for token in 0..<paragraph.layers.count { span(token..<token + 1, paragraph, &out) }
      }
    }
    if wanted.contains("sentences") {
      each("sentences", &out) { paragraph, out in
        for sentence in paragraph.layers.sentences where !sentence.isEmpty { span(sentence, paragraph, &out) }
      }
    }
    if wanted.contains("tags") {
      let tags = query.paragraphs.lazy.flatMap(\.layers.tags).map(\.name)
      out.member("tags", tags.joined(separator: " "))
    }
    if wanted.contains("lemmas") {
      let lemmas = query.paragraphs.lazy.flatMap { paragraph in
        (0..<paragraph.layers.count).map { paragraph.layers.lemma($0) }
      }
      out.member("lemmas", lemmas.joined(separator: " "))
    }
    if wanted.contains("dependencies") { dependencies(query, &out) }
    if wanted.contains("phrases") {
      each("nounPhrases", &out) { paragraph, out in
        for phrase in paragraph.layers.nounPhrases {
          span(phrase.tokens, paragraph, &out)
          span(phrase.head..<phrase.head + 1, paragraph, &out)
        }
      }
      each("verbGroups", &out) { paragraph, out in
        for group in paragraph.layers.verbGroups {
          span(group.tokens, paragraph, &out)
          span(group.head..<group.head + 1, paragraph, &out)
        }
      }
    }
  }

  /// `heads`: the index of each token's head, -1 for a sentence's root; `relations`: what each token is to its head.
  private func dependencies(_ query: ModuleQuery, _ out: inout JSONWriter) {
    var relations: [String] = []
    out.name("heads")
    out.array { out in
      var before = 0
      for paragraph in query.paragraphs {
        for sentence in paragraph.layers.sentences.indices {
          guard let tree = paragraph.layers.dependencies(sentence: sentence) else { continue }
          for head in tree.heads { out.int(head < 0 ? -1 : before + Int(head)) }
          relations += tree.relations.map(\.name)
        }
        before += paragraph.layers.count
      }
    }
    out.member("relations", relations.joined(separator: " "))
  }

  private func write(_ annotation: Annotation, _ query: ModuleQuery, _ units: TextUnits, _ out: inout JSONWriter) {
    out.object { out in
      out.member("id", annotation.id.description)
      places(annotation.pieces, query, units, &out)
      out.name("confidence")
      out.double(annotation.confidence)
      out.name("attributes")
      out.object { out in
        for (name, value) in annotation.attributes {
          switch value {
          case .string(let text): out.member(name, text)
          case .bool(let truth): out.member(name, json: .bool(truth))
          case .number(let number): out.member(name, json: .double(number))
          case .cluster(let cluster): out.member(name, cluster.description)
          case .annotation(let id): out.member(name, id.description)
          case .mention(let mention):
            out.name(name)
            out.object { out in
              places(mention.places, query, units, &out)
              out.member("entity", mention.entity?.description)
            }
          // The pipeline has turned these into the ones above.
          case .thing, .sibling: break
          }
        }
      }
    }
  }

  /// `start` and `end`, or `pieces` where there are several. Places in paragraphs that the query does not hold are left out.
  private func places(_ places: [Place], _ query: ModuleQuery, _ units: TextUnits, _ out: inout JSONWriter) {
    let spans = places.compactMap { place in
      query.start(ofParagraph: place.paragraph).map { place.span.shifted(by: $0) }
    }
    guard let first = spans.first else { return }
    if spans.count == 1 {
      out.member("start", units.unit(at: first.start))
      out.member("end", units.unit(at: first.end))
    } else {
      out.name("pieces")
      out.array { out in
        for piece in spans { out.array { span(piece, units, &$0) } }
      }
    }
  }
}
