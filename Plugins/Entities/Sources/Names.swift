import DiplePluginKit
import EntitiesResources

/// The lists of known names: sequences of words, found by the hash of the sequence.
struct Names: Sendable {
  /// What a list says of a name.
  struct Entry: Sendable {
    var type: EntityType
    /// The sequence that stands for the thing named, so that `US` and `United States` are one.
    var canonical: UInt64
    /// A capital that may stand for its government.
    var mayGovern = false
    /// Written in capitals only (`WHO`, `IS`): in small letters it is another word.
    var isCapitals = false
    var isCountry = false
  }

  static let shared = Names()

  private var entries = WordMap<Entry>(capacity: 8192)
  private var prefixes = WordSet()

  /// The hash of a sequence of words, one word after another.
  @inline(__always)
  static func join(_ hash: UInt64, _ word: Word) -> UInt64 {
    (hash ^ word.hash) &* 0x9FB2_1C65_1E98_DF25 ^ hash >> 29
  }

  private init() {
    func read(_ resource: Resource, _ type: EntityType?, isCountry: Bool = false) {
      resource.forEachRow { fields in
        let type =
          type ?? fields.dropFirst().first.flatMap { EntityType(rawValue: String(decoding: $0, as: UTF8.self)) }
        guard let type else { return }
        let canonical = type == .organization || type == .place ? fields.dropFirst().first : nil
        add(
          fields[0], type, canonical: (canonical?.count ?? 0) > 1 ? canonical : nil, govern: canonical?.first == 0x31,
          isCountry: isCountry)
      }
    }
    read(Resource("cities.tsv", entities_cities), .place)
    read(Resource("us_states.tsv", entities_us_states), .place)
    read(Resource("places.tsv", entities_places), .place)
    read(Resource("countries.tsv", entities_countries), .place, isCountry: true)
    read(Resource("groups.tsv", entities_groups), .group)
    read(Resource("companies.tsv", entities_companies), .organization)
    read(Resource("organizations.tsv", entities_organizations), .organization)
    read(Resource("events.tsv", entities_events), nil)
  }

  private mutating func add(
    _ name: ArraySlice<UInt8>, _ type: EntityType, canonical: ArraySlice<UInt8>?, govern: Bool, isCountry: Bool
  ) {
    var hash: UInt64 = 0
    var count = 0
    Self.forEachWord(name) { word in
      if hash != 0 { prefixes.insert(Word(hash: hash)) }
      hash = Self.join(hash, word)
      count += 1
    }
    var target = hash
    if let canonical {
      target = 0
      Self.forEachWord(canonical) { target = Self.join(target, $0) }
    }
    // `Washington` is a state too, and still a capital.
    let mayGovern = govern || entries[Word(hash: hash)]?.mayGovern == true
    entries[Word(hash: hash)] = Entry(
      type: type, canonical: target, mayGovern: mayGovern, isCapitals: count == 1 && Self.isCapitals(name),
      isCountry: isCountry)
  }

  /// True for at most five letters, all of them capitals.
  private static func isCapitals(_ name: ArraySlice<UInt8>) -> Bool {
    var letters = 0
    for byte in name where byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A {
      letters += 1
      if byte >= 0x61 || letters > 5 { return false }
    }
    return true
  }

  private func entry(_ hash: UInt64, _ layers: Layers, at token: Int) -> Entry? {
    guard let entry = entries[Word(hash: hash)], !entry.isCapitals || layers.shape(token).contains(.allCaps) else {
      return nil
    }
    return entry
  }

  /// Calls `body` for the words of a name as the tokenizer parts it.
  private static func forEachWord(_ name: ArraySlice<UInt8>, _ body: (Word) -> Void) {
    // Most names are plain words, which need no tokenizer; there are thousands, and the first text waits for them.
    guard name.allSatisfy({ $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x20 }) else {
      for word in Tokenizer.tokens(Array(name)).words { body(word) }
      return
    }
    var start = name.startIndex
    while start < name.endIndex {
      let end = name[start...].firstIndex(of: 0x20) ?? name.endIndex
      if end > start { body(Word(name[start..<end])) }
      start = end + 1
    }
  }

  /// The entry of exactly these tokens.
  func entry(_ layers: Layers, _ tokens: Range<Int>) -> Entry? {
    var hash: UInt64 = 0
    for token in tokens { hash = Self.join(hash, layers.word(token)) }
    return entry(hash, layers, at: tokens.lowerBound)
  }

