import DiplePluginKit

/// Reads the names of one paragraph.
struct Reader {
  let layers: Layers
  let names = Names.shared
  let heads = NameWords.shared
  let titles = RoleWords.shared
  /// Headlines write every word with a capital, which then says nothing.
  let isHeadline: Bool
  var found: [Found] = []
  /// The user's own names, and where they stand: in order, none over another.
  private let own: OwnNames?
  private var claims: [Claim] = []
  private var isClaimed: [Bool] = []

  /// Words whose name is settled before the rules read them.
  private struct Claim {
    let tokens: Range<Int>
    let type: EntityType
    /// The number among the user's own names.
    var own: Int?
  }

  init(_ layers: Layers, _ own: OwnNames? = nil) {
    (self.layers, self.own) = (layers, own)
    isHeadline = Self.looksLikeHeadline(layers)
    if let own { find(own) }
    for (tokens, type) in ScoreLines(layers, names, heads).found { claim(Claim(tokens: tokens, type: type)) }
    if own != nil { claims.sort { $0.tokens.lowerBound < $1.tokens.lowerBound } }
  }

  private mutating func find(_ own: OwnNames) {
    var token = 0
    while token < layers.count {
      guard let (tokens, number) = own.longest(layers, at: token) else {
        token += 1
        continue
      }
      claim(Claim(tokens: tokens, type: own.entries[number].name.type, own: number))
      token = tokens.upperBound
    }
  }

  /// What is settled already stays so.
  private mutating func claim(_ claim: Claim) {
    if isClaimed.isEmpty { isClaimed = [Bool](repeating: false, count: layers.count) }
    guard claim.tokens.allSatisfy({ !isClaimed[$0] }) else { return }
    for token in claim.tokens { isClaimed[token] = true }
    claims.append(claim)
  }

