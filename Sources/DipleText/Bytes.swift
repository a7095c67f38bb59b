/// Bytes to read in. Beyond their end, and before their start, there are zeros: looking around needs no care.
struct Bytes {
  private let base: UnsafeBufferPointer<UInt8>
  /// Nothing is read from here on, whatever there is.
  let count: Int

  init(_ base: UnsafeBufferPointer<UInt8>) { (self.base, count) = (base, base.count) }
  private init(_ base: UnsafeBufferPointer<UInt8>, _ count: Int) { (self.base, self.count) = (base, count) }

  /// The same bytes up to an offset.
  func prefix(_ end: Int) -> Bytes { Bytes(base, min(end, count)) }

  @inline(__always)
  subscript(at: Int) -> UInt8 { UInt(bitPattern: at) < UInt(bitPattern: count) ? base[at] : 0 }

  /// The bytes of a span.
  func slice(_ span: Span) -> ArraySlice<UInt8> { Array(base[span.start..<min(span.end, count)])[...] }

  /// True where these ASCII letters stand at an offset; `text` is in small letters, the bytes may be in any.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    guard offset + text.utf8CodeUnitCount <= count else { return false }
    for index in 0..<text.utf8CodeUnitCount where lowercased(self[offset + index]) != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// The first place of a byte from `start` on; nil where there is none before `end`.
  func first(_ byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
    var at = start
    let end = min(end ?? count, count)
    while at < end {
      if self[at] == byte { return at }
      at += 1
    }
    return nil
  }

  /// The first place of some ASCII letters, in any case, from `start` on.
  func first(_ text: StaticString, from start: Int, to end: Int? = nil) -> Int? {
    var at = start
    let end = min(end ?? count, count) - text.utf8CodeUnitCount
    let lead = text.utf8Start[0]
    while at <= end {
      if lowercased(self[at]) == lead, has(text, at: at) { return at }
      at += 1
    }
    return nil
  }

  /// The end of the line that holds an offset: where its terminator begins.
  func lineEnd(_ offset: Int) -> Int {
    var at = offset
    while at < count, self[at] != 0x0A, self[at] != 0x0D { at += 1 }
    return at
  }

  /// Where the line after the terminator at `end` starts.
  func nextLine(_ end: Int) -> Int {
    if end >= count { return count }
    return self[end] == 0x0D && self[end + 1] == 0x0A ? end + 2 : end + 1
  }

  /// The first byte from `start` on that is no white space.
  func skipSpace(_ start: Int, to end: Int? = nil) -> Int {
    var at = start
    let end = min(end ?? count, count)
    while at < end, self[at].isSpace { at += 1 }
    return at
  }

  /// The first byte from `start` on that is no space or tab.
  func skipBlanks(_ start: Int, to end: Int? = nil) -> Int {
    var at = start
    let end = min(end ?? count, count)
    while at < end, self[at] == 0x20 || self[at] == 0x09 { at += 1 }
    return at
  }

  @inline(__always)
  private func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

extension UInt8 {
  /// ASCII white space.
  @inline(__always)
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  @inline(__always)
  var isDigit: Bool { (0x30...0x39).contains(self) }
  /// An ASCII letter.
  @inline(__always)
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  /// An ASCII mark: what a backslash can escape in Markdown.
  var isMark: Bool {
    (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
      || (0x7B...0x7E).contains(self)
  }
}
