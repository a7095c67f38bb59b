import DipleJSONRPC

extension Feature {
  /// `workspace/executeCommand`: the commands of all features, for clients that know no methods but the protocol's.
  static let executeCommand = Feature(
    capabilities: { _ in
      let names = all.flatMap(\.commands.keys).sorted()
      return names.isEmpty ? [:] : ["executeCommandProvider": ["commands": .array(names.map { .string($0) })]]
    },
    requests: [
      "workspace/executeCommand": { server, params throws(ResponseError) in
        guard let name = params?["command"]?.string else { throw ResponseError(.invalidParams, "`command` is missing") }
        guard let command = Feature.commands[name] else {
          throw ResponseError(.invalidParams, "no command `\(name)`")
        }
        return try command(server, params?["arguments"])
      }
    ])
}
