import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// What a person can do about an annotation. Each action is also a command, for clients that know no edits of actions.
  static let codeActions = Feature(
    capabilities: { client in
      guard client.takesActions else { return ["codeActionProvider": true] }
      var members: [(String, JSON)] = [
        ("codeActionKinds", .array(CodeAction.Kind.allCases.map { .string($0.rawValue) }))
      ]
      if client.resolvesEdits { members.append(("resolveProvider", true)) }
      return ["codeActionProvider": .object(members)]
    },
    requests: [
      "textDocument/codeAction": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        let (start, end) = try params.range("range")
        let low = view.offset(of: start)
        let actions = CodeActions(
          view: view, uri: uri, range: Span(low, max(low, view.offset(of: end))),
          disabled: server.cannotCorrect(uri), showsDisabled: server.client.showsDisabledActions,
          context: params?["context"], ifWrittenToday: { server.valueIfWrittenToday($0, view, uri) })
        return Reply(.array(actions.all().compactMap { server.json($0, params?["context"]) }))
      },
      "codeAction/resolve": { server, params throws(ResponseError) in
        guard let action = params, case .object(let members) = action, let data = action["data"],
          let name = data["command"]?.string, let command = Correction.Command(rawValue: name)
        else { throw ResponseError(.invalidParams, "an action without `data` is none of ours") }
        let edit = try server.edit(command, data["arguments"])
        return Reply(.object(members + [("edit", edit)]))
      },
    ],
    commands: [
      "diple.resolveDate": { server, arguments throws(ResponseError) in try server.execute(.resolveDate, arguments) },
      "diple.replaceDate": { server, arguments throws(ResponseError) in try server.execute(.replaceDate, arguments) },
      "diple.nameSpeaker": { server, arguments throws(ResponseError) in try server.execute(.nameSpeaker, arguments) },
      "diple.removeAnnotation": { server, arguments throws(ResponseError) in
        try server.execute(.removeAnnotation, arguments)
      },
      "diple.sameName": { server, arguments throws(ResponseError) in try server.execute(.sameName, arguments) },
      "diple.differentNames": { server, arguments throws(ResponseError) in
        try server.execute(.differentNames, arguments)
      },
      "diple.saveSpec": { server, arguments throws(ResponseError) in try server.execute(.saveSpec, arguments) },
      "diple.saveCounterExample": { server, arguments throws(ResponseError) in
        try server.execute(.saveCounterExample, arguments)
      },
    ])
}

extension Client {
  /// Takes actions with kinds and edits; others take commands only.
  fileprivate var takesActions: Bool {
    capabilities["textDocument"]?["codeAction"]?["codeActionLiteralSupport"]?.object != nil
  }
  /// Shows actions that cannot be done, with the reason.
  fileprivate var showsDisabledActions: Bool {
    takesActions && capabilities["textDocument"]?["codeAction"]?["disabledSupport"]?.bool == true
  }
  /// Asks for an action's edit when a person has chosen it.
  fileprivate var resolvesEdits: Bool {
    let support = capabilities["textDocument"]?["codeAction"]
    return support?["resolveSupport"]?["properties"]?.array?.contains("edit") == true
      && support?["dataSupport"]?.bool == true
  }
}

extension LanguageServer {
  /// An action as the client takes it; nil where it cannot be done.
  fileprivate func json(_ action: CodeAction, _ context: JSON?) -> JSON? {
    let correction = action.correction
    let command: JSON = [
      "title": .string(action.title), "command": .string(correction.command.rawValue),
      "arguments": .array(correction.arguments),
    ]
    guard client.takesActions else { return command }
    var members: [(String, JSON)] = [("title", .string(action.title)), ("kind", .string(action.kind.rawValue))]
    let fixed = (context?["diagnostics"]?.array ?? []).filter { diagnostic in
      diagnostic["source"] == "diple" && action.fixes.contains { diagnostic["code"] == .string($0.rawValue) }
    }
    if !fixed.isEmpty { members.append(("diagnostics", .array(fixed))) }
    if let reason = action.disabled { return .object(members + [("disabled", ["reason": .string(reason)])]) }
    if client.resolvesEdits {
      let data: JSON = ["command": command["command"] ?? .null, "arguments": command["arguments"] ?? .null]
      return .object(members + [("data", data)])
    }
    guard let edit = try? edit(correction.command, .array(correction.arguments)) else { return nil }
    return .object(members + [("edit", edit)])
  }
}

