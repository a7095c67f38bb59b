import DiplePluginKit

/// How a rule's findings are written, made ready once.
final class FindingForm: Sendable {
  let rule: Rule
  /// `module/rule`
  let source: String
  /// The attributes that the rule sets, with what the manifest says of them.
  let attributes: [(attribute: Manifest.Attribute, value: Template)]

  init(_ rule: Rule, _ manifest: Manifest) {
    self.rule = rule
    source = "\(manifest.id)/\(rule.id)"
    let kind = manifest.kinds.first { $0.name == rule.kind }
    attributes = rule.attributes.compactMap { name, value in
      kind?.attributes.first { $0.name == name }.map { ($0, value) }
    }
  }

  /// Whether an attribute may say which thing a capture names.
  var namesThings: Bool { attributes.contains { $0.attribute.type == .mention || $0.attribute.type == .cluster } }
}

/// A firing as an annotation: attributes from captures, the message, and the evidence.
struct Finding {
  let firing: Firing
  let form: FindingForm
  let layers: Layers
  /// The paragraph's.
  let number: Int

  /// - Parameter around: asked where an attribute says which thing or annotation a capture is.
  func annotation(_ around: () -> ParagraphAnnotations) -> Annotation {
    let rule = form.rule
    var annotation = Annotation(
      rule.kind, place(firing.marked), confidence: rule.confidence, source: form.source, reason: reason)
    for (attribute, template) in form.attributes { annotation[attribute.name] = value(attribute, template, around) }
    return annotation
  }

  private func place(_ tokens: Range<Int>) -> Place { Place(number, layers.span(tokens)) }

  private func text(_ capture: String) -> String? { firing.capture(capture).map { layers.text($0) } }

  private func value(
    _ attribute: Manifest.Attribute, _ template: Template, _ around: () -> ParagraphAnnotations
  ) -> AttributeValue? {
    let capture = template.onlyCapture.flatMap { firing.capture($0) }
    switch attribute.type {
    case .string:
      guard let text = template.filled(text) else { return nil }
      return attribute.values.isEmpty || attribute.values.contains(text) ? .string(text) : nil
    case .bool:
      if template.onlyCapture != nil { return .bool(capture != nil) }
      return .bool(template.filled { _ in nil } == "true")
    case .number:
      return template.filled(text).flatMap { Double($0.replacing(",", with: "")) }.map { .number($0) }
    case .mention: return capture.map { .mention(Mention(place($0), entity: around().entity($0))) }
    case .cluster: return capture.flatMap { around().entity($0) }.map { .cluster($0) }
    case .annotation: return capture.flatMap { around().annotation($0) }.map { .annotation($0) }
    }
  }

  /// The message, where there is one; else the words, the entries of lists and the captures that made the rule fire.
  private var reason: String {
    if let message = form.rule.message?.filled({ text($0) ?? "…" }) { return message }
    // Bytes first: there are many findings, and a string is checked whenever something is added.
    var evidence: [UInt8] = []
    evidence.reserveCapacity(128)
    func quote(_ tokens: Range<Int>) {
      evidence.append(contentsOf: "“".utf8)
      if !tokens.isEmpty { evidence.append(contentsOf: layers.bytes[layers.span(tokens).range]) }
      evidence.append(contentsOf: "”".utf8)
    }
    quote(firing.marked)
    for entry in firing.entries {
      if entry.tokens == firing.marked {
        evidence.append(contentsOf: ", in the list ".utf8)
      } else {
        evidence.append(contentsOf: ", ".utf8)
        quote(entry.tokens)
        evidence.append(contentsOf: " of the list ".utf8)
      }
      evidence.append(contentsOf: entry.list.utf8)
    }
    for capture in firing.captures where capture.name != "0" {
      evidence.append(contentsOf: ", ".utf8)
      evidence.append(contentsOf: capture.name.utf8)
      evidence.append(UInt8(ascii: " "))
      quote(capture.tokens)
    }
    return String(decoding: evidence, as: UTF8.self)
  }
}
