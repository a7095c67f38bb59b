public import DipleJSONRPC
public import DiplePluginKit

extension Annotation {
  /// Writes the annotation as an object: what Specs/protocol/annotations.md says of every annotation, then its attributes.
  /// - Parameters:
  ///   - names: the members that tell where it stands; an attribute may not stand in the place of one.
  ///   - naming: the fullest name of a thing, which a mention of it has beside it; nil where none is known or wanted.
  ///   - writePlaces: writes the members for the pieces of the annotation, or of a mention, of which there is at least one.
  public func write(
    to writer: inout JSONWriter, placedBy names: Set<String>, naming: (Cluster) -> String? = { _ in nil },
    _ writePlaces: ([Place], inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("id", id.description)
      writer.member("kind", kind)
      writePlaces(pieces, &writer)
      writer.name("confidence")
      writer.double(confidence.isFinite ? min(max(confidence, 0), 1) : 0)
      writer.member("source", source)
      writer.member("reason", reason)
      for (name, value) in attributes where !reserved.contains(name) && !names.contains(name) {
        writer.name(name)
        switch value {
        case .string(let value): writer.string(value)
        case .bool(let value): writer.bool(value)
        case .number(let value): writer.double(value)
        case .cluster(let value): writer.string(value.description)
        case .annotation(let value): writer.string(value.description)
        // The pipeline leaves none; a number would mean nothing to a reader.
        case .sibling, .thing: writer.null()
        case .mention(let mention):
          writer.object { writer in
            writePlaces(mention.places, &writer)
            writer.member("entity", mention.entity?.description)
            writer.member("name", mention.entity.flatMap(naming))
          }
        }
      }
    }
  }
}

/// What the contract itself says of every annotation, wherever it stands.
private let reserved: Set<String> = ["id", "kind", "text", "prose", "pieces", "confidence", "source", "reason"]