/// Something to be done about an annotation.
struct CodeAction {
  enum Kind: String, CaseIterable {
    case quickfix
    case refactor
    case rewrite = "refactor.rewrite"
    case source = "source.diple"

    /// True where a client asks for actions of this kind, or of one above it.
    func isWanted(_ only: [JSON]?) -> Bool {
      only.map { $0.contains { $0.string.map { rawValue == $0 || rawValue.hasPrefix($0 + ".") } ?? false } } ?? true
    }
  }

  let title: String
  let kind: Kind
  let correction: Correction
  /// The diagnostics that it answers.
  var fixes: [DiagnosticCode] = []
  /// Why it cannot be done; nil where it can.
  var disabled: String?
}

/// `textDocument/codeAction`: the innermost annotations of a range, and what can be done about each.
struct CodeActions {
  /// More annotations than these are not told of.
  private static let most = 4
  /// More speakers than these are not offered.
  private static let mostSpeakers = 8

  let view: View
  let uri: String
  let range: Span
  /// Why corrections cannot be written beside the text; nil where they can.
  let disabled: String?
  /// True where the client shows what cannot be done.
  let showsDisabled: Bool
  let context: JSON?
  /// The value of a date, were the text written today.
  let ifWrittenToday: (Annotation) -> String?

  /// True where corrections are worth a mention.
  private var isOffered: Bool { disabled == nil || showsDisabled }

  func all() -> [CodeAction] {
    var seen: Set<Int> = []
    let touched = view.index.touching(range).filter { $0.isOwn && seen.insert($0.annotation).inserted }
    let annotations = touched.sorted { ($0.span.count, $0.annotation) < ($1.span.count, $1.annotation) }
      .prefix(Self.most).map { view.annotations[$0.annotation] }
    var actions: [CodeAction] = []
    for annotation in annotations {
      switch annotation.kind {
      case "date": actions += date(annotation)
      case "quote": actions += speakers(annotation)
      default: break
      }
    }
    actions += names()
    if isOffered { actions += annotations.map(removal) }
    if let innermost = annotations.first { actions += specs(innermost) }
    // What nobody asked for is only what mends something.
    let isAutomatic = context?["triggerKind"] == 2
    return actions.filter { action in
      action.kind.isWanted(context?["only"]?.array) && (!isAutomatic || action.kind == .quickfix)
    }
  }

  /// The beginning of an annotation, in marks of our own.
  private func words(_ annotation: Annotation) -> String {
    let text = oneLine(view.analysis.text(annotation.place)).drop { "“\"„«‘'".contains($0) }
    var words = String(text)
    while let last = words.last, "”\"»’'".contains(last) { words.removeLast() }
    return "“\(shortened(words, 24))”"
  }

  private func arguments(_ annotation: Annotation, _ more: JSON...) -> [JSON] {
    [.string(uri), view.range(view.analysis.span(annotation.place))] + more
  }

  // MARK: Dates

  private func date(_ annotation: Annotation) -> [CodeAction] {
    var actions: [CodeAction] = []
    func fix(_ value: String, _ title: String, _ kind: CodeAction.Kind) {
      guard isOffered, annotation.source != "override" || annotation.string("value") != value else { return }
      let correction = Correction(.resolveDate, arguments(annotation, .string(value)))
      actions.append(
        CodeAction(
          title: title, kind: kind, correction: correction, fixes: [.unresolvedDate], disabled: disabled))
    }
    guard let value = annotation.string("value") else {
      let readings = Self.readings(view.analysis.text(annotation.place))
      for reading in readings { fix(reading, "\(words(annotation)) is \(reading)", .quickfix) }
      if readings.isEmpty, let value = ifWrittenToday(annotation) {
        fix(value, "\(words(annotation)) is \(value), if this was written today", .quickfix)
      }
      // The diagnostic stays until the day is there.
      if readings.isEmpty {
        fix("XXXX-XX-XX", "\(words(annotation)) is a day that you write in the file of corrections …", .quickfix)
      }
      return actions
    }
    if Self.isISO(value), view.analysis.text(annotation.place) != value, view.isUnbroken(annotation.place) {
      let correction = Correction(.replaceDate, arguments(annotation, .string(value)))
      actions.append(
        CodeAction(title: "Replace \(words(annotation)) by \(value)", kind: .rewrite, correction: correction))
    }
    fix(value, "Fix \(words(annotation)) as \(value)", .refactor)
    return actions
  }

