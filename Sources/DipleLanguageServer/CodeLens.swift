import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// How often each person speaks and is named, over the line that names them first. Off unless an option asks for it.
  static let codeLens = Feature(
    capabilities: { _ in ["codeLensProvider": ["resolveProvider": true]] },
    requests: [
      "textDocument/codeLens": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        return Reply(CodeLens(view: view, uri: uri).answer())
      },
      "codeLens/resolve": { server, params throws(ResponseError) in
        guard let lens = params, case .object(let members) = lens, let data = lens["data"] else {
          throw ResponseError(.invalidParams, "a lens without `data` is none of ours")
        }
        // The text may have changed since, and the document may be closed: then there is nothing more to tell.
        guard let uri = data["uri"]?.string,
          let view = try? server.document(["textDocument": ["uri": .string(uri)]]).view,
          let thing = data["thing"]?.string,
          let person = CodeLens(view: view, uri: uri).people().first(where: { $0.thing.description == thing })
        else { return Reply(lens) }
        let command = CodeLens(view: view, uri: uri).command(person, server.client.referencesCommand)
        return Reply(.object(members.filter { $0.0 != "command" } + [("command", command)]))
      },
    ],
    commands: [
      // For editors that cannot show a list of places: they are shown the next place, and get the list as the result.
      CodeLens.ownCommand: { server, arguments throws(ResponseError) in
        guard let uri = arguments?.array?.first, let place = arguments?.array?.dropFirst().first,
          let position = Position(place)
        else { throw ResponseError(.invalidParams, "the arguments are no URI and position") }
        let view = try server.document(["textDocument": ["uri": uri]]).view
        let found = Navigation(view: view, uri: uri.string ?? "").references(at: position, includeDeclaration: true)
        if server.client.can("window", "showDocument", "support"),
          let next = found.array?.first(where: { Position($0["range"]?["start"]).map { $0 > position } ?? false })
        {
          server.ask(
            "window/showDocument", ["uri": uri, "takeFocus": true, "selection": next["range"] ?? .null])
        }
        return Reply(found)
      }
    ])
}

extension Client {
  /// The client's own command that shows a list of places: it takes a URI, a position and `Location`s. Nil where it says of
  /// none. Like rust-analyzer's clients it says so in `experimental.commands`.
  fileprivate var referencesCommand: String? {
    let own = capabilities["experimental"]?["commands"]?["commands"]?.array?.compactMap(\.string) ?? []
    return ["diple.showReferences", "editor.action.showReferences"].first(where: own.contains)
  }
}

/// `textDocument/codeLens` and `codeLens/resolve`: `4 quotes · 12 mentions`.
struct CodeLens {
  /// For clients that have no command for it.
  static let ownCommand = "diple.references"

  /// A person, and where they are named first.
  struct Person {
    let thing: Cluster
    let span: Span
    /// True where others are named first on the same line.
    var hasCompany = false
  }

  let view: View
  let uri: String

  func answer() -> JSON {
    .array(
      people().map {
        ["range": view.range($0.span), "data": ["uri": .string(uri), "thing": .string($0.thing.description)]]
      })
  }

  /// The people that the text names, in the order of their first mentions.
  func people() -> [Person] {
    let lines = view.analysis.document.lines
    var people: [Person] = []
    for (number, annotation) in view.annotations.enumerated() where annotation.string("type") == "person" {
      guard let thing = annotation.cluster("entity"), view.firstMention(of: thing) == number else { continue }
      let span = view.analysis.span(annotation.place)
      let line = lines.line(at: span.start)
      // A lens stands over one line.
      let end = min(span.end, lines.content(of: line, in: view.analysis.document.bytes).end)
      var person = Person(thing: thing, span: Span(span.start, max(span.start, end)))
      if let last = people.indices.last, lines.line(at: people[last].span.start) == line {
        people[last].hasCompany = true
        person.hasCompany = true
      }
      people.append(person)
    }
    return people
  }

  /// What a lens says and does.
  /// - Parameter showing: the client's command that shows places.
  func command(_ person: Person, _ showing: String?) -> JSON {
    var arguments: [JSON] = [.string(uri), view.json(person.span.start)]
    if showing != nil { arguments.append(Navigation(view: view, uri: uri).references(of: person.thing)) }
    return [
      "title": .string(title(person)), "command": .string(showing ?? Self.ownCommand), "arguments": .array(arguments),
    ]
  }

  private func title(_ person: Person) -> String {
    let quotes = Navigation(view: view, uri: uri).quotes(of: person.thing).count
    let counts = [(quotes, "quote"), (view.mentions(person.thing), "mention")].filter { $0.0 > 0 }
    let title = counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: " · ")
    // Editors put the lenses of a line side by side.
    return person.hasCompany ? "\(shortened(oneLine(view.name(person.thing) ?? "?"), 40)): \(title)" : title
  }
}
