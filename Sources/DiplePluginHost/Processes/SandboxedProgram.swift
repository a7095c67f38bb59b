import DipleSandbox

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program and what it may do.
struct SandboxedProgram {
  /// The file; nil to try the protections only.
  var path: String?
  /// With the program's name.
  var arguments: [String]
  var environment: [String: String] = [:]
  var folder: String
  /// False where it may list its folder, but read of it only what `readable` names.
  var readsFolder = true
  var scratch: String?
  var readable: [String] = []
  var writable: [String] = []
  var limits = ResourceLimits()
  var network = false
  var without: Protections = []
  /// Where one of these is missing, the program is not begun.
  var required: Protections = []

  init(path: String?, arguments: [String], folder: String) {
    (self.path, self.arguments, self.folder) = (path, arguments, folder)
  }

  /// For each process, but for `processes`.
  struct ResourceLimits {
    var memory = 1 << 30
    /// Of CPU time in its life: a program that nobody stops ends at last.
    var seconds = 3600
    var fileSize = 64 << 20
    var files = 256
    var processes = 64
  }

  /// Why nothing was started.
  enum Failure: Error, CustomStringConvertible {
    /// A system call failed.
    case call(String, code: Int32)
    /// A required protection is missing; these hold.
    case unprotected(held: Protections)

    var description: String {
      switch self {
      case .call(let step, let code): "\(step): \(String(cString: strerror(code)))"
      case .unprotected: "a required protection is missing"
      }
    }
  }

  /// A program that runs, and the ends of its pipes, which are the caller's to close.
  struct Started {
    var process: Int32
    var protections: Protections
    var input: Int32
    var noise: Int32
    var answers: Int32
  }

  /// Starts it. Takes some milliseconds.
  func start() throws(Failure) -> Started {
    var pipes: [(read: Int32, write: Int32)] = []
    for _ in 0..<3 {
      var ends: [Int32] = [0, 0]
      guard diple_sandbox_pipe(&ends) else {
        for pipe in pipes { Self.close(pipe.read, pipe.write) }
        throw .call("pipe", code: errno)
      }
      pipes.append((ends[0], ends[1]))
    }
    let (input, noise, answers) = (pipes[0], pipes[1], pipes[2])
    var started = diple_sandbox_started()
    let isGood = withOptions { options in
      options.descriptors = (input.read, noise.write, noise.write, answers.write)
      return diple_sandbox_start(&options, &started)
    }
    Self.close(input.read, noise.write, answers.write)
    guard isGood, path != nil else {
      Self.close(input.write, noise.read, answers.read)
      if isGood {
        return Started(process: 0, protections: Protections(rawValue: started.held), input: -1, noise: -1, answers: -1)
      }
      guard let step = started.failed else { throw .unprotected(held: Protections(rawValue: started.held)) }
      throw .call(String(cString: step), code: started.error)
    }
    return Started(
      process: started.pid, protections: Protections(rawValue: started.held), input: input.write, noise: noise.read,
      answers: answers.read)
  }

  private static func close(_ descriptors: Int32...) {
    for descriptor in descriptors { diple_sandbox_close(descriptor) }
  }

  /// Lends the options with all strings in place.
  private func withOptions<Value>(_ body: (inout diple_sandbox_options) -> Value) -> Value {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return withStrings(arguments) { arguments in
      withStrings(variables) { environment in
        withStrings(readable) { readable in
          withStrings(writable) { writable in
            withStrings([folder, scratch ?? "", path ?? ""]) { paths in
              var options = diple_sandbox_options()
              (options.arguments, options.environment) = (arguments, environment)
              (options.readable, options.writable) = (readable, writable)
              options.folder = paths[0]
              options.reads_folder = readsFolder
              options.scratch = scratch == nil ? nil : paths[1]
              options.path = path == nil ? nil : paths[2]
              options.memory = UInt64(limits.memory)
              options.seconds = UInt64(limits.seconds)
              options.file_size = UInt64(limits.fileSize)
              options.files = UInt64(limits.files)
              options.processes = UInt64(limits.processes)
              options.network = network
              options.without = without.rawValue
              options.required = required.rawValue
              return body(&options)
            }
          }
        }
      }
    }
  }
}

/// Lends strings as a C list that ends with NULL.
private func withStrings<Value>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
  let copies = strings.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  let list = copies.map { UnsafePointer($0) } + [nil]
  return list.withUnsafeBufferPointer { body($0.baseAddress!) }
}
