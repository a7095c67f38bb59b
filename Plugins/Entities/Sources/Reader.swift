import DiplePluginKit

/// Reads the names of one paragraph.
struct Reader {
  let layers: Layers
  let names = Names.shared
  let heads = NameWords.shared
  let titles = RoleWords.shared
  /// Headlines write every word with a capital, which then says nothing.
  let isHeadline: Bool
  private(set) var found: [Found] = []

  init(_ layers: Layers) {
    self.layers = layers
    isHeadline = Self.looksLikeHeadline(layers)
  }

  private static func looksLikeHeadline(_ layers: Layers) -> Bool {
    guard layers.count <= 40 else { return false }
    var (words, capitals) = (0, 0)
    for token in 0..<layers.count
    where layers.shape(token).contains(.hasLetter) && layers.end(token) - layers.start(token) > 3 {
      words += 1
      if layers.shape(token).contains(.capitalized) { capitals += 1 }
    }
    return words >= 3 && capitals * 10 >= words * 7
  }

  /// Reads all sentences.
  mutating func read() {
    for sentence in layers.sentences {
      var token = sentence.lowerBound
      while token < sentence.upperBound {
        if isName(token, in: sentence) {
          let run = run(from: token, in: sentence)
          read(run, in: sentence)
          token = run.upperBound
        } else if layers.shape(token).contains(.mixedCase) || layers.shape(token).contains(.capitalized),
          let known = names.longest(layers, at: token, limit: sentence.upperBound)
        {
          add(known.tokens, known.entry.type, .list, entry: known.entry, in: sentence)
          token = known.tokens.upperBound
        } else {
          token += 1
        }
      }
    }
  }

  // MARK: Runs

  /// True where a token can be a word of a name.
  private func isName(_ token: Int, in sentence: Range<Int>) -> Bool {
    let shape = layers.shape(token)
    guard shape.contains(.capitalized) || shape.contains(.mixedCase), shape.contains(.hasLetter),
      !shape.contains(.address), !Self.noNames.contains(layers.word(token)), !isCompound(token)
    else { return false }
    let tag = layers.tag(token)
    if tag.isProperNoun { return true }
    if layers.end(token) - layers.start(token) < 2 { return false }
    let starts = startsSentence(token, in: sentence)
    if starts || isHeadline { return false }
    return tag.isNoun || tag.isAdjective || tag == .fw || tag == .cd && shape.contains(.hasLetter)
      || tag.isVerb && layers.shape(token + 1).contains(.capitalized)
  }

  private func startsSentence(_ token: Int, in sentence: Range<Int>) -> Bool {
    var first = sentence.lowerBound
    while first < token, layers.shape(first).contains(.punctuation) { first += 1 }
    return token == first || layers.shape(token - 1).contains(.punctuation) && layers.tag(token - 1) == .openQuote
  }

  /// `US-backed`, `Russian-made`: an adjective, no name.
  private func isCompound(_ token: Int) -> Bool {
    guard layers.shape(token).contains(.hyphenated) else { return false }
    var at = layers.end(token) - 1
    while at > layers.start(token), layers.bytes[at] != UInt8(ascii: "-") { at -= 1 }
    let after = layers.bytes[min(at + 1, layers.bytes.count - 1)]
    return after >= UInt8(ascii: "a") && after <= UInt8(ascii: "z") && layers.tag(token) != .nnp
  }

  static let noNames: WordSet = [
    "I", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "Mondays", "Tuesdays",
    "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays", "Christmas", "Easter", "Thanksgiving", "God",
    "Internet",
    "TV", "CEO", "CFO", "AM", "PM", "A.M.", "P.M.", "a.m.", "p.m.", "GMT", "EST", "EDT", "PST", "DNA", "HIV", "AIDS",
    "OK",
    "The", "A", "An", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "You", "But", "And", "If",
    "In",
    "On", "At", "For", "As", "By", "No", "Not", "Yes", "Oh", "Well", "So", "PhD", "GDP", "FILE", "PHOTO", "Jan.",
    "Feb.",
    "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec.", "No.",
  ]
  private static let particles: WordSet = [
    "de", "von", "van", "der", "den", "bin", "ibn", "al", "el", "la", "du", "da", "di", "del", "dos", "y", "abu", "ul",
  ]

