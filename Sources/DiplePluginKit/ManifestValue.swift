import DipleJSONRPC
import DipleText

/// What is wrong with a member, and the way to it.
struct ManifestMistake: Error, CustomStringConvertible {
  var path: [String]
  var cause: String
  var description: String { path.isEmpty ? cause : "“\(path.joined(separator: "."))” \(cause)" }
}

/// A value of a manifest with the way to it.
struct ManifestValue {
  let json: JSON
  let path: [String]

  init(_ json: JSON, _ path: [String]) { (self.json, self.path) = (json, path) }

  func mistake(_ cause: String) -> ManifestMistake { ManifestMistake(path: path, cause: cause) }

  func at(_ name: String) -> ManifestValue { ManifestValue(json[name] ?? .null, path + [name]) }
  func optional(_ name: String) -> ManifestValue? { json[name] == nil ? nil : at(name) }
  func needed(_ name: String) throws(ManifestMistake) -> ManifestValue {
    guard json.object != nil else { throw mistake("must be an object") }
    guard let value = optional(name) else { throw mistake(path.isEmpty ? "“\(name)” is missing" : "has no “\(name)”") }
    return value
  }

  /// Refuses members of other names.
  func allow(_ known: [String]) throws(ManifestMistake) {
    for (name, value) in try members() where !known.contains(name) {
      let hint = NearestName.hint(name, among: known)
      throw value.mistake("is not known" + (hint.isEmpty ? "; known are \(known.dropSchema)" : hint))
    }
  }

  func members() throws(ManifestMistake) -> [(String, ManifestValue)] {
    guard let members = json.object else { throw mistake("must be an object") }
    for (name, _) in members where name.unicodeScalars.contains(where: PlainText.isControl) {
      throw mistake("has a member whose name holds a control character")
    }
    return members.map { ($0.0, ManifestValue($0.1, path + [$0.0])) }
  }

  func text() throws(ManifestMistake) -> String {
    guard let text = json.string, !text.isEmpty else { throw mistake("must be text") }
    // It is shown to people who decide by it whether to trust the module.
    guard !text.unicodeScalars.contains(where: PlainText.isControl) else {
      throw mistake("holds a control character, or one that changes the direction of writing")
    }
    return text
  }

  func texts(atLeast least: Int = 0) throws(ManifestMistake) -> [String] {
    guard let elements = json.array, elements.count >= least else {
      throw mistake(least == 0 ? "must be a list of texts" : "must be a list of at least \(least) text")
    }
    var texts: [String] = []
    for (number, element) in elements.enumerated() {
      texts.append(try ManifestValue(element, path + ["\(number)"]).text())
    }
    return texts
  }

  func truth() throws(ManifestMistake) -> Bool {
    guard let truth = json.bool else { throw mistake("must be true or false") }
    return truth
  }

  func number() throws(ManifestMistake) -> Double {
    guard let number = json.number else { throw mistake("must be a number") }
    return number
  }

  func whole() throws(ManifestMistake) -> Int {
    guard let whole = json.int else { throw mistake("must be a whole number") }
    return whole
  }

  /// A word of a vocabulary.
  func word<Word: RawRepresentable & CaseIterable>(
    as type: Word.Type = Word.self, or others: String = ""
  ) throws(ManifestMistake) -> Word where Word.RawValue == String {
    if let word = json.string.flatMap(Word.init) { return word }
    let known = Word.allCases.map(\.rawValue)
    let hint = json.string.map { NearestName.hint($0, among: known) } ?? ""
    throw mistake("must be one of \(known.joined(separator: ", "))\(others)\(hint)")
  }
}

extension [String] {
  /// The names for a person.
  fileprivate var dropSchema: String { filter { !$0.hasPrefix("$") }.joined(separator: ", ") }
}
