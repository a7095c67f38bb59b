/// A start or end tag as browsers read it (WHATWG HTML, "Tokenization").
struct HTMLTag {
  let element: HTMLElement
  let isEnd: Bool
  /// True for `<br/>`.
  let isSelfClosing: Bool
  /// True where browsers do not show the element: `hidden`, `style="display: none"`. (`aria-hidden` is seen all the same.)
  private(set) var isHidden = false
  /// The offset behind its `>`; the text's end where there is none.
  let end: Int

  /// Reads the tag that begins with the `<` at `start`; nil where the `<` begins none.
  init?(_ text: Bytes, at start: Int) {
    isEnd = text[start + 1] == UInt8(ascii: "/")
    var at = start + (isEnd ? 2 : 1)
    guard text[at].isLetter else { return nil }
    (element, at) = Self.element(text, at)
    // A quotation mark counts where a value begins, and there only.
    var isValue = false
    var isStyle = false
    while at < text.count, text[at] != UInt8(ascii: ">") {
      let byte = text[at]
      if isValue, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let close = text.first(byte, from: at + 1) ?? text.count
        if isStyle, Self.hides(text, at + 1, close) { isHidden = true }
        at = close
      } else if isValue, isStyle, !byte.isSpace {
        var close = at
        while close < text.count, !text[close].isSpace, text[close] != UInt8(ascii: ">") { close += 1 }
        if Self.hides(text, at, close) { isHidden = true }
        isStyle = false
      } else if !isValue, byte.isLetter, Self.mayStandBeforeName(text[at - 1]) {
        let end = Self.attributeNameEnd(text, at)
        if end - at == 6, text.has("hidden", at: at) { isHidden = true }
        isStyle = end - at == 5 && text.has("style", at: at)
        at = end
        continue
      }
      isValue = byte == UInt8(ascii: "=") || isValue && byte.isSpace
      at += 1
    }
    isSelfClosing = at < text.count && text[at - 1] == UInt8(ascii: "/")
    end = min(at + 1, text.count)
  }

  private static func mayStandBeforeName(_ byte: UInt8) -> Bool {
    byte.isSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func attributeNameEnd(_ text: Bytes, _ start: Int) -> Int {
    var at = start
    while at < text.count, !text[at].isSpace, text[at] != UInt8(ascii: "="), text[at] != UInt8(ascii: "/"),
      text[at] != UInt8(ascii: ">")
    { at += 1 }
    return at
  }

  /// True where declarations of CSS say `display: none` or `visibility: hidden`.
  private static func hides(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    func says(_ property: StaticString, _ value: StaticString, at: Int) -> Bool {
      guard text.has(property, at: at) else { return false }
      let colon = text.skipSpace(at + property.utf8CodeUnitCount, to: end)
      guard colon < end, text[colon] == UInt8(ascii: ":") else { return false }
      let from = text.skipSpace(colon + 1, to: end)
      return text.has(value, at: from) && from + value.utf8CodeUnitCount <= end
    }
    for at in start..<max(start, end) {
      guard at == start || text[at - 1].isSpace || text[at - 1] == UInt8(ascii: ";") else { continue }
      if says("display", "none", at: at) || says("visibility", "hidden", at: at) { return true }
    }
    return false
  }

  /// True where an end tag of `element` begins with the `<` at `start`.
  static func isEnd(_ text: Bytes, at start: Int, of element: HTMLElement) -> Bool {
    text[start + 1] == UInt8(ascii: "/") && self.element(text, start + 2).element == element
  }

  private static func element(_ text: Bytes, _ start: Int) -> (element: HTMLElement, end: Int) {
    var end = start
    while end < text.count, !text[end].isSpace, text[end] != UInt8(ascii: "/"), text[end] != UInt8(ascii: ">") {
      end += 1
    }
    return (HTMLElement(text, start, end), end)
  }

  /// The end of the comment, declaration or instruction that begins with the `<` at `start`; nil where the `<` begins none.
  static func commentEnd(_ text: Bytes, at start: Int) -> Int? {
    switch text[start + 1] {
    case UInt8(ascii: "!") where text[start + 2] == UInt8(ascii: "-") && text[start + 3] == UInt8(ascii: "-"):
      // `<!-->` is a whole comment.
      return text.first("-->", from: start + 2).map { $0 + 3 } ?? text.count
    case UInt8(ascii: "!"), UInt8(ascii: "?"): break
    case UInt8(ascii: "/") where !text[start + 2].isLetter && start + 2 < text.count: break
    default: return nil
    }
    return text.first(UInt8(ascii: ">"), from: start + 2).map { $0 + 1 } ?? text.count
  }
}

