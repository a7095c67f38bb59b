@_exported public import DiplePluginKit
import DipleJSONRPC

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A module in Swift as a program of its own.
///
///     import DiplePluginProcess
///
///     @main struct Units: PluginMain {
///       let manifest = Manifest.ofThisModule
///       func summarize(_ layers: Layers) -> [Span] { … }
///       func annotate(_ document: DocumentView, _ summaries: [[Span]]) -> [Annotation] { … }
///     }
///
/// The same type, registered in an own build of `diple`, runs in process. Here it makes the layers itself, so its manifest need not
/// require them; annotations of the kinds that it requires are in the view. What it prints appears in Diple's log.
public protocol PluginMain: DocumentAnnotator {
  /// Makes the annotator. Called once.
  init()
}

extension PluginMain {
  /// Speaks the protocol (Specs/protocol/plugins.md) until Diple has no more questions.
  public static func main() {
    guard let variable = getenv("DIPLE_OUT"), let output = Int32(String(cString: variable)) else {
      fail("This is a module of Diple, which starts it: diple annotate --plugin FOLDER …")
    }
    // A copy that no child gets; whoever writes to the old number now writes nothing.
    let answers = fcntl(output, F_DUPFD_CLOEXEC, 10)
    guard answers >= 0 else { fail("DIPLE_OUT is no open descriptor") }
    close(output)
    unsetenv("DIPLE_OUT")
    let loop = ModuleLoop(annotator: Self(), connection: Connection(input: STDIN_FILENO, output: answers))
    loop.run(input: STDIN_FILENO)
  }
}

extension Manifest {
  /// The manifest in the folder where the program runs, which is the module's. Ends the program where there is none.
  public static var ofThisModule: Manifest {
    do { return try Manifest(.ofThisModule(Manifest.fileName)) } catch { fail(error.description) }
  }
}

extension Resource {
  /// A file of the module, by its path in the module's folder. Ends the program where there is none.
  public static func ofThisModule(_ path: String) -> Resource {
    guard let file = fopen(path, "r") else { fail("there is no \(path) here") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return Resource(path, bytes: bytes)
  }
}

func fail(_ cause: String) -> Never {
  let line = Array((cause + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(64)
}
