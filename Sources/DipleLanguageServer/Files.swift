/// Texts in the workspace that are not open. The program gives the server the disk; without any it knows open documents only.
public struct Files: Sendable {
  /// What tells one state of a file from another.
  public struct Stamp: Sendable, Hashable {
    /// The size in bytes.
    public var size: Int
    /// When it was written last, in nanoseconds.
    public var time: Int
    /// Makes a stamp.
    public init(size: Int, time: Int) { (self.size, self.time) = (size, time) }
  }

  /// What is at a path; nil where no file is.
  public var stamp: @Sendable (String) -> Stamp?
  /// The bytes of a file; nil where it cannot be read or has more than the given number.
  public var read: @Sendable (String, Int) -> [UInt8]?
  /// The text files below a folder, hidden ones left out, at most so many.
  public var list: @Sendable (String, Int) -> [String]

  /// Makes files of the three things that can be asked of them.
  public init(
    stamp: @escaping @Sendable (String) -> Stamp?, read: @escaping @Sendable (String, Int) -> [UInt8]?,
    list: @escaping @Sendable (String, Int) -> [String]
  ) {
    (self.stamp, self.read, self.list) = (stamp, read, list)
  }

  /// No files at all.
  public static let none = Files(stamp: { _ in nil }, read: { _, _ in nil }, list: { _, _ in [] })
}

/// Paths and `file` URIs (RFC 8089).
enum FileURI {
  /// The path that a URI names; nil where it is no file of this machine.
  static func path(_ uri: String) -> String? {
    guard uri.lowercased().hasPrefix("file://") else { return nil }
    let rest = uri.dropFirst("file://".count)
    guard let slash = rest.firstIndex(of: "/"), rest[..<slash].isEmpty || rest[..<slash] == "localhost",
      let path = PercentEncoding.decode(rest[slash...].prefix { $0 != "?" && $0 != "#" }), !path.contains("\0")
    else { return nil }
    return path
  }

  /// The URI of an absolute path.
  static func uri(_ path: String) -> String {
    "file://"
      + path.split(separator: "/", omittingEmptySubsequences: false).map { PercentEncoding.encode(String($0)) }
      .joined(separator: "/")
  }
}
