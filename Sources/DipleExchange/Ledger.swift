public import DipleJSONRPC
public import DiplePipeline
public import DiplePluginKit

/// Who said what, about whom, and when: a row for each quote, in document order. Words that quote nobody (irony, titles) have
/// none.
public struct Ledger: Sendable {
  /// One quote.
  public struct Row: Sendable {
    /// The annotation.
    public let quote: Annotation
    /// Who said it; nil where the text names nobody.
    public let speaker: Party?
    /// What kind of source that is.
    public let source: SourceClass
    /// The things that are named in it, each once, without the speaker.
    public let about: [Party]
    /// The dates in the sentence that reports it, outside the words themselves.
    public let when: [Annotation]
  }

  /// The rows.
  public let rows: [Row]
  let things: Things

  /// Reads what was found in a document.
  public init(_ analysis: Analysis) {
    let things = Things(analysis)
    let entities = AnnotationIndex(analysis.annotations.lazy.filter { $0.kind == "entity" })
    let dates = AnnotationIndex(analysis.annotations.lazy.filter { $0.kind == "date" })
    var sentences = SentenceFinder(analysis.document)
    rows = analysis.annotations.lazy.filter { $0.kind == "quote" && !["scare", "title"].contains($0.string("form")) }
      .map { quote in
        // A person may have named somebody whom the text does not.
        let mention = things.speaker(quote)
        let speaker = mention.map(things.party) ?? quote.string("speaker").map { Party(name: $0) }
        let source = SourceClass(speaker, isGivenByName: mention == nil)
        var named: Set<Cluster> = []
        if let entity = speaker?.entity { named.insert(entity) }
        let about = quote.pieces.flatMap { piece in
          entities.inside(piece).compactMap { entity -> Party? in
            guard let cluster = entity.cluster("entity"), named.insert(cluster).inserted else { return nil }
            return things.party(cluster)
          }
        }
        let report = quote.mention("cue")?.place ?? quote.place
        let when = dates.inside(sentences.sentence(of: report)).filter { date in
          date.string("functionInDocument") == nil && !quote.pieces.contains { $0.overlaps(date.place) }
        }
        return Row(quote: quote, speaker: speaker, source: source, about: about, when: when)
      }
    self.things = things
  }

  /// Writes the rows as an array.
  public func write(to writer: inout JSONWriter, _ place: SpanWriter) {
    writer.array { writer in
      for row in rows {
        writer.object { writer in
          writer.member("quote", row.quote.id.description)
          place(things.span(row.quote.pieces), &writer)
          writer.member("form", row.quote.string("form"))
          writer.name("speaker")
          if let speaker = row.speaker { speaker.write(to: &writer) } else { writer.null() }
          writer.member("source", row.source.rawValue)
          writer.member("cue", row.quote.mention("cue").map { things.text($0.places) })
          writer.member("attribution", row.quote.string("attribution"))
          writer.name("about")
          writer.array { for party in row.about { party.write(to: &$0) } }
          writer.name("when")
          writer.array { writer in
            for date in row.when {
              writer.object {
                $0.member("annotation", date.id.description)
                $0.member("value", date.string("value"))
                place(things.span(date.pieces), &$0)
              }
            }
          }
          writer.name("confidence")
          writer.double(row.quote.confidence.isFinite ? min(max(row.quote.confidence, 0), 1) : 0)
        }
      }
    }
  }
}