  /// The longest known name that starts at `token`.
  func longest(_ layers: Layers, at token: Int, limit: Int) -> (tokens: Range<Int>, entry: Entry)? {
    var best: (tokens: Range<Int>, entry: Entry)?
    var hash: UInt64 = 0
    var at = token
    while at < min(limit, token + 8) {
      hash = Self.join(hash, layers.word(at))
      at += 1
      if let entry = entry(hash, layers, at: token) { best = (token..<at, entry) }
      if !prefixes.contains(Word(hash: hash)) { break }
    }
    return best
  }
}

/// Words that say what a name is (`University`, `River`), and family names.
struct NameWords: Sendable {
  static let shared = NameWords()

  /// Types by a name's last word, and by its first.
  private(set) var last = WordMap<EntityType>(capacity: 512)
  private(set) var first = WordMap<EntityType>(capacity: 128)
  /// Last words that a company's name may do without (`Inc.`).
  private(set) var legal = WordSet()
  /// Those of them behind which no name goes on.
  private(set) var closing = WordSet()
  /// Words before `of` and a place (`mayor of Kostel`).
  private(set) var of = WordSet()
  private(set) var surnames = WordSet()
  /// Words with a capital that are no names of what we mark (`Monday`, `The`).
  private(set) var never = WordSet()

  private init() {
    Resource("never.tsv", entities_never).forEachRow { never.insert(Word($0[0])) }
    Resource("heads.tsv", entities_heads).forEachRow { fields in
      guard fields.count == 3, let type = EntityType(rawValue: String(decoding: fields[1], as: UTF8.self)) else {
        return
      }
      switch fields[2].first {
      case UInt8(ascii: "f"): first[Word(fields[0])] = type
      case UInt8(ascii: "o"): of.insert(Word(fields[0]))
      case UInt8(ascii: "c"):
        last[Word(fields[0])] = type
        legal.insert(Word(fields[0]))
        closing.insert(Word(fields[0]))
      case UInt8(ascii: "l"):
        last[Word(fields[0])] = type
        if fields[2].count > 4 { legal.insert(Word(fields[0])) }
      default: break
      }
    }
    Resource("surnames.tsv", entities_surnames).forEachRow { surnames.insert(Word($0[0])) }
  }
}

/// Roles and titles: what stands beside a person's name.
struct RoleWords: Sendable {
  enum Kind: Sendable { case honorific, short, role }
  static let shared = RoleWords()

  private var kinds = WordMap<Kind>(capacity: 1024)
  private var firsts = WordSet()
  private var familyNames = WordSet()
  private var genders = WordMap<Gender>(capacity: 32)
  private var realms = WordSet()

  private init() {
    Resource("roles.tsv", entities_roles).forEachRow { fields in
      guard fields.count >= 2 else { return }
      if fields.count > 2 { familyNames.insert(Word(fields[0])) }
      if fields.count > 2, fields[2].first == UInt8(ascii: "r") { realms.insert(Word(fields[0])) }
      let kind: Kind =
        switch fields[1].first {
        case UInt8(ascii: "m"), UInt8(ascii: "f"): .honorific
        case UInt8(ascii: "s"): .short
        default: .role
        }
      if kind == .honorific { genders[Word(fields[0])] = fields[1].first == UInt8(ascii: "f") ? .female : .male }
      let words = fields[0].split(separator: 0x20)
      kinds[words.map { Word($0) }.reduce(Word(hash: 0)) { Word(hash: Names.join($0.hash, $1)) }] = kind
      if words.count > 1 { firsts.insert(Word(words[0])) }
    }
  }

  /// What a single word is; a plural counts as its singular (`Senators`).
  func kind(_ layers: Layers, _ token: Int) -> Kind? { kinds[Word(hash: Names.join(0, layers.word(token)))] }

  /// Whom an honorific is for: `Mrs`; nil for other words.
  func gender(of word: Word) -> Gender? { genders[word] }

  /// True where a single word is a family name as well (`Tim Cook`), and stands for no realm (`Prince of Wales`).
  func isFamilyName(_ layers: Layers, _ token: Int) -> Bool {
    let word = layers.word(token)
    return familyNames.contains(word) && !(layers.word(token + 1) == "of" && realms.contains(word))
  }

  /// The longest title that starts at `token`.
  func title(_ layers: Layers, at token: Int, limit: Int) -> (tokens: Range<Int>, kind: Kind)? {
    var best = kind(layers, token).map { (token..<token + 1, $0) }
    guard firsts.contains(layers.word(token)) else { return best }
    var hash: UInt64 = 0
    for at in token..<min(limit, token + 4) {
      hash = Names.join(hash, layers.word(at))
      if let kind = kinds[Word(hash: hash)] { best = (token..<at + 1, kind) }
    }
    return best
  }
}
