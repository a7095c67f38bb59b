import DipleExchange
import DipleJSONRPC
import DiplePipeline

extension Feature {
  /// `diple/explain`: all that is annotated at a place, and why.
  static let explain = Feature(
    requests: [
      "diple/explain": { server, params throws(ResponseError) in
        let (uri, version, view) = try server.document(params)
        let offset = view.offset(of: try params.position("position"))
        let found = Explanation.at(offset, view.analysis, server.whole.manifests)
        return Reply { writer in
          writer.object { writer in
            Publication.writeHead(view, uri: uri, version: version, to: &writer)
            writer.name("annotations")
            writer.array { writer in
              for explanation in found {
                writer.object { writer in
                  writer.name("annotation")
                  Publication.write(explanation.annotation, view.placement, to: &writer)
                  explanation.write(to: &writer, view.analysis, view.placement.writeMembers)
                }
              }
            }
          }
        }
      }
    ])
}
