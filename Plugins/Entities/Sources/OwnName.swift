/// Which letters a form has. Most forms are ASCII, and of these there may be hundreds of thousands.
struct Letters {
  /// Capitals, and small letters.
  private(set) var hasCapital = false
  private(set) var hasSmall = false
  /// True where there is no letter and no digit.
  private(set) var isEmpty = true

  init(_ form: String) {
    for byte in form.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): (hasCapital, isEmpty) = (true, false)
      case UInt8(ascii: "a")...UInt8(ascii: "z"): (hasSmall, isEmpty) = (true, false)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): isEmpty = false
      case 0x80...:
        readAll(form)
        return
      default: break
      }
    }
  }

  private mutating func readAll(_ form: String) {
    for scalar in form.unicodeScalars {
      let properties = scalar.properties
      if properties.isUppercase { hasCapital = true }
      if properties.isLowercase { hasSmall = true }
      if properties.isAlphabetic || properties.numericType != nil { isEmpty = false }
    }
  }
}

/// A name that a user gives: what the lists of the program do not know, or know otherwise.
public struct OwnName: Sendable, Hashable {
  /// The name, as annotations shall have it.
  public var name: String
  /// What it names.
  public var type: EntityType
  /// Other forms of it.
  public var aliases: [String]
  /// What the user calls the thing elsewhere: a key of a database, a Wikidata item.
  public var id: String?

  /// Makes a name.
  public init(name: String, type: EntityType, aliases: [String] = [], id: String? = nil) {
    (self.name, self.type, self.aliases, self.id) = (name, type, aliases, id)
  }

  /// More names are left out.
  public static let most = 250_000
  /// More other forms of one name are left out.
  public static let mostAliases = 64
  /// The longest form and the longest id, in bytes.
  public static let longest = 200

  /// Why a name cannot be used, for a person; nil where it can.
  public var problem: String? {
    for form in [name] + aliases {
      if form.utf8.count > Self.longest { return "a name is longer than \(Self.longest) bytes" }
      if Letters(form).isEmpty {
        return "“\(form)” holds no letter and no digit"
      }
    }
    if aliases.count > Self.mostAliases { return "more than \(Self.mostAliases) other forms" }
    if let id, id.isEmpty || id.utf8.count > Self.longest { return "an id has 1 to \(Self.longest) bytes" }
    return nil
  }
}