  private static func looksLikeHeadline(_ layers: Layers) -> Bool {
    guard (1...40).contains(layers.count), layers.word(layers.count - 1) != "." else { return false }
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
    var nextClaim = 0
    // One of the user's names may go on where a sentence seems to end.
    var free = 0
    for sentence in layers.sentences {
      var token = max(sentence.lowerBound, free)
      while token < sentence.upperBound {
        if nextClaim < claims.count, claims[nextClaim].tokens.lowerBound == token {
          let claim = claims[nextClaim]
          if let number = claim.own {
            add(own: number, claim.type, claim.tokens, in: sentence)
          } else {
            addFirm(claim.tokens, claim.type, .context, in: sentence)
          }
          (token, free, nextClaim) = (claim.tokens.upperBound, claim.tokens.upperBound, nextClaim + 1)
        } else if isName(token, in: sentence) {
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
    if !isClaimed.isEmpty, token < isClaimed.count, isClaimed[token] { return false }
    if isFamilyMay(token) { return true }
    guard shape.contains(.capitalized) || shape.contains(.mixedCase), shape.contains(.hasLetter),
      !shape.contains(.address), !NameWords.shared.never.contains(layers.word(token)), !isCompound(token),
      !isPartyTag(token)
    else { return false }
    let tag = layers.tag(token)
    if tag.isProperNoun { return true }
    if layers.end(token) - layers.start(token) < 2 { return false }
    if isHeadline { return false }
    // `Prince Harry`: the tagger sees a verb.
    if titles.kind(layers, token - 1) != nil, layers.shape(token - 1).contains(.capitalized), isGiven(token) {
      return true
    }
    if startsSentence(token, in: sentence) {
      return tag != .md && (opensFullName(token) || mayBeFamilyName(token)) || isDateline(token..<token + 1)
    }
    // `Ltd.` at a sentence's end looks like its full stop.
    return tag.isNoun || tag.isAdjective || tag.isPunctuation || tag == .fw || tag == .cd && shape.contains(.hasLetter)
      || tag.isVerb && layers.shape(token + 1).contains(.capitalized)
  }

  private func isGiven(_ token: Int) -> Bool { GivenNames.gender(of: layers.word(token)) != nil }

  /// `Sally Field wept`: a given name, whatever the tagger takes it for, before a word that starts no other name.
  private func opensFullName(_ token: Int) -> Bool {
    let next = layers.shape(token + 1)
    guard isGiven(token), next.contains(.capitalized), !next.contains(.allCaps) else { return false }
    return heads.surnames.contains(layers.word(token + 1))
      || layers.tag(token + 1).isProperNoun && !GivenNames.isCommonWord(layers.word(token))
  }

  /// `Cook said so.`: whether it is a name, the document tells.
  private func mayBeFamilyName(_ token: Int) -> Bool {
    (layers.tag(token).isNoun || layers.tag(token).isVerb) && titles.isFamilyName(layers, token)
  }

  /// `Theresa May`, `Mrs May`, `May said`: no month has a given name or a title, and none says anything.
  private func isFamilyMay(_ token: Int) -> Bool {
    guard layers.word(token) == "May", layers.shape(token).contains(.capitalized) else { return false }
    if Self.speech.contains(layers.word(token + 1)) { return true }
    return layers.shape(token - 1).contains(.capitalized) && !layers.shape(token + 1).contains(.digits)
      && (isGiven(token - 1) || titles.kind(layers, token - 1) != nil)
  }

  func startsSentence(_ token: Int, in sentence: Range<Int>) -> Bool {
    var first = sentence.lowerBound
    while first < token, layers.shape(first).contains(.punctuation) { first += 1 }
    if token < 16, token > 1, Self.dashes.contains(layers.word(token - 1)), isDateline(0..<1) { return true }
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

  /// `(D-N.C.)`, `(R-Wis.)`: a politician's party and state.
  private func isPartyTag(_ token: Int) -> Bool {
    for open in (max(0, token - 4)..<token).reversed() {
      if layers.word(open) == ")" { return false }
      guard layers.word(open) == "(" else { continue }
      let start = layers.start(open + 1)
      guard layers.end(open + 1) > start + 1, layers.bytes[start + 1] == UInt8(ascii: "-") else { return false }
      return [UInt8(ascii: "D"), UInt8(ascii: "R"), UInt8(ascii: "I")].contains(layers.bytes[start])
    }
    return false
  }

  /// The name words from `token` on, with the small words that join them.
  private func run(from token: Int, in sentence: Range<Int>) -> Range<Int> {
    var end = token + 1
    // No name is longer; without a bound, a text of titles (`Mr. Mr. Mr.`) would take quadratic time.
    let limit = min(sentence.upperBound, token + 64)
    while end < limit {
      if heads.closing.contains(layers.word(end - 1)), end > token + 1 { break }
      if isName(end, in: sentence) {
        end += 1
      } else if let next = behindJoint(token..<end, in: sentence) {
        end = next
      } else {
        break
      }
    }
    return token..<end
  }

  /// Where a run goes on to when a small word joins it to a further name: the end of that name's first word, or of a
  /// known title. Nil where the run ends.
  private func behindJoint(_ run: Range<Int>, in sentence: Range<Int>) -> Int? {
    let word = layers.word(run.upperBound)
    var next = run.upperBound + 1
    if word == "of" || word == "for" {
      if word == "of", titles.kind(layers, run.upperBound - 1) != nil { return titleEnd(run, in: sentence) }
      guard takesComplement(run, word) || known(run, in: sentence) else { return nil }
      if layers.word(next) == "the" { next += 1 }
    } else if word == "and" {
      guard takesSecondField(run) || isFirstField(run, in: sentence) else { return nil }
    } else if word == "on" {
      guard Self.panels.contains(layers.word(run.upperBound - 1)) else { return nil }
    } else if Self.particles.contains(word) {
      while next < run.upperBound + 3, Self.particles.contains(layers.word(next)) { next += 1 }
    } else if word != "&" {
      return nil
    }
    guard next < sentence.upperBound, isName(next, in: sentence) else { return nil }
    return next + 1
  }

  /// The end of a title that goes on behind a run: `Secretary of State` is one, `President of Russia` ends at `of`.
  private func titleEnd(_ run: Range<Int>, in sentence: Range<Int>) -> Int? {
    for start in (max(run.lowerBound, run.upperBound - 3)..<run.upperBound).reversed() {
      if let title = titles.title(layers, at: start, limit: sentence.upperBound),
        title.tokens.upperBound > run.upperBound
      {
        return title.tokens.upperBound
      }
    }
    return nil
  }

  /// `Department of …`, `Centers for …`.
  private func takesComplement(_ run: Range<Int>, _ preposition: Word) -> Bool {
    let head = layers.word(run.upperBound - 1)
    return preposition == "of" ? heads.first[head] != nil : heads.last[head] == .organization
  }

  /// True where a list knows a name that goes on behind a run.
  private func known(_ run: Range<Int>, in sentence: Range<Int>) -> Bool {
    guard let known = names.longest(layers, at: run.lowerBound, limit: sentence.upperBound) else { return false }
    return known.tokens.upperBound > run.upperBound
  }

  /// `Department of Health and Human Services`, but not `Bank of England and Barclays`.
  private func takesSecondField(_ run: Range<Int>) -> Bool {
    run.suffix(6).contains { Self.offices.contains(layers.word($0)) }
      && (layers.word(run.upperBound - 2) == "of" || layers.word(run.upperBound - 3) == "of")
  }

  /// `the Information and Press Department`, but not `Texas and the Justice Department`.
  private func isFirstField(_ run: Range<Int>, in sentence: Range<Int>) -> Bool {
    guard layers.word(run.lowerBound - 1) == "the", run.count <= 2, names.entry(layers, run) == nil else {
      return false
    }
    var end = run.upperBound + 1
    while end < min(sentence.upperBound, run.upperBound + 4), isName(end, in: sentence) { end += 1 }
    return end > run.upperBound + 2 && Self.offices.contains(layers.word(end - 1))
  }

  static let particles: WordSet = [
    "de", "von", "van", "der", "den", "bin", "ibn", "al", "el", "la", "du", "da", "di", "del", "dos", "y", "abu", "ul",
  ]
  /// `Commission on Presidential Debates`
  private static let panels: WordSet = ["Commission", "Committee", "Subcommittee", "Council", "Board", "Caucus"]
  private static let offices: WordSet = [
    "Department", "Ministry", "Committee", "Commission", "Institute", "Office", "Secretary", "Bureau", "Directorate",
  ]
}
