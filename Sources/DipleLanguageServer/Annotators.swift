import DipleExchange
import DipleJSONRPC
import DiplePipeline

extension Feature {
  /// `diple/annotators`: what the loaded modules say of themselves, in the order in which they run.
  static let annotators = Feature(
    requests: [
      "diple/annotators": { server, _ in
        Reply(["annotators": .array(server.whole.manifests.map(\.json))])
      }
    ])
}