/// What an element does to the prose around and inside it.
struct HTMLElement: Equatable {
  enum Role {
    /// Nothing: words on both sides may be one word.
    case inline
    /// It parts paragraphs.
    case block
    /// It parts paragraphs, and what it holds is a heading.
    case heading
    /// What it holds is not there for readers.
    case hidden
    /// The same, and it parts paragraphs.
    case hiddenBlock
    /// What it holds stands in the sentence, but is no prose.
    case code
    /// A formula: as code, but any tags may be in it.
    case formula
    case lineBreak
    /// Quotation marks that the browser writes.
    case quotation
    /// A number of a note, or a part of a word.
    case raised
  }

  let role: Role
  /// True where tags mean nothing inside.
  let isRaw: Bool
  private let name: UInt64

  /// True where nothing stands inside, and no end tag is written.
  var isVoid: Bool { Self.void.contains(name) }
  /// True where the end tag may be left out, and often is (WHATWG HTML, "Optional tags").
  var mayBeOpen: Bool { Self.open[name] != nil }
  /// True where the start tag of `other` ends this element, as its own end tag is left out.
  func ends(with other: HTMLElement) -> Bool {
    isParagraph ? other.isPart : Self.open[name].map { $0 == Self.open[other.name] } ?? false
  }
  var isParagraph: Bool { self == Self.paragraph }
  /// True for the whole page: what hides it shows it again.
  var isPage: Bool { self == Self.body || self == Self.html }
  /// True where it parts paragraphs.
  var isPart: Bool { role == .block || role == .heading || role == .hiddenBlock }

  static func == (a: HTMLElement, b: HTMLElement) -> Bool { a.name == b.name }

  static let head = HTMLElement("head")
  static let body = HTMLElement("body")
  static let superscript = HTMLElement("sup")
  private static let html = HTMLElement("html")
  private static let paragraph = HTMLElement("p")

  private static let void = Set(
    "area base br col embed hr img input link meta param source track wbr".split(separator: " ").map { hash($0.utf8) })
  /// Elements whose end tags may be left out, by what they are to one another: a start tag of the same kind ends them.
  private static let open: [UInt64: Int] = {
    var open: [UInt64: Int] = [:]
    for (kind, names) in ["p", "li", "dt dd", "tr", "td th", "thead tbody tfoot", "option optgroup"].enumerated() {
      for name in names.split(separator: " ") { open[hash(name.utf8)] = kind }
    }
    return open
  }()

  init(_ text: Bytes, _ start: Int, _ end: Int) {
    // No element that matters has a longer name.
    self.init(hash: Self.hash((start..<min(end, start + 16)).lazy.map { text[$0] }))
  }

  private init(_ name: String) { self.init(hash: Self.hash(name.utf8)) }

  private init(hash: UInt64) {
    name = hash
    (role, isRaw) = Self.known[hash] ?? (.inline, false)
  }

  /// The hash of the small letters.
  private static func hash(_ name: some Sequence<UInt8>) -> UInt64 {
    FNV1a.hash(name.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
  }

  private static let known: [UInt64: (Role, Bool)] = {
    var known: [UInt64: (Role, Bool)] = [:]
    func add(_ names: String, _ role: Role, isRaw: Bool = false) {
      for name in names.split(separator: " ") { known[hash(name.utf8)] = (role, isRaw) }
    }
    add(
      """
      address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset \
      figcaption figure footer form frameset header hgroup hr html legend li main menu nav ol optgroup option p search \
      section summary table tbody td tfoot th thead tr ul
      """, .block)
    add("h1 h2 h3 h4 h5 h6", .heading)
    add("script style textarea title iframe noembed noframes", .hidden, isRaw: true)
    add("template noscript select datalist button svg object audio video canvas map", .hidden)
    add("head pre listing", .hiddenBlock)
    add("xmp", .hiddenBlock, isRaw: true)
    add("code kbd samp tt", .code)
    add("math", .formula)
    add("br", .lineBreak)
    add("q", .quotation)
    add("sup", .raised)
    return known
  }()
}
