import DiplePluginKit

/// What may be a name: what the recogniser reads as one, what the rules found, and what nearly is one, each with the recogniser's
/// opinion. The document chooses among them.
extension Reader {
  /// The candidates of a paragraph, in order.
  static func candidates(_ layers: Layers, _ model: NameModel?, _ own: OwnNames? = nil) -> [Found] {
    var reader = Reader(layers, own)
    reader.read()
    guard let model, layers.count > 0 else { return reader.found }
    reader.recognise(model)
    return reader.found
  }

  private mutating func recognise(_ model: NameModel) {
    let atoms = NameAtoms(self, model.lexicon)
    let features = NameFeatures(atoms, model.lexicon, logRows: model.logRows)
    let ruled = found
    found = []
    var next = 0
    for region in atoms.regions {
      let lattice = NameLattice(features, region, model.weights)
      let first = found.count
      while next < ruled.count, ruled[next].span.start < layers.end(region.upperBound - 1) {
        var item = ruled[next]
        if !item.isOwn { item.opinion = opinion(lattice, layers.tokens(in: item.span), region, model) }
        item.opinion.isRuled = true
        found.append(item)
        next += 1
      }
      var rules = first
      let firm = found[first...].filter(\.isFirm).map(\.span)
      var nextFirm = 0
      for (tokens, kind) in proposals(lattice.names(in: region), region, atoms) {
        let span = layers.span(tokens)
        while rules < found.count, found[rules].opinion.isRuled, found[rules].span.start < span.start { rules += 1 }
        if rules < found.count, found[rules].span == span {
          if !found[rules].isOwn { found[rules].opinion.isBest = kind != nil }
          continue
        }
        // Where a title leaves no choice, what takes the title in is no name, and tells the document of none.
        while nextFirm < firm.count, firm[nextFirm].end <= span.start { nextFirm += 1 }
        if nextFirm < firm.count, firm[nextFirm].start < span.end { continue }
        var opinion = opinion(lattice, tokens, region, model)
        opinion.isBest = kind != nil
        guard kind != nil || opinion.beliefs[0] < 0.98 else { continue }
        let sentence = layers.sentences[layers.sentence(at: tokens.lowerBound)]
        add(tokens, opinion.likeliest, .model, entry: names.entry(layers, tokens), in: sentence)
        found[found.count - 1].opinion = opinion
      }
    }
    found.sort { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
  }

  /// The names on the best way and, without a class, runs of capitals between them, up to four long: what is no name at first
  /// sight may be one in the light of the document. In order.
  private func proposals(
    _ names: [(tokens: Range<Int>, kind: NameLabel.Class?)], _ region: Range<Int>, _ atoms: NameAtoms
  ) -> [(tokens: Range<Int>, kind: NameLabel.Class?)] {
    var proposals: [(tokens: Range<Int>, kind: NameLabel.Class?)] = []
    var next = 0
    var token = region.lowerBound
    while token < region.upperBound {
      var end = token
      while end < region.upperBound, atoms.active[end] { end += 1 }
      let run = token..<end
      while next < names.count, names[next].tokens.upperBound <= token {
        proposals.append(names[next])
        next += 1
      }
      let isFree = next == names.count || names[next].tokens.lowerBound >= end
      if !run.isEmpty, run.count <= 4, isFree { proposals.append((run, nil)) }
      token = max(end, token + 1)
    }
    return proposals + names[next...]
  }

  private func opinion(_ lattice: NameLattice, _ tokens: Range<Int>, _ region: Range<Int>, _ model: NameModel)
    -> Opinion
  {
    // A rule's name may reach over the cut of a very long region.
    let tokens = tokens.clamped(to: region)
    guard !tokens.isEmpty else { return Opinion() }
    let local = tokens.lowerBound - region.lowerBound..<tokens.upperBound - region.lowerBound
    var nats = SIMD8<Float>.zero
    nats[0] = -Float(lattice.lossOutside(local)) / Float(model.unit)
    for kind in NameLabel.Class.allCases {
      nats[Int(kind.rawValue) + 1] = -Float(lattice.loss(local, kind)) / Float(model.unit)
    }
    // Ways that cut the name or make it longer are no name of these words either.
    let inside = (0..<Beliefs.count).map { nats[$0] }.max() ?? 0
    if inside < 0 { nats[0] = max(nats[0], 0) }
    return Opinion(nats: nats, beliefs: Beliefs(nats: nats), isKnown: true)
  }
}

extension Opinion {
  /// The type that is likeliest if it is a name at all; nil for the class of all others.
  var likeliest: EntityType? {
    let kind = NameLabel.Class.allCases.max { beliefs[Int($0.rawValue) + 1] < beliefs[Int($1.rawValue) + 1] }
    return kind?.type
  }
}

extension NameLattice {
  /// The names on the best way: their tokens in the paragraph, and their class.
  package func names(in region: Range<Int>) -> [(tokens: Range<Int>, kind: NameLabel.Class?)] {
    let labels = labels
    var names: [(tokens: Range<Int>, kind: NameLabel.Class?)] = []
    var token = 0
    while token < labels.count {
      guard let kind = NameLabel.kind(labels[token]) else {
        token += 1
        continue
      }
      var end = token + 1
      while end < labels.count, NameLabel.kind(labels[end]) == kind, !NameLabel.begins(labels[end]) { end += 1 }
      names.append((region.lowerBound + token..<region.lowerBound + end, kind))
      token = end
    }
    return names
  }
}
