/// How a piece of text looks on a terminal (ECMA-48, "Select Graphic Rendition").
struct Ink: Equatable, Sendable {
  var color: UInt8?
  var isBold = false
  var isUnderlined = false
  var isDim = false

  static let plain = Ink()
  static let bold = Ink(isBold: true)
  static let dim = Ink(isDim: true)

  /// The look of the text inside both: the inner colour wins.
  func under(_ inner: Ink) -> Ink {
    Ink(
      color: inner.color ?? color, isBold: isBold || inner.isBold, isUnderlined: isUnderlined || inner.isUnderlined,
      isDim: isDim || inner.isDim)
  }

  var escape: String {
    var codes: [String] = ["0"]
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if isUnderlined { codes.append("4") }
    if let color { codes.append(String(color)) }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  /// A text in this ink.
  func paint(_ text: String, _ usesColor: Bool) -> String {
    usesColor && self != .plain ? escape + text + "\u{1B}[0m" : text
  }
}
