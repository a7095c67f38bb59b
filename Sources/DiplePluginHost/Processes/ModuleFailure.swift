/// Why a module gave no findings. Each cause names the module.
public enum ModuleFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nobody wants the answer any more.
  case cancelled
  /// The program could not be started, or does not speak the protocol.
  case cannotStart(String)
  /// The program ended, hung, or broke the protocol while it worked on this.
  case crashed(String)
  /// The module itself answered with an error.
  case refused(String)
  /// The answer as a whole is not what the manifest promises.
  case invalid(String)
  /// The module failed too often and is asked no more.
  case leftOut(String)

  /// For a person.
  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .cannotStart(let cause), .crashed(let cause), .refused(let cause), .invalid(let cause), .leftOut(let cause):
      cause
    }
  }
}

/// What a module lets be known beside its findings.
public enum ModuleEvent: Sendable, Hashable {
  /// How much it matters, as LSP's `MessageType` orders it.
  public enum Level: String, Sendable, CaseIterable { case error, warning, info, debug }
  /// The program has not said hello yet, and is waited for so much longer.
  case slow(Duration)
  /// The program runs, with these protections.
  case started(Protections)
  /// The program was stopped, as it had nothing to do or is not needed any more.
  case stopped
  /// What the module logs, or (as `debug`) a line that it printed.
  case log(Level, String)
  /// How far it is with the document of this key: 0 to 1, and words for it.
  case progress(key: String, fraction: Double?, message: String?)
  /// Something the user should know. Told once for each cause.
  case notice(String)
}
