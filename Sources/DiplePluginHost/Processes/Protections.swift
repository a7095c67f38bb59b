import DipleSandbox

/// What keeps a module's program from doing harm (see `Sources/DipleSandbox/README.md`).
public struct Protections: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt32
  /// Makes protections of their bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  private init(_ value: UInt32, _: Void = ()) { rawValue = value }

  /// An own session without a terminal; killed as a whole.
  public static let session = Protections(bit: DIPLE_SANDBOX_SESSION)
  /// Limits of memory, CPU time, open files, file size.
  public static let limits = Protections(bit: DIPLE_SANDBOX_LIMITS)
  /// No file beyond those that were named.
  public static let files = Protections(bit: DIPLE_SANDBOX_FILES)
  /// No signal and no abstract socket to anybody outside.
  public static let scopes = Protections(bit: DIPLE_SANDBOX_SCOPES)
  /// No network, tracing, mounting, leaving of the session …
  public static let calls = Protections(bit: DIPLE_SANDBOX_CALLS)
  /// Others are unseen, and none of its processes outlives it.
  public static let namespaces = Protections(bit: DIPLE_SANDBOX_NAMESPACES)
  /// An own network namespace, which has no network.
  public static let network = Protections(bit: DIPLE_SANDBOX_NETWORK)
  /// The limit of processes counts those of the program and no others.
  public static let processes = Protections(bit: DIPLE_SANDBOX_PROCESSES)
  /// A `/proc` that shows the program's processes only.
  public static let proc = Protections(bit: DIPLE_SANDBOX_PROC)
  /// The scratch folder is a file system of its own, of limited size.
  public static let scratch = Protections(bit: DIPLE_SANDBOX_SCRATCH)

  private init(bit: some BinaryInteger) { rawValue = UInt32(truncatingIfNeeded: bit) }

  /// Without these a program is not contained: it could read any file of the user's, or send it away.
  public static let essential: Protections = [.session, .limits, .files, .calls]

  /// Each with what it means for a person, in order.
  public static let explained: [(protection: Protections, name: String, meaning: String)] = [
    (.files, "files", "reads its own folder and the system's, writes a scratch folder only (Landlock)"),
    (.calls, "system calls", "no network, no tracing, no mounting, no leaving of the session (seccomp)"),
    (.limits, "limits", "memory, CPU time, open files and file sizes, for each process (rlimits)"),
    (.session, "session", "no terminal, and killed as a whole"),
    (.namespaces, "namespaces", "sees no other process, and no process of it outlives it"),
    (.processes, "processes", "the number of its processes and threads is limited"),
    (.network, "network", "a network namespace without a network"),
    (.proc, "proc", "/proc shows its own processes only"),
    (.scratch, "scratch", "the scratch folder is a file system of limited size, gone with the program"),
    (.scopes, "signals", "no signals and no abstract sockets to others (Landlock 6)"),
  ]

  /// What holds on this system: found by doing it.
  public static func available() -> Protections {
    guard let scratch = ScratchFolder() else { return [] }
    var program = SandboxedProgram(path: nil, arguments: [], folder: "/")
    program.scratch = scratch.path
    let started = try? program.start()
    scratch.remove()
    return started?.protections ?? []
  }
}

/// What to do where a system lacks an essential protection.
public enum SandboxPolicy: String, Sendable, CaseIterable {
  /// The module is left out.
  case refuse
  /// The module runs, and the user is told once.
  case warn
}
