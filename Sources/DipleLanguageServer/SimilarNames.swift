import DiplePipeline
import DiplePluginKit

/// Names that a reader could take for one another: spellings that differ by a letter, an initial and a given name, and a
/// family name alone where two people have it.
struct SimilarNames {
  private struct Bearer {
    let thing: Cluster
    let name: String
    let words: [[Unicode.Scalar]]
    let isPerson: Bool
    let first: Span
    let mentions: Int
    var family: [Unicode.Scalar] { words[words.count - 1] }
  }

  /// More bearers than these are not compared.
  private static let most = 2000
  /// Names with more letters are descriptions.
  private static let longest = 64
  /// Who shares a key with more bearers than these is not compared with the rest.
  private static let widest = 16

  private let view: View
  /// In the order of their first mentions.
  private var bearers: [Bearer] = []

  init(_ view: View) {
    self.view = view
    var seen: Set<Cluster> = []
    for annotation in view.annotations where bearers.count < Self.most {
      guard let cluster = annotation.cluster("entity"), let type = annotation.string("type"),
        type == "person" || type == "organization", seen.insert(cluster).inserted, let name = view.name(cluster)
      else { continue }
      let words = Self.words(name)
      guard !words.isEmpty, words.reduce(0, { $0 + $1.count }) <= Self.longest else { continue }
      bearers.append(
        Bearer(
          thing: cluster, name: oneLine(name), words: words, isPerson: type == "person",
          first: view.analysis.span(annotation),
          mentions: view.mentions(cluster)))
    }
  }

  private static func words(_ name: String) -> [[Unicode.Scalar]] {
    name.lowercased().split { $0.isWhitespace || $0 == "." }.map { Array($0.unicodeScalars) }
  }

  // MARK: Two names that may be one

  func similar() -> [Finding] {
    var found: [Finding] = []
    var told: Set<Int> = []
    for (a, b) in candidates() where mayBeOne(bearers[a], bearers[b]) {
      if view.analysis.areDistinct(bearers[a].thing, bearers[b].thing) { continue }
      // The rarer spelling is the likelier slip; of two as rare, the later.
      let (odd, other) = bearers[b].mentions <= bearers[a].mentions ? (b, a) : (a, b)
      guard told.insert(odd).inserted else { continue }
      found.append(
        Finding(
          code: .similarNames, span: bearers[odd].first,
          message: "“\(bearers[odd].name)” and “\(bearers[other].name)” may be one name.",
          related: [.init(span: bearers[other].first, message: "“\(bearers[other].name)”")]))
    }
    return found
  }

  /// Pairs that share a key: the name without one of its letters, or with an initial in the place of its first word. Linear
  /// in the text, as no key makes more than a few pairs.
  private func candidates() -> [(Int, Int)] {
    var holders: [[Unicode.Scalar]: [Int]] = [:]
    var pairs: [(Int, Int)] = []
    for (number, bearer) in bearers.enumerated() {
      var partners: Set<Int> = []
      for key in Self.keys(bearer.words) {
        var known = holders[key] ?? []
        partners.formUnion(known)
        guard known.count < Self.widest else { continue }
        known.append(number)
        holders[key] = known
      }
      pairs += partners.sorted().map { ($0, number) }
    }
    return pairs
  }

  private static func keys(_ words: [[Unicode.Scalar]]) -> Set<[Unicode.Scalar]> {
    let whole = Array(words.joined(separator: [" "]))
    var keys: Set = [whole]
    for index in whole.indices where whole[index] != " " {
      var shorter = whole
      shorter.remove(at: index)
      keys.insert(shorter)
    }
    if words.count > 1, let initial = words[0].first, let last = words.last { keys.insert([initial, "."] + last) }
    return keys
  }

  private func mayBeOne(_ a: Bearer, _ b: Bearer) -> Bool {
    guard a.isPerson == b.isPerson, a.words != b.words else { return false }
    if a.words.count == b.words.count {
      let different = a.words.indices.filter { a.words[$0] != b.words[$0] }
      guard different.count == 1 else { return false }
      let (x, y) = (a.words[different[0]], b.words[different[0]])
      if a.isPerson, different[0] == 0, a.words.count > 1, x.count == 1 || y.count == 1 { return x[0] == y[0] }
      return isSlip(x, y, isAlone: a.words.count == 1)
    }
    // `Ana Ruiz` and `Ana Maria Ruiz`.
    guard a.isPerson, a.words.count > 1, b.words.count > 1, a.family == b.family else { return false }
    return a.words[0] == b.words[0]
  }

