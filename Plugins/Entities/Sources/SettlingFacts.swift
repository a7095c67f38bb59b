package import DiplePluginKit

/// What the document says of a mention, asked once.
struct Answers {
  /// The type that the rules give its words, and what is believed of all its mentions.
  var type: EntityType?
  var consensus = Consensus(sum: Beliefs(), of: 0)
  /// Who bears its last word, and longer names with that word at their begin and end.
  var bearer: Bearer?
  var first = Beliefs()
  var last = Beliefs()
  /// The organization whose initials it is.
  var organization: UInt64?

  init(_ found: Found, _ ask: (NameQuestion) -> NameAnswer?) {
    if case .type(let type, let consensus)? = ask(.type(words: found.words)) {
      (self.type, self.consensus) = (type, consensus)
    }
    if found.count == 1 || Reader.particles.contains(found.first),
      case .bearer(let bearer, let first, let last)? = ask(.bearer(found.last))
    {
      (self.bearer, self.first, self.last) = (bearer, first, last)
    }
    if found.count == 1, case .organization(let thing)? = ask(.initials(found.first)) { organization = thing }
  }
}

/// What `Settling` looks at.
extension Found {
  /// The type that the rules and the document give, without the recogniser.
  func ruled(_ answers: Answers) -> EntityType? {
    if evidence == .model { return nil }
    if count == 1, type != .group, evidence != .list || type == .person, answers.bearer?.isSure == true {
      return .person
    }
    if evidence == .list || evidence == .title { return type }
    if let type = answers.type { return type }
    if weak || evidence == .usage { return nil }
    return type ?? (count > 1 ? .organization : nil)
  }

  /// How sure another reading must be to stand against that of the rules.
  var doubt: Float {
    if isFirm { return 0.97 }
    // `Delvin River Authority`: its last word says what it is, if it is anything.
    if evidence == .head { return 0.5 }
    guard evidence == .list else { return 0 }
    return type == .group ? 0.75 : 0.7
  }

  /// The facts, in the order of the weights.
  func facts(ruled: EntityType?, _ answers: Answers) -> [Float] {
    var facts = [Float](repeating: 0, count: Settling.facts)
    facts[0] = 1
    for outcome in 0..<Beliefs.count {
      facts[1 + outcome] = max(-12, opinion.nats[outcome]) / 4
      facts[6 + outcome] = opinion.beliefs[outcome]
    }
    if let others = answers.consensus.others(than: opinion.beliefs) {
      let count = Float(others.count)
      facts[11] = 1
      facts[12] = count / Float(Consensus.enough)
      for outcome in 0..<Beliefs.count {
        facts[13 + outcome] = others.sum[outcome] / count
        facts[18 + outcome] = others.sum[outcome] / count * min(count, 4) / 4
      }
    }
    if count == 1 {
      for outcome in 0..<Beliefs.count {
        facts[23 + outcome] = answers.last[outcome]
        facts[28 + outcome] = answers.first[outcome]
      }
    }
    facts[33 + (ruled.map { Int(NameLabel.Class($0).rawValue) + 1 } ?? 0)] = 1
    if weak { facts[38] = 1 }
    if evidence == .shape { facts[39] = 1 }
    if opinion.isBest { facts[40] = 1 }
    if opinion.isRuled { facts[41] = 1 }
    if count == 1 { facts[42] = 1 }
    if isShouted { facts[43] = 1 }
    if answers.organization != nil { facts[44] = 1 }
    if evidence == .title { facts[45] = 1 }
    if evidence == .list { facts[46] = 1 }
    if count > 3 { facts[47] = 1 }
    return facts
  }
}

/// A candidate of a text to learn from.
package struct NameCandidate: Sendable {
  /// Its tokens in the paragraph.
  package var tokens: Range<Int>
  /// What `Settling` looks at.
  package var facts: [Float]

  /// The candidates of each paragraph of a document, as the annotator sees them.
  package static func all(_ paragraphs: [Layers], _ model: NameModel) -> [[NameCandidate]] {
    let found = paragraphs.map { Reader.candidates($0, model) }
    var told: [NameQuestion: [NameFact]] = [:]
    for (layers, names) in zip(paragraphs, found) {
      for name in names { name.tell({ layers.text($0) }, nil) { told[$0, default: []].append($1) } }
    }
    func ask(_ question: NameQuestion) -> NameAnswer? { told[question].flatMap { NameAnswer(question, $0) } }
    return zip(paragraphs, found).map { layers, names in
      names.map { name in
        let answers = Answers(name, ask)
        return NameCandidate(
          tokens: layers.tokens(in: name.span), facts: name.facts(ruled: name.ruled(answers), answers))
      }
    }
  }
}
