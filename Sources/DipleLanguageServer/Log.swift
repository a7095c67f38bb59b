import DiplePluginKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much is written to the log.
public enum LogLevel: Int, Sendable, CaseIterable, Comparable {
  case error = 1
  case warning, info, debug

  /// As the command line names it.
  public var name: String { String(describing: self) }

  /// From the gravest to the slightest.
  public static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
}

/// Writes lines to standard error.
public struct Log: Sendable {
  private let level: LogLevel
  private let write: @Sendable (String) -> Void

  /// Writes what is at least as grave as `level`.
  public init(_ level: LogLevel, write: @escaping @Sendable (String) -> Void = Log.toStandardError) {
    (self.level, self.write) = (level, write)
  }

  func callAsFunction(_ level: LogLevel, _ message: @autoclosure () -> String) {
    if level <= self.level { write("diple: \(level.name): \(PlainText.lines(message()))\n") }
  }

  /// One `write` a line, so that lines of several threads do not mix.
  public static func toStandardError(_ line: String) {
    let bytes = Array(line.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0) }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
