import DiplePluginKit
import QuotesResources

/// The verbs and nouns that attribute, by form.
final class CueLexicon: Sendable {
  /// One reading of a form.
  struct Entry: Sendable {
    /// The words behind the form that belong to it: `out` of `pointed out`.
    var tail: [Word]
    var attribution: Attribution
    var frames: Frames
  }

  static let shared = CueLexicon(
    verbs: Resource("cue_verbs.tsv", quotes_cue_verbs), nouns: Resource("cue_nouns.tsv", quotes_cue_nouns))

  /// How many verbs and nouns the tables list.
  let verbCount: Int
  let nounCount: Int
  private let verbs: WordMap<[Entry]>
  private let nouns: WordMap<Entry>

  /// Reads the tables; a row with an unknown class or frame is left out (a test holds that there is none).
  init(verbs verbTable: Resource, nouns nounTable: Resource) {
    var (verbCount, nounCount) = (0, 0)
    var verbs = WordMap<[Entry]>(capacity: 4096)
    var nouns = WordMap<Entry>(capacity: 512)
    for row in verbTable.rows {
      guard row.count == 3, let attribution = Attribution(rawValue: row[1]), let frames = Frames(names: row[2]) else {
        continue
      }
      verbCount += 1
      let words = row[0].utf8.split(separator: 0x20)
      let verb = String(row[0].prefix { $0 != " " })
      var forms = Set(Inflection.forms(ofVerb: verb).map { Word($0.form) })
      if verb == "be" { forms.formUnion(["am", "are", "were"]) }
      let entry = Entry(tail: words.dropFirst().map { Word($0) }, attribution: attribution, frames: frames)
      for form in forms { verbs[form, default: []].append(entry) }
    }
    for row in nounTable.rows {
      guard row.count == 3, let attribution = Attribution(rawValue: row[1]), let frames = Frames(names: row[2]) else {
        continue
      }
      nounCount += 1
      for form in [row[0], Inflection.plural(row[0])] {
        nouns[Word(form)] = Entry(tail: [], attribution: attribution, frames: frames)
      }
    }
    (self.verbCount, self.nounCount, self.verbs, self.nouns) = (verbCount, nounCount, verbs, nouns)
  }

  /// The cue whose verb is `head`; the longest phrase counts. Adverbs may stand inside (`made it very clear`).
  func verb(_ layers: Layers, _ head: Int, limit: Int) -> Cue? {
    guard let entries = verbs[layers.word(head)] else { return nil }
    var best: Cue?
    for entry in entries {
      guard let end = match(entry.tail, layers, after: head, limit: limit) else { continue }
      if best == nil || end > best!.tokens.upperBound {
        best = Cue(tokens: head..<end, attribution: entry.attribution, frames: entry.frames)
      }
    }
    return best
  }

  /// The cue that is the noun at `token`.
  func noun(_ layers: Layers, _ token: Int) -> Cue? {
    nouns[layers.word(token)].map { Cue(tokens: token..<token + 1, attribution: $0.attribution, frames: $0.frames) }
  }

  private func match(_ tail: [Word], _ layers: Layers, after head: Int, limit: Int) -> Int? {
    var at = head + 1
    for word in tail {
      while at < limit, at < head + 4, layers.tag(at).isAdverb, layers.word(at) != word { at += 1 }
      guard at < limit, layers.word(at) == word else { return nil }
      at += 1
    }
    return at
  }
}

extension WordMap {
  fileprivate subscript(word: Word, default value: Value) -> Value {
    get { self[word] ?? value }
    set { self[word] = newValue }
  }
}
