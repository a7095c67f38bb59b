import DiplePluginKit

/// Decides what a run of name words names.
extension Reader {
  mutating func read(_ run: Range<Int>, in sentence: Range<Int>) {
    if let entry = names.entry(layers, run), !(run.count == 1 && isOtherwise(run.lowerBound)) {
      return add(run, entry.type, .list, entry: entry, in: sentence)
    }
    let isShouted = run.count > 2 && run.allSatisfy { layers.shape($0).contains(.allCaps) }
    if isHeadline && run.count > 3 || isShouted { return readKnown(run, in: sentence) }
    // A title parts a run: what stands before it belongs to the role, what follows is a person.
    var token = run.lowerBound
    while token < run.upperBound {
      if let title = titles.title(layers, at: token, limit: run.upperBound), !isPartOfHead(title.tokens, run),
        !isFamilyName(title.tokens, run)
      {
        if token > run.lowerBound { readKnown(run.lowerBound..<token, in: sentence) }
        let rest = title.tokens.upperBound..<run.upperBound
        if rest.isEmpty { return run.count == 1 ? readLoneRole(token, in: sentence) : () }
        if titles.kind(layers, rest.lowerBound) != nil {
          guard rest.count == 1, titles.isFamilyName(layers, rest.lowerBound) else { return read(rest, in: sentence) }
          // `Mr Baker` is a person; of `Judge Baker` and `Chief Judge`, the document tells.
          if title.kind != .role { return add(rest, .person, .title, in: sentence) }
          return addCandidate(rest, in: sentence)
        }
        if rest.count > 4 || heads.last[layers.word(rest.upperBound - 1)] == .organization {
          return readPlain(rest, in: sentence)
        }
        // `Miss Universe Alicia Machado`
        if rest.count > 2, layers.word(title.tokens.lowerBound) == "Miss",
          GivenNames.gender(of: layers.word(rest.lowerBound)) == nil,
          GivenNames.gender(of: layers.word(rest.lowerBound + 1)) != nil
        {
          return add(rest.dropFirst(), .person, .title, in: sentence)
        }
        let role =
          title.kind == .honorific ? nil : role(from: run.lowerBound, to: title.tokens.upperBound, in: sentence)
        return add(rest, .person, .title, role: role, in: sentence)
      }
      token += 1
    }
    readPlain(run, in: sentence)
  }

  /// `Tim Cook`, `Mary J. Bishop`, `Martin Luther King Jr.`: right behind a given name or an initial, a word that is a family
  /// name as well is one. `Georgia Judge Ann Holt` and `Charles King of Norway` name a role.
  private func isFamilyName(_ title: Range<Int>, _ run: Range<Int>) -> Bool {
    let given = title.lowerBound - 1
    guard title.count == 1, given >= run.lowerBound, titles.isFamilyName(layers, title.lowerBound),
      GivenNames.gender(of: layers.word(given)) != nil || isInitial(given),
      names.entry(layers, given..<given + 1) == nil
    else { return false }
    let rest = title.upperBound..<run.upperBound
    return rest.allSatisfy { Self.suffixes.contains(layers.word($0)) }
      || heads.last[layers.word(run.upperBound - 1)] != nil
  }

  /// `Cook said so`: a role without an article may be the family name of somebody.
  private mutating func readLoneRole(_ token: Int, in sentence: Range<Int>) {
    guard titles.isFamilyName(layers, token) else { return }
    let before = token - 1
    if before >= sentence.lowerBound, belongs(before) || layers.tag(before) == .dt || layers.tag(before) == .cd {
      return
    }
    addCandidate(token..<token + 1, in: sentence)
  }

  /// A name only where the document names its bearer in full.
  private mutating func addCandidate(_ tokens: Range<Int>, in sentence: Range<Int>) {
    add(tokens, nil, .shape, in: sentence)
    found[found.count - 1].weak = true
    found[found.count - 1].needsBearer = true
  }

  /// `Queen Street`, `General Motors`: the title is part of another name.
  private func isPartOfHead(_ title: Range<Int>, _ run: Range<Int>) -> Bool {
    if let type = heads.last[layers.word(run.upperBound - 1)], type != .person, title.upperBound < run.upperBound,
      run.upperBound - title.upperBound <= 1
    {
      return true
    }
    return names.longest(layers, at: title.lowerBound, limit: run.upperBound).map { $0.tokens.count > 1 } ?? false
  }

  /// `Paris Hilton`, `April`: single words that a list knows as another thing.
  private func isOtherwise(_ token: Int) -> Bool { isHeadline && GivenNames.isCommonWord(layers.word(token)) }

