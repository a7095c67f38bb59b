/// Words of others (documents, modules, file names) as a terminal or an editor may have them: what gives orders to the reader's
/// screen instead of standing on it becomes U+FFFD.
public enum PlainText {
  /// True for C0 and C1 controls (ECMA-48: they begin escape sequences), for line and paragraph separators, and for the
  /// embeddings, overrides and isolates that let text stand in another order than it is (Unicode TR 36, 3.1).
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The text on one line, white space between words as it is but for line ends and tabs, which become blanks.
  public static func line(_ text: String) -> String {
    cleaned(text) { [0x09, 0x0A, 0x0D, 0x2028, 0x2029].contains($0.value) ? " " : nil }
  }

  /// The text with its line ends and tabs.
  public static func lines(_ text: String) -> String {
    cleaned(text) { $0 == "\n" || $0 == "\t" ? $0 : nil }
  }

  /// - Parameter instead: what stands in the place of a control; nil for the mark of what cannot be shown.
  private static func cleaned(_ text: String, _ instead: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { clean.append(isControl(scalar) ? instead(scalar) ?? "\u{FFFD}" : scalar) }
    return String(clean)
  }
}
