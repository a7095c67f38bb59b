import DipleAnnotations
import DipleJSONRPC

/// The members of an object of a manifest, and where they stand in the file. What is not as it must be is an error that names
/// the member, its line, and what it should be.
struct ManifestMembers {
  let file: String
  let bytes: [UInt8]
  private let json: JSON
  /// The names that lead here.
  private let path: [String]

  init(file: String, bytes: [UInt8], json: JSON) { self.init(file: file, bytes: bytes, json: json, path: []) }

  private init(file: String, bytes: [UInt8], json: JSON, path: [String]) {
    (self.file, self.bytes, self.json, self.path) = (file, bytes, json, path)
  }

  /// The names in the order of the file.
  var names: [String] { json.object?.map(\.0) ?? [] }

  // MARK: Errors

  func error(_ names: String..., because cause: String) -> ManifestError { error(names, cause) }
  func error(_ name: String, _ cause: String) -> ManifestError { error([name], cause) }
  func error(_ outer: String, _ name: String, _ cause: String) -> ManifestError { error([outer, name], cause) }

  private func error(_ names: [String], _ cause: String) -> ManifestError {
    let path = path + names
    return ManifestError(file: file, line: line(of: path), cause: "“\(path.joined(separator: "."))” \(cause)")
  }

  /// The members may have these names and no others.
  func allow(_ known: [String]) throws(ManifestError) {
    guard json.object != nil else {
      if path.isEmpty { throw ManifestError(file: file, line: 1, cause: "must be an object") }
      throw error([], "must be an object")
    }
    for name in names where !known.contains(name) {
      let near = Nearest.word(to: name, among: known).map { "; did you mean “\($0)”?" } ?? ""
      throw error(name, "is unknown\(near)")
    }
  }

  // MARK: Values

  func string(_ name: String) throws(ManifestError) -> String {
    guard let value = try optionalString(name), !value.isEmpty else { throw error(name, "must be text") }
    return value
  }

  func optionalString(_ name: String) throws(ManifestError) -> String? {
    try value(name, "must be text", \.string)
  }

  func bool(_ name: String) throws(ManifestError) -> Bool? { try value(name, "must be true or false", \.bool) }

  func integer(_ name: String, _ range: ClosedRange<Int> = .min ... .max) throws(ManifestError) -> Int? {
    let isBounded = range != .min ... .max
    let wanted = "must be a whole number" + (isBounded ? " from \(range.lowerBound) to \(range.upperBound)" : "")
    return try value(name, wanted) { $0.int.flatMap { range.contains($0) ? $0 : nil } }
  }

  func number(_ name: String, _ range: ClosedRange<Double>) throws(ManifestError) -> Double? {
    try value(name, "must be a number from \(range.lowerBound) to \(range.upperBound)") {
      $0.number.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  func strings(_ name: String) throws(ManifestError) -> [String]? {
    try value(name, "must be a list of words") { json in
      guard let items = json.array else { return nil }
      let words = items.compactMap(\.string)
      return words.count == items.count ? words : nil
    }
  }

  /// Patterns of files below the module's folder.
  func paths(_ name: String) throws(ManifestError) -> [String]? {
    guard let paths = try strings(name) else { return nil }
    for path in paths {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      if path.isEmpty || path.hasPrefix("/") || parts.contains("..") {
        throw error(name, "must name files below the module's folder; “\(path)” is not below it")
      }
    }
    return paths
  }

  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Word.Type
  ) throws(ManifestError) -> Word? {
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    return try value(name, "must be one of \(known)") { $0.string.flatMap(Word.init(rawValue:)) }
  }

  func object(_ name: String) throws(ManifestError) -> ManifestMembers? {
    try value(name, "must be an object") { $0.object == nil ? nil : ManifestMembers(self, name, $0) }
  }

  func requiredObject(_ name: String) throws(ManifestError) -> ManifestMembers {
    guard let object = try object(name) else { throw error(name, "must be an object") }
    return object
  }

  func isArray(_ name: String) -> Bool { json[name]?.array != nil }

  /// A setting's value; nil where it is none.
  func value(_ name: String) -> Settings.Value? {
    switch json[name] {
    case .bool(let value)?: .bool(value)
    case .int(let value)?: .number(Double(value))
    case .double(let value)?: .number(value)
    case .string(let value)?: .string(value)
    default: nil
    }
  }

  private func value<Value>(
    _ name: String, _ wanted: String, _ read: (JSON) -> Value?
  ) throws(ManifestError) -> Value? {
    guard let json = json[name] else { return nil }
    guard let value = read(json) else { throw error(name, wanted) }
    return value
  }

  private init(_ outer: ManifestMembers, _ name: String, _ json: JSON) {
    self.init(file: outer.file, bytes: outer.bytes, json: json, path: outer.path + [name])
  }

  // MARK: Lines

  /// Where the last of the names stands: each is looked for behind the one before. The reader keeps no places, and errors are
  /// rare.
  private func line(of path: [String]) -> Int {
    var at = 0
    for name in path {
      let quoted = Array("\"\(name)\"".utf8)
      guard let found = bytes[at...].firstRange(of: quoted) else { break }
      at = found.upperBound
    }
    return Self.line(at: max(0, at - 1), in: bytes)
  }

  /// The line of a byte, from 1.
  static func line(at offset: Int, in bytes: [UInt8]) -> Int {
    1 + bytes.prefix(offset).count { $0 == 0x0A }
  }
}
