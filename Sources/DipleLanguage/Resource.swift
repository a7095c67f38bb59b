/// A file that the binary carries: put there by a C target whose `embed.c` includes it with `#embed` (C23), so the
/// program is one relocatable file. The bytes are read where they lie and copied once.
public struct Resource: Sendable {
  /// The file's name, for messages.
  public let name: String
  /// What it holds.
  public let bytes: [UInt8]

  /// Reads a file through its C function, which returns the address and sets the size.
  public init(_ name: String, _ read: (UnsafeMutablePointer<UInt>) -> UnsafeRawPointer?) {
    var count: UInt = 0
    self.name = name
    if let start = read(&count) {
      bytes = Array(UnsafeRawBufferPointer(start: start, count: Int(count)))
    } else {
      bytes = []
    }
  }

  /// Hands a large file to `body` where it lies, without a copy. The address is good as long as the program runs.
  package static func withBytes<Value>(
    _ read: (UnsafeMutablePointer<UInt>) -> UnsafeRawPointer?, _ body: (UnsafeRawBufferPointer) -> Value
  ) -> Value {
    var count: UInt = 0
    let start = read(&count)
    return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
  }

  /// A file with this content, for tests.
  public init(_ name: String, text: String) { self.init(name, bytes: Array(text.utf8)) }
  /// A file that was read.
  public init(_ name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }

  /// Calls `body` for every line that is neither empty nor a comment (`#`), with its fields (separated by tabs).
  public func forEachRow(_ body: (_ fields: [ArraySlice<UInt8>]) -> Void) {
    // By hand: these lists are read before the first text is, and `split` makes an array of all lines first.
    var fields: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)
      start = end + 1
      guard !line.isEmpty, bytes[line.lowerBound] != UInt8(ascii: "#") else { continue }
      fields.removeAll(keepingCapacity: true)
      var from = line.lowerBound
      for at in line where bytes[at] == 0x09 {
        fields.append(bytes[from..<at])
        from = at + 1
      }
      fields.append(bytes[from..<line.upperBound])
      body(fields)
    }
  }

  /// The rows as strings. For small files; large ones are read with `forEachRow`.
  public var rows: [[String]] {
    var rows: [[String]] = []
    forEachRow { rows.append($0.map { String(decoding: $0, as: UTF8.self) }) }
    return rows
  }
}
