import DiplePluginKit

/// How much room text takes on a terminal.
enum Columns {
  /// The columns of a scalar: 2 for East Asian wide forms and emoji, 0 for combining marks and joiners, else 1.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    if isWide(value) || (0x1F300...0x1F64F).contains(value) || (0x1F680...0x1F6FF).contains(value)
      || (0x1F900...0x1FAFF).contains(value)
    {
      return 2
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// True for the scalars of scripts that write without spaces and may break anywhere.
  static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// The columns of a text.
  static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  /// Text of a document as a terminal may have it: on one line, and without control characters, which could move the
  /// cursor or worse.
  static func clean(_ text: some StringProtocol) -> String {
    var clean = String.UnicodeScalarView()
    var isGap = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        isGap = !clean.isEmpty
        continue
      }
      if isGap { clean.append(" ") }
      isGap = false
      clean.append(PlainText.isControl(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(clean)
  }

  /// At most `columns` columns of a text; what is cut ends with `…`.
  static func fit(_ text: String, _ columns: Int) -> String {
    var kept = String.UnicodeScalarView()
    var used = 0
    var lastFitting = kept.endIndex
    for scalar in text.unicodeScalars {
      let width = width(scalar)
      if used + width > columns {
        kept.removeSubrange(lastFitting...)
        while kept.last == " " { kept.removeLast() }
        return String(kept) + "…"
      }
      used += width
      kept.append(scalar)
      if used < columns { lastFitting = kept.endIndex }
    }
    return text
  }

  /// A text filled up with spaces.
  static func pad(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }
}
