/// What the bytes of a token look like.
public struct Shape: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt16
  /// Makes a shape of its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The first letter is a capital.
  public static let capitalized = Shape(rawValue: 1 << 0)
  /// All letters are capitals (`NATO`, `U.S.`, `A`).
  public static let allCaps = Shape(rawValue: 1 << 1)
  /// A capital stands after a small letter (`iPhone`, `McCain`).
  public static let mixedCase = Shape(rawValue: 1 << 2)
  /// At least one digit.
  public static let hasDigit = Shape(rawValue: 1 << 3)
  /// Nothing but digits.
  public static let digits = Shape(rawValue: 1 << 4)
  /// No letter and no digit.
  public static let punctuation = Shape(rawValue: 1 << 5)
  /// White space, or the paragraph's start, stands before it.
  public static let spaceBefore = Shape(rawValue: 1 << 6)
  /// At least one letter.
  public static let hasLetter = Shape(rawValue: 1 << 7)
  /// A hyphen inside.
  public static let hyphenated = Shape(rawValue: 1 << 8)
  /// An abbreviation or initial with its full stop (`Mr.`, `J.`, `U.S.`).
  public static let abbreviation = Shape(rawValue: 1 << 9)
  /// A web or mail address.
  public static let address = Shape(rawValue: 1 << 10)
  /// A line end (a soft one) stands in the white space before it.
  public static let lineBefore = Shape(rawValue: 1 << 11)
}

/// One token.
public struct Token: Sendable, Equatable {
  /// The first byte, counted from the paragraph's start.
  public var start: Int
  /// The byte after it.
  public var end: Int
  /// The word, case folded.
  public var word: Word
  /// The form with its case.
  public var form: Word
  /// What the bytes look like.
  public var shape: Shape
  /// Makes a token.
  public init(start: Int, end: Int, word: Word, form: Word, shape: Shape) {
    (self.start, self.end, self.word, self.form, self.shape) = (start, end, word, form, shape)
  }
}

/// The tokens of a paragraph, one array a property. Contractions are parted as in the Penn Treebank (`did|n't`,
/// `Assad|'s`); hyphenated words, numbers with their marks, addresses and abbreviations are one token.
public struct Tokens: Sendable, Equatable {
  /// The first byte of each token, counted from the paragraph's start.
  public private(set) var starts: [Int32] = []
  /// The byte after each token.
  public private(set) var ends: [Int32] = []
  /// The word, case folded.
  public private(set) var words: [Word] = []
  /// The form with its case.
  public private(set) var forms: [Word] = []
  /// What the bytes look like.
  public private(set) var shapes: [Shape] = []

  /// No tokens.
  public init() {}

  /// Adds a token behind the last one.
  public mutating func append(start: Int, end: Int, word: Word, form: Word, shape: Shape) {
    starts.append(Int32(start))
    ends.append(Int32(end))
    words.append(word)
    forms.append(form)
    shapes.append(shape)
  }

  /// Adds a token behind the last one.
  public mutating func append(_ token: Token) {
    append(start: token.start, end: token.end, word: token.word, form: token.form, shape: token.shape)
  }

  /// How many there are.
  public var count: Int { starts.count }
  /// The indices, `0 ..< count`.
  public var indices: Range<Int> { 0..<starts.count }
}
