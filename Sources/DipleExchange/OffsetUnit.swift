import DiplePluginKit

/// What an offset counts, from the first character of the document's text.
public enum OffsetUnit: String, Sendable, CaseIterable {
  /// Unicode scalars (code points), as Python and most corpora count.
  case scalar
  /// Bytes of the text in UTF-8.
  case utf8
  /// Code units of the text in UTF-16, as JavaScript, Java and most editors count.
  case utf16

  var encoding: PositionEncoding {
    switch self {
    case .scalar: .utf32
    case .utf8: .utf8
    case .utf16: .utf16
    }
  }
}
