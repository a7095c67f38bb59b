/// What a column counts, as LSP 3.17 names it (`general.positionEncodings`).
public enum PositionEncoding: String, Sendable, CaseIterable {
  /// UTF-8 bytes.
  case utf8 = "utf-8"
  /// UTF-16 code units: what LSP assumes where nothing is negotiated.
  case utf16 = "utf-16"
  /// Unicode scalars (code points).
  case utf32 = "utf-32"

  /// How many units the scalar with this first byte takes. A continuation byte takes none beyond its lead, save in UTF-8.
  @inlinable
  public func units(of byte: UInt8) -> Int {
    switch self {
    case .utf8: 1
    case .utf16: UTF8Scan.isContinuation(byte) ? 0 : byte >= 0xF0 ? 2 : 1
    case .utf32: UTF8Scan.isContinuation(byte) ? 0 : 1
    }
  }
}

/// A place in a text as LSP gives it: both count from 0.
public struct Position: Hashable, Sendable {
  /// The line; `\n`, `\r\n` and `\r` end one.
  public var line: Int
  /// The column, in the units of a `PositionEncoding`.
  public var character: Int

  /// Makes a position.
  public init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }
}

extension Position: Comparable {
  /// Text order.
  public static func < (a: Position, b: Position) -> Bool { (a.line, a.character) < (b.line, b.character) }
}