  /// The name words from `token` on, with the small words that join them.
  private func run(from token: Int, in sentence: Range<Int>) -> Range<Int> {
    var end = token + 1
    while end < sentence.upperBound {
      if isName(end, in: sentence) {
        end += 1
        continue
      }
      let word = layers.word(end)
      var next = end + 1
      if word == "of" || word == "for" {
        if word == "of", titles.kind(layers, end - 1) != nil {
          // `Secretary of State` is a title that the list knows; `President of Russia` ends here.
          var start = end - 1
          while start > token,
            titles.title(layers, at: start, limit: sentence.upperBound).map({ $0.tokens.upperBound > end }) != true
          {
            start -= 1
          }
          guard let title = titles.title(layers, at: start, limit: sentence.upperBound), title.tokens.upperBound > end
          else { break }
          end = title.tokens.upperBound
          continue
        }
        let joins =
          word == "of" ? heads.first[layers.word(end - 1)] != nil : heads.last[layers.word(end - 1)] == .organization
        guard
          joins
            || names.longest(layers, at: token, limit: sentence.upperBound).map({ $0.tokens.upperBound > end }) == true
        else { break }
        if layers.word(next) == "the" { next += 1 }
      } else if word == "and" {
        // `Department of Health and Human Services`, but not `Bank of England and Barclays`.
        guard (token..<end).contains(where: { Self.joined.contains(layers.word($0)) }),
          layers.word(end - 2) == "of" || layers.word(end - 3) == "of"
        else { break }
      } else if word == "&" {
      } else if !Self.particles.contains(word) {
        break
      }
      guard next < sentence.upperBound, isName(next, in: sentence) else { break }
      end = next + 1
    }
    return token..<end
  }
  private static let joined: WordSet = [
    "Department", "Ministry", "Committee", "Institute", "Office", "Secretary", "Bureau",
  ]

  // MARK: Names in a run

