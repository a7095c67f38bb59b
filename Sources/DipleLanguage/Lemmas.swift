public import DipleAnnotations
import DipleLanguageResources

extension Inflection {
  /// The dictionary forms that a word may be a form of, the likeliest first; never none. A guess for words that no list knows:
  /// what is returned does inflect to the word, but it need not be a word (`hoping` gives `hope`, `passes` gives `pass` and `passe`).
  /// - Parameter word: in small letters.
  public static func lemmas(of word: String, tag: Tag) -> [String] {
    switch tag {
    case .md: return [modals[word] ?? word]
    case .vb, .vbp, .vbd, .vbg, .vbn, .vbz: return verbs(word, tag)
    case .nns, .nnps:
      if let one = irregularPlurals[word] { return [one] }
      let found = stems(word, ["s": [""], "es": ["", "e"], "ies": ["y", "ie"], "men": ["man"]]).filter {
        plural($0) == word
      }
      return found.isEmpty ? [word] : found
    case .jjr, .rbr: return irregularGrades[word].map { [$0] } ?? graded(word, "er")
    case .jjs, .rbs: return irregularGrades[word].map { [$0] } ?? graded(word, "est")
    case .rb where word == "n't": return ["not"]
    default: return [word]
    }
  }

  private static func verbs(_ word: String, _ tag: Tag) -> [String] {
    if let verb = auxiliaries[word] { return [verb] }
    var found = irregularForms[word] ?? []
    for prefix in ["under", "over", "fore", "with", "mis", "out", "re", "un", "up"] where word.hasPrefix(prefix) {
      found += (irregularForms[String(word.dropFirst(prefix.count))] ?? []).map { prefix + $0 }
    }
    // An irregular form is none of another verb (`found` is of `find` before it is `found` itself).
    if tag == .vb || tag == .vbp { found = [word] + found }
    let endings: [String: [String]] = [
      "s": [""], "es": ["", "e"], "ies": ["y"], "ing": ["", "e"], "ying": ["ie"], "ed": ["", "e"], "ied": ["y"],
    ]
    var regular = stems(word, endings)
    for ending in ["ing", "ed"] where word.hasSuffix(ending) {
      let stem = word.dropLast(ending.count)
      let end = Array(stem.utf8.suffix(2))
      if end.count == 2, end[0] == end[1], stem.count > 2 { regular.insert(String(stem.dropLast()), at: 0) }
    }
    for verb in regular where !found.contains(verb) && forms(ofVerb: verb).contains(where: { $0.form == word }) {
      found.append(verb)
    }
    return found.isEmpty ? [word] : found
  }

  /// The word with an ending replaced in all the ways given; a stem has a vowel and two letters at least.
  private static func stems(_ word: String, _ endings: [String: [String]]) -> [String] {
    var stems: [String] = []
    for (ending, others) in endings.sorted(by: { $0.key < $1.key }) where word.hasSuffix(ending) {
      let stem = word.dropLast(ending.count)
      guard stem.utf8.count >= 2, stem.utf8.contains(where: { "aeiouy".utf8.contains($0) }) else { continue }
      stems += others.map { stem + $0 }
    }
    return stems
  }

  /// Of `bigger` and `biggest`: `big`.
  private static func graded(_ word: String, _ ending: String) -> [String] {
    guard word.hasSuffix(ending), word.count > ending.count + 2 else { return [word] }
    let stem = String(word.dropLast(ending.count))
    let end = Array(stem.utf8.suffix(2))
    if end[1] == UInt8(ascii: "i") { return [stem.dropLast() + "y"] }
    if end[0] == end[1], !"sl".utf8.contains(end[0]) { return [String(stem.dropLast())] }
    return [stem, stem + "e"]
  }

  private static let irregularForms: [String: [String]] = {
    var verbs: [String: [String]] = [:]
    for row in Resource("irregular_verbs.tsv", diple_language_irregular_verbs).rows where row.count >= 3 {
      for form in Set(row[1...2]) { verbs[form, default: []].append(row[0]) }
    }
    return verbs
  }()

  private static let auxiliaries: [String: String] = [
    "am": "be", "are": "be", "is": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'m": "be",
    "'re": "be",
    "'s": "be", "has": "have", "had": "have", "having": "have", "'ve": "have", "'d": "have", "does": "do", "did": "do",
    "done": "do", "doing": "do", "goes": "go", "ca": "can", "wo": "will",
  ]
  private static let modals: [String: String] = [
    "'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall",
  ]
  private static let irregularPlurals: [String: String] = [
    "men": "man", "women": "woman", "people": "person", "children": "child", "halves": "half", "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "leaves": "leaf", "crises": "crisis",
    "analyses": "analysis", "criteria": "criterion", "media": "medium", "data": "datum",
  ]
  private static let irregularGrades: [String: String] = [
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "more": "much", "most": "much", "less": "little",
    "least": "little", "further": "far", "furthest": "far", "farther": "far", "farthest": "far",
  ]
}

extension Layers {
  /// The likeliest dictionary form of a token, in small letters but for names; never empty, and without spaces.
  public func lemma(_ token: Int) -> String {
    let form = text(token..<token + 1)
    if tag(token) == .nnp { return form }
    return Inflection.lemmas(of: form.lowercased(), tag: tag(token))[0]
  }
}
