public import DipleAnnotations
import DipleLanguageResources

/// The inflected forms of English words, so that lexicons list lemmas and tables hold forms.
public enum Inflection {
  /// All forms of a verb with the tags they can bear. A phrase inflects its first word (`call on` → `called on`).
  ///
  /// Irregular verbs come from `irregular_verbs.tsv`; a prefix is looked through (`misunderstand`, `overtake`).
  public static func forms(ofVerb lemma: String) -> [(form: String, tag: Tag)] {
    let words = lemma.split(separator: " ", maxSplits: 1)
    guard let verb = words.first.map(String.init) else { return [] }
    let tail = words.count > 1 ? " " + words[1] : ""
    let (past, participle) = irregular(verb) ?? { ($0, $0) }(regularPast(verb))
    let forms: [(String, Tag)] = [
      (verb, .vb), (verb, .vbp), (sForm(verb), .vbz), (gerund(verb), .vbg), (past, .vbd), (participle, .vbn),
    ]
    return forms.map { ($0.0 + tail, $0.1) }
  }

  /// The plural of a noun; a phrase inflects its last word.
  public static func plural(_ noun: String) -> String {
    let irregular = ["man": "men", "woman": "women", "person": "people", "child": "children", "half": "halves"]
    for (one, many) in irregular where noun == one || noun.hasSuffix(" " + one) {
      return noun.dropLast(one.count) + many
    }
    if noun.hasSuffix("woman") || noun.hasSuffix("man"), noun.count > 4 { return noun.dropLast(2) + "en" }
    return sForm(noun)
  }

  private static let irregularVerbs: [String: (past: String, participle: String)] = {
    var verbs: [String: (String, String)] = [:]
    for row in Resource("irregular_verbs.tsv", diple_language_irregular_verbs).rows where row.count >= 3 {
      verbs[row[0]] = (row[1], row[2])
    }
    return verbs
  }()

  private static func irregular(_ verb: String) -> (String, String)? {
    if let forms = irregularVerbs[verb] { return forms }
    for prefix in ["under", "over", "fore", "with", "mis", "out", "re", "un", "up"] where verb.hasPrefix(prefix) {
      if let forms = irregularVerbs[String(verb.dropFirst(prefix.count))] {
        return (prefix + forms.past, prefix + forms.participle)
      }
    }
    return nil
  }

  private static func isVowel(_ byte: UInt8) -> Bool { "aeiou".utf8.contains(byte) }

  private static func endsInConsonantY(_ word: String) -> Bool {
    let end = Array(word.utf8.suffix(2))
    return end.count == 2 && end[1] == UInt8(ascii: "y") && !isVowel(end[0])
  }

  private static func sForm(_ word: String) -> String {
    if word == "be" { return "is" }
    if word == "have" { return "has" }
    if endsInConsonantY(word) { return word.dropLast() + "ies" }
    for ending in ["s", "x", "z", "ch", "sh"] where word.hasSuffix(ending) { return word + "es" }
    if word.hasSuffix("o"), !["video", "radio", "studio", "portfolio"].contains(word) { return word + "es" }
    return word + "s"
  }

  private static func gerund(_ verb: String) -> String {
    if verb.hasSuffix("ie") { return verb.dropLast(2) + "ying" }
    if verb.hasSuffix("e"), !verb.hasSuffix("ee"), !verb.hasSuffix("ye"), !verb.hasSuffix("oe"), verb != "be" {
      return verb.dropLast() + "ing"
    }
    return (doubles(verb) ? verb + String(verb.last!) : verb) + "ing"
  }

  private static func regularPast(_ verb: String) -> String {
    if verb.hasSuffix("e") { return verb + "d" }
    if endsInConsonantY(verb) { return verb.dropLast() + "ied" }
    return (doubles(verb) ? verb + String(verb.last!) : verb) + "ed"
  }

  /// A last consonant doubles after one stressed vowel: all verbs of one syllable, and the listed longer ones.
  private static func doubles(_ verb: String) -> Bool {
    let bytes = Array(verb.utf8)
    guard bytes.count >= 3, let last = bytes.last, !isVowel(last), !"wxyh".utf8.contains(last),
      isVowel(bytes[bytes.count - 2]), !isVowel(bytes[bytes.count - 3])
    else { return false }
    let syllables = bytes.indices.filter { isVowel(bytes[$0]) && ($0 == 0 || !isVowel(bytes[$0 - 1])) }.count
    if syllables == 1 { return true }
    return [
      "admit", "commit", "permit", "submit", "refer", "infer", "prefer", "confer", "defer", "concur", "rebut",
      "regret", "propel", "compel", "expel", "rebel", "control", "occur", "transfer", "omit", "equip", "begin",
      "forget",
    ]
    .contains(verb) || verb.hasSuffix("worship")
  }
}