  /// True for two spellings that a slip of the pen makes of one. What languages make on purpose is none: a plural, the
  /// family names of Slavic women, numbers, and two given names that are both known.
  private func isSlip(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], isAlone: Bool) -> Bool {
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    guard short.count >= (isAlone ? 6 : 4), Self.isOneApart(short, long) else { return false }
    if (a + b).contains(where: { $0.properties.numericType != nil }) { return false }
    if long.starts(with: short), let last = long.last, last == "s" || last == "a" { return false }
    return GivenNames.gender(of: Word(String(String.UnicodeScalarView(a)))) == nil
      || GivenNames.gender(of: Word(String(String.UnicodeScalarView(b)))) == nil
  }

  /// One letter more, another letter, or two neighbours that changed places.
  private static func isOneApart(_ short: [Unicode.Scalar], _ long: [Unicode.Scalar]) -> Bool {
    guard long.count - short.count <= 1 else { return false }
    var start = 0
    while start < short.count, short[start] == long[start] { start += 1 }
    if short.count < long.count { return short[start...].elementsEqual(long[(start + 1)...]) }
    guard start < short.count else { return false }
    if short[(start + 1)...].elementsEqual(long[(start + 1)...]) { return true }
    return start + 1 < short.count && short[start] == long[start + 1] && short[start + 1] == long[start]
      && short[(start + 2)...].elementsEqual(long[(start + 2)...])
  }

  // MARK: A family name alone

  /// The first mention by a family name alone, behind the names of two people who have it.
  func ambiguous() -> [Finding] {
    var families: [[Unicode.Scalar]: [Bearer]] = [:]
    // What does not start with a given name may be no person's whole name (`Did Ruiz`).
    for bearer in bearers where bearer.isPerson && bearer.words.count > 1 && startsWithGivenName(bearer) {
      guard families[bearer.family, default: []].count < Self.widest else { continue }
      if families[bearer.family, default: []].contains(where: { mayBeOne($0, bearer) }) { continue }
      families[bearer.family, default: []].append(bearer)
    }
    families = families.filter { $0.value.count > 1 }
    guard !families.isEmpty else { return [] }
    var found: [Finding] = []
    for annotation in view.annotations where annotation.kind == "entity" && annotation.string("type") == "person" {
      let span = view.analysis.span(annotation)
      guard span.count <= Self.longest * 4 else { continue }
      let words = Self.words(view.analysis.text(annotation.place))
      guard words.count == 1, let people = families[words[0]], !hasTitle(span), people[0].first.end <= span.start
      else { continue }
      families[words[0]] = nil
      // Who was called so before the other one came is still meant.
      guard people[1].first.end <= span.start else { continue }
      let names = people.map { "“\($0.name)”" }
      found.append(
        Finding(
          code: .ambiguousFamilyName, span: span,
          message: "This may be \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1]).",
          related: people.map { .init(span: $0.first, message: $0.name) }))
    }
    return found
  }

  private func startsWithGivenName(_ bearer: Bearer) -> Bool {
    GivenNames.gender(of: Word(String(String.UnicodeScalarView(bearer.words[0])))) != nil
  }

  /// True where a word such as `Mr` or `Senator` stands before: it tells which of them is meant.
  private func hasTitle(_ span: Span) -> Bool {
    let bytes = view.analysis.document.bytes
    var end = span.start
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    guard end < span.start else { return false }
    var start = end
    while start > 0, bytes[start - 1] > 0x20, end - start < 32 { start -= 1 }
    let isCapital = start < end && (0x41...0x5A).contains(bytes[start])
    // A capital behind a sentence's end is no title, but then a mark of punctuation stands between.
    return isCapital && bytes[end..<span.start].count { $0 == UInt8(ascii: ".") } <= 1
      && Self.titles.contains(String(decoding: bytes[start..<end], as: UTF8.self).lowercased())
  }

  private static let titles: Set<String> = [
    "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "prof", "professor", "senator", "president",
    "judge",
    "justice", "governor", "mayor", "minister", "king", "queen", "prince", "princess", "captain", "colonel", "general",
    "sergeant", "officer", "inspector", "detective", "rabbi", "pope", "father", "sister", "brother",
  ]
}