  /// The names of a list in some tokens, and nothing else.
  private mutating func readKnown(_ run: Range<Int>, in sentence: Range<Int>) {
    var token = run.lowerBound
    while token < run.upperBound {
      if let known = names.longest(layers, at: token, limit: run.upperBound) {
        add(known.tokens, known.entry.type, .list, entry: known.entry, in: sentence)
        token = known.tokens.upperBound
      } else {
        token += 1
      }
    }
  }

  private mutating func readPlain(_ run: Range<Int>, in sentence: Range<Int>) {
    if let entry = names.entry(layers, run) {
      return add(run, entry.type, .list, entry: entry, in: sentence)
    }
    let (first, last) = (layers.word(run.lowerBound), layers.word(run.upperBound - 1))
    if run.count >= 2 {
      if run.contains(where: { layers.word($0) == "on" }) { return add(run, .organization, .head, in: sentence) }
      let hasOf = run.contains { layers.word($0) == "of" || layers.word($0) == "for" }
      if hasOf, let type = run.compactMap({ heads.first[layers.word($0)] }).first {
        return add(run, type, .head, in: sentence)
      }
      if let type = heads.first[first], type != .organization { return add(run, type, .head, in: sentence) }
      if let type = heads.last[last],
        !(GivenNames.gender(of: first) != nil && run.count == 2
          && (heads.surnames.contains(last) || Self.speech.contains(layers.word(run.upperBound))))
      {
        return add(run, type, .head, in: sentence)
      }
      // `Kenyan Catholics`, `Syria Russia`: names side by side.
      if let known = names.longest(layers, at: run.lowerBound, limit: run.upperBound),
        known.entry.type == .group || known.tokens.count > 1
          || known.entry.canonical != 0 && GivenNames.gender(of: first) == nil,
        known.tokens.upperBound < run.upperBound
      {
        let rest = known.tokens.upperBound..<run.upperBound
        let restIsName = names.entry(layers, rest) != nil || GivenNames.gender(of: layers.word(rest.lowerBound)) != nil
        if known.entry.type == .group || restIsName {
          add(known.tokens, known.entry.type, .list, entry: known.entry, in: sentence)
          return readPlain(rest, in: sentence)
        }
      }
      if isTeam(run) { return add(run, .organization, .head, in: sentence) }
      if GivenNames.gender(of: first) != nil, run.count <= 4 {
        // `Adam Driver`: the recogniser knows drivers.
        if titles.isFamilyName(layers, run.upperBound - 1) { return addFirm(run, .person, .given, in: sentence) }
        return add(run, .person, .given, in: sentence)
      }
      if run.contains(where: { isInitial($0) }), run.count <= 4 { return add(run, .person, .given, in: sentence) }
      if heads.surnames.contains(last), run.count <= 3 { return add(run, .person, .context, in: sentence) }
    }
    guess(run, in: sentence)
  }

  /// `KOSTEL, May 2, 2024 (Delvin Wire) —`: capitals that open a paragraph before a day, an agency or a dash.
  func isDateline(_ run: Range<Int>) -> Bool {
    guard run.lowerBound == 0, run.count <= 3, run.allSatisfy({ layers.shape($0).contains(.allCaps) }),
      !Self.banners.contains(layers.word(0))
    else { return false }
    for token in run.upperBound..<min(layers.count, run.upperBound + 14) {
      let word = layers.word(token)
      // `SOCCER - KOSTEL GO TOP`: what follows a dateline is no headline.
      if Self.dashes.contains(word) { return !isShouted(token + 1..<min(layers.count, token + 4)) }
      let shape = layers.shape(token)
      guard shape.contains(.capitalized) || shape.contains(.digits) || shape.contains(.punctuation), word != ":" else {
        return false
      }
    }
    return false
  }
  private func isShouted(_ tokens: Range<Int>) -> Bool {
    tokens.count > 1
      && tokens.allSatisfy { layers.shape($0).contains(.allCaps) || !layers.shape($0).contains(.hasLetter) }
  }
  static let dashes: WordSet = ["—", "–", "―", "--", "-"]
  private static let banners: WordSet = [
    "update", "updated", "breaking", "watch", "exclusive", "note", "correction", "video", "photos", "opinion", "news",
    "live", "read", "more", "related", "editorial", "analysis", "review",
  ]

  /// `Charlotte Panthers`: a place, then a plural that is no family name.
  private func isTeam(_ run: Range<Int>) -> Bool {
    let last = run.upperBound - 1
    return layers.bytes[layers.end(last) - 1] == UInt8(ascii: "s") && !heads.surnames.contains(layers.word(last))
      && GivenNames.gender(of: layers.word(last)) == nil
      && names.entry(layers, run.lowerBound..<last)?.type == .place
  }

  /// `A380`, `F-16`: a letter and at least two digits, as models of things are named.
  private func isModel(_ token: Int) -> Bool {
    layers.bytes[layers.span(token).range].count { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } >= 2
  }

  private func isInitial(_ token: Int) -> Bool {
    layers.shape(token).contains(.abbreviation) && layers.end(token) - layers.start(token) == 2
  }