  /// True for a TIMEX3 value that ISO 8601 knows too: a year with month, week, day or time.
  private static func isISO(_ value: String) -> Bool {
    value.utf8.count >= 7 && value.utf8.prefix(4).allSatisfy { (0x30...0x39).contains($0) }
      && value.utf8.allSatisfy { (0x30...0x39).contains($0) || "-:TWZ".utf8.contains($0) }
  }

  /// The days that a date in digits may mean, as `4/5/2021`.
  private static func readings(_ text: String) -> [String] {
    let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard parts.count == 3, text.utf8.count <= 10, (1000...9999).contains(parts[2]) else { return [] }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return [(parts[1], parts[0]), (parts[0], parts[1])].map { "\(parts[2])-\(two($0.0))-\(two($0.1))" }
      .filter { CivilDate(iso: $0) != nil }
  }

  // MARK: Speakers

  private func speakers(_ quote: Annotation) -> [CodeAction] {
    guard isOffered, let form = quote.string("form"), form != "scare", form != "title" else { return [] }
    let known = view.speaker(quote)
    return SpeakerCandidates(view).names(for: quote).filter { $0 != known }.prefix(Self.mostSpeakers).map { name in
      CodeAction(
        title: "\(words(quote)) is said by \(shortened(name, 32))", kind: known == nil ? .quickfix : .refactor,
        correction: Correction(.nameSpeaker, arguments(quote, .string(name))), fixes: [.unattributedQuotation],
        disabled: disabled)
    }
  }

  // MARK: Names

  /// For names that a diagnostic says may be one.
  private func names() -> [CodeAction] {
    let isTold = context?["diagnostics"]?.array?.contains {
      $0["code"] == .string(DiagnosticCode.similarNames.rawValue)
    }
    guard isOffered, isTold == true else { return [] }
    return SimilarNames(view).similar().filter {
      $0.span.overlaps(range) || $0.span.contains(range.start) || $0.span.end == range.start
    }
    .flatMap { finding -> [CodeAction] in
      guard let other = finding.related.first?.span else { return [] }
      let names = [finding.span, other].map { "“\(shortened(oneLine(view.analysis.document.text($0)), 24))”" }
      let arguments: [JSON] = [.string(uri), view.range(finding.span), view.range(other)]
      return [
        CodeAction(
          title: "\(names[0]) and \(names[1]) are one", kind: .quickfix,
          correction: Correction(.sameName, arguments), fixes: [.similarNames], disabled: disabled),
        CodeAction(
          title: "\(names[0]) and \(names[1]) are two", kind: .quickfix,
          correction: Correction(.differentNames, arguments), fixes: [.similarNames], disabled: disabled),
      ]
    }
  }

  // MARK: Any kind

  private func removal(_ annotation: Annotation) -> CodeAction {
    let isDoubtful = annotation.kind == "quote" && view.speaker(annotation) == nil
    return CodeAction(
      title: "\(words(annotation)) is no \(annotation.kind)", kind: isDoubtful ? .quickfix : .refactor,
      correction: Correction(.removeAnnotation, arguments(annotation, .string(annotation.kind))),
      fixes: annotation.kind == "quote" ? [.unattributedQuotation, .unbalancedMark] : [], disabled: disabled)
  }

  private func specs(_ annotation: Annotation) -> [CodeAction] {
    let arguments = arguments(annotation, .string(annotation.kind))
    return [
      CodeAction(
        title: "Save this \(annotation.kind) as a spec", kind: .source, correction: Correction(.saveSpec, arguments)),
      CodeAction(
        title: "Save \(words(annotation)) as a counter-example: no \(annotation.kind)", kind: .source,
        correction: Correction(.saveCounterExample, arguments)),
    ]
  }
}