  private mutating func read(_ run: Range<Int>, in sentence: Range<Int>) {
    if let entry = names.entry(layers, run), !(run.count == 1 && isOtherwise(run.lowerBound)) {
      return add(run, entry.type, .list, entry: entry, in: sentence)
    }
    // A title parts a run: what stands before it belongs to the role, what follows is a person.
    var token = run.lowerBound
    while token < run.upperBound {
      if let title = titles.title(layers, at: token, limit: run.upperBound), !isPartOfHead(title.tokens, run) {
        if token > run.lowerBound { readKnown(run.lowerBound..<token, in: sentence) }
        let rest = title.tokens.upperBound..<run.upperBound
        if rest.isEmpty { return }
        if titles.kind(layers, rest.lowerBound) != nil { return read(rest, in: sentence) }
        if rest.count > 4 || heads.last[layers.word(rest.upperBound - 1)] == .organization {
          return readPlain(rest, in: sentence)
        }
        let role =
          title.kind == .honorific ? nil : role(from: run.lowerBound, to: title.tokens.upperBound, in: sentence)
        return add(rest, .person, .title, role: role, in: sentence)
      }
      token += 1
    }
    readPlain(run, in: sentence)
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
      let hasOf = run.contains { layers.word($0) == "of" || layers.word($0) == "for" }
      if hasOf, let type = run.compactMap({ heads.first[layers.word($0)] }).first {
        return add(run, type, .head, in: sentence)
      }
      if let type = heads.first[first], type != .organization { return add(run, type, .head, in: sentence) }
      if let type = heads.last[last],
        !(GivenNames.gender(of: first) != nil && run.count == 2 && heads.surnames.contains(last))
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
      if GivenNames.gender(of: first) != nil, run.count <= 4 { return add(run, .person, .given, in: sentence) }
      if run.contains(where: { isInitial($0) }), run.count <= 4 { return add(run, .person, .given, in: sentence) }
      if heads.surnames.contains(last), run.count <= 3 { return add(run, .person, .context, in: sentence) }
    }
    guess(run, in: sentence)
  }

  private func isInitial(_ token: Int) -> Bool {
    layers.shape(token).contains(.abbreviation) && layers.end(token) - layers.start(token) == 2
  }

  /// Context where no list helps.
  private mutating func guess(_ run: Range<Int>, in sentence: Range<Int>) {
    let before = layers.word(run.lowerBound - 1)
    let after = layers.word(run.upperBound)
    let isShort = layers.shape(run.lowerBound).contains(.allCaps) && run.count == 1
    if isShort { return add(run, .organization, .shape, in: sentence) }
    if roleBefore(run.lowerBound, in: sentence) != nil || roleAfter(run.upperBound, in: sentence) != nil {
      return add(run, .person, .context, in: sentence)
    }
    if Self.placePrepositions.contains(before), !isHeadline { return add(run, .place, .context, in: sentence) }
    if before == "the" { return add(run, run.count > 1 ? .organization : nil, .shape, in: sentence) }
    let verb = layers.verbGroup(at: run.upperBound).map { layers.verbGroups[$0] }
    let speaks = Self.speech.contains(after) || Self.speech.contains(before)
    if speaks || after == "," && Self.speech.contains(layers.word(run.upperBound + 1)) {
      return add(run, .person, .context, in: sentence)
    }
    if run.count == 1,
      heads.surnames.contains(layers.word(run.lowerBound)) || GivenNames.gender(of: layers.word(run.lowerBound)) != nil
    {
      return add(run, .person, .context, in: sentence)
    }
    if run.count == 2 || run.count == 3, verb?.form == .finite || after == "'s" {
      return add(run, .person, .shape, in: sentence)
    }
    add(run, nil, .shape, in: sentence)
  }
  private static let placePrepositions: WordSet = [
    "in", "near", "at", "outside", "across", "throughout", "toward", "towards",
  ]
  static let speech: WordSet = [
    "said", "says", "told", "added", "asked", "argued", "insisted", "explained", "warned", "replied", "noted", "wrote",
    "claimed", "admitted", "denied", "stated", "recalled", "tweeted", "testified",
  ]

  // MARK: Adding

  private mutating func add(
    _ tokens: Range<Int>, _ type: EntityType?, _ evidence: Found.Evidence, entry: Names.Entry? = nil,
    role: Span? = nil, in sentence: Range<Int>
  ) {
    var hash: UInt64 = 0
    var initials: [UInt8] = []
    for token in tokens {
      hash = Names.join(hash, layers.word(token))
      let byte = layers.bytes[layers.start(token)]
      if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { initials.append(byte) }
    }
    var item = Found(
      span: layers.span(tokens), type: type, evidence: evidence, words: hash, canonical: entry?.canonical ?? hash,
      first: layers.word(tokens.lowerBound), last: lastName(tokens), count: tokens.count, initials: Word(initials))
    if type == .person {
      item.role = role ?? roleBefore(tokens.lowerBound, in: sentence) ?? roleAfter(tokens.upperBound, in: sentence)
    }
    if entry?.mayGovern == true { item.metonym = acts(tokens) }
    let isSure = evidence == .list || evidence == .title
    item.weak = !isSure && (isHeadline || evidence == .shape && startsSentence(tokens.lowerBound, in: sentence))
    found.append(item)
  }

  /// The family name: the last word that is not `Jr.` or a number.
  private func lastName(_ tokens: Range<Int>) -> Word {
    for token in tokens.reversed() where !Self.suffixes.contains(layers.word(token)) { return layers.word(token) }
    return layers.word(tokens.upperBound - 1)
  }
  private static let suffixes: WordSet = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "MP", "MD"]

  /// True where a capital does what only a government does: it says, considers, decides.
  private func acts(_ tokens: Range<Int>) -> Bool {
    let before = layers.word(tokens.lowerBound - 1)
    if Self.places.contains(before) { return false }
    if layers.word(tokens.upperBound) == "'s" { return Self.attitudes.contains(layers.word(tokens.upperBound + 1)) }
    guard let number = layers.verbGroup(at: tokens.upperBound) else { return Self.against.contains(before) }
    let group = layers.verbGroups[number]
    return group.form == .finite && !(group.isPassive && layers.tag(group.head) != .vbn)
      && layers.word(group.head) != "is"
      && layers.word(group.head) != "was"
  }
  private static let places: WordSet = ["in", "at", "to", "from", "near", "of", "into", "outside", "around", "through"]
  private static let against: WordSet = ["against", "between", "with"]
  private static let attitudes: WordSet = [
    "patience", "policy", "position", "stance", "decision", "response", "support", "interest", "interests", "claim",
    "claims",
    "view", "refusal", "rejection", "willingness", "influence", "role", "ally", "allies", "demand", "demands",
    "warning",
  ]
}