  /// Context where no list helps.
  private mutating func guess(_ run: Range<Int>, in sentence: Range<Int>) {
    let before = layers.word(run.lowerBound - 1)
    let after = layers.word(run.upperBound)
    if isDateline(run) { return addFirm(run, .place, .context, in: sentence) }
    if before == "(", after == ")", run.lowerBound < 16, Self.dashes.contains(layers.word(run.upperBound + 1)),
      isDateline(0..<1)
    {
      return addFirm(run, .organization, .context, in: sentence)
    }
    let last = layers.shape(run.upperBound - 1)
    if last.contains(.hasDigit) { return add(run, isModel(run.upperBound - 1) ? .product : nil, .shape, in: sentence) }
    if run.count == 1, last.contains(.allCaps) {
      return add(run, layers.span(run).count > 1 ? .organization : nil, .shape, in: sentence)
    }
    if roleBefore(run.lowerBound, in: sentence) != nil || roleAfter(run.upperBound, in: sentence) != nil {
      return add(run, .person, .context, in: sentence)
    }
    let isOfPlace = before == "of" && heads.of.contains(layers.word(run.lowerBound - 2))
    if before == "of", isHome(run) { return addFirm(run, .place, .context, in: sentence) }
    if isOfPlace || Self.placePrepositions.contains(before), !isHeadline {
      return add(run, .place, .context, in: sentence)
    }
    if isUnknownPerson(run) { return add(run, .person, .context, in: sentence) }
    if before == "the" { return add(run, run.count > 1 ? .organization : nil, .shape, in: sentence) }
    let verb = layers.verbGroup(at: run.upperBound).map { layers.verbGroups[$0] }
    // `the Board says`
    if run.count == 1, heads.last[layers.word(run.lowerBound)] == .organization {
      return add(run, nil, .shape, in: sentence)
    }
    let speaks = Self.speech.contains(after) || Self.speech.contains(before)
    if speaks || after == "," && Self.speech.contains(layers.word(run.upperBound + 1)) {
      return add(run, .person, .context, in: sentence)
    }
    if run.count == 1,
      heads.surnames.contains(layers.word(run.lowerBound)) || GivenNames.gender(of: layers.word(run.lowerBound)) != nil
    {
      return add(run, .person, .context, in: sentence)
    }
    if verb?.form == .finite || after == "'s", run.count <= 3 {
      return add(run, .person, run.count > 1 ? .shape : .usage, in: sentence)
    }
    add(run, nil, .shape, in: sentence)
  }

  /// What stands around a name leaves no choice.
  mutating func addFirm(_ run: Range<Int>, _ type: EntityType, _ evidence: Evidence, in sentence: Range<Int>) {
    add(run, type, evidence, in: sentence)
    found[found.count - 1].isFirm = true
  }

  /// `Mayor Jane Smith of Tamsin`: where somebody is from whose role belongs to a place, or who has none.
  private func isHome(_ run: Range<Int>) -> Bool {
    let name = run.lowerBound
    guard run.count == 1, name >= 2, let person = found.last, person.type == .person, person.count > 1,
      person.evidence == .given || person.evidence == .title, person.span.end == layers.end(name - 2)
    else { return false }
    guard let role = person.role else { return true }
    return layers.tokens(in: role).contains {
      heads.of.contains(layers.word($0)) || titles.kind(layers, $0) == .short
    }
  }

  /// What only persons do among the names of several words that no list knows: `according to Margrethe Vestager`,
  /// `Margrethe Vestager, who …`.
  private func isUnknownPerson(_ run: Range<Int>) -> Bool {
    guard (2...3).contains(run.count), !isHeadline, run.allSatisfy({ !layers.shape($0).contains(.allCaps) }) else {
      return false
    }
    let before = layers.word(run.lowerBound - 1)
    if before == "to", layers.word(run.lowerBound - 2) == "according" {
      // `according to Nebraska Health`
      return !run.contains { names.longest(layers, at: $0, limit: run.upperBound) != nil }
    }
    let end = run.upperBound
    let isPlural =
      layers.bytes[layers.end(end - 1) - 1] == UInt8(ascii: "s") || Self.plurals.contains(layers.word(end + 2))
    return layers.word(end) == "," && layers.word(end + 1) == "who" && !isPlural && before != "of" && before != "for"
  }
  private static let plurals: WordSet = ["are", "were", "have"]

  private static let placePrepositions: WordSet = [
    "in", "near", "at", "outside", "across", "throughout", "toward", "towards",
  ]
  static let speech: WordSet = [
    "said", "says", "told", "added", "asked", "argued", "insisted", "explained", "warned", "replied", "noted", "wrote",
    "claimed", "admitted", "denied", "stated", "recalled", "tweeted", "testified",
  ]
}
