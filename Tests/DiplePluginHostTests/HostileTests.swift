import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginHost

/// Every promise of the sandbox, kept against a module that tries to break it.
@Suite(.enabled(if: Hostile.program != nil), .serialized) struct HostileTests {
  /// What this system holds; where it holds less, the tests of what it lacks are skipped, and say so.
  static let held = Protections.available()
  static func holds(_ protections: Protections) -> Bool { held.isSuperset(of: protections) }

  @Test func aGoodModuleIsLeftInPeace() async throws {
    let hostile = try Hostile("good")
    let found = try await hostile.annotate().get()
    #expect(found.map(\.pieces) == [[Place(7, Span(0, 1))]])
    #expect(found.map(\.source) == ["hostile"])
    #expect(await hostile.module.state == .running)
    await hostile.module.shutdown()
    #expect(await hostile.module.state == .closed)
    #expect(hostile.events.notices == [])
  }

  @Test func noiseOnStandardOutputBreaksNothing() async throws {
    let hostile = try Hostile("noise")
    #expect(try await hostile.annotate().get().count == 1)
    #expect(try await hostile.annotate().get().count == 1)
    await hostile.module.shutdown()
    #expect(hostile.events.log.contains("hello"))
    #expect(hostile.events.log.contains("a warning of a library"))
    #expect(hostile.events.starts == 1)
  }

  @Test(arguments: ["endless-output", "endless-line", "endless-log", "endless-answer", "huge-frame"])
  func outputIsBounded(mode: String) async throws {
    let hostile = try Hostile(mode, limits: .init(output: 1))
    guard case .failure(.crashed(let cause)) = await hostile.annotate() else {
      Issue.record("it was not stopped")
      return
    }
    #expect(cause.contains("sent more than 1 MB") || cause.contains("framing"))
    // The log has lines enough to understand it, and no more.
    #expect(hostile.events.log.count <= 210)
    await hostile.module.shutdown()
  }

  @Test func aDocumentMayHaveSoManyAnnotationsAndNoMore() async throws {
    let most = try Hostile("too-many", "\(ResultReader.mostAnnotations)")
    #expect(try await most.annotate().get().count == ResultReader.mostAnnotations)
    let hostile = try Hostile("too-many", "\(ResultReader.mostAnnotations + 1)")
    let failure = await hostile.annotate()
    #expect(
      failure
        == .failure(
          .invalid("hostile: “annotations” has 100001 elements; a document may have \(ResultReader.mostAnnotations)")))
    // It kept the protocol, so it lives on.
    #expect(hostile.events.starts == 1)
    await hostile.module.shutdown()
    await most.module.shutdown()
  }

  @Test func offsetsOutsideTheTextAreLeftOutAndToldOnce() async throws {
    let hostile = try Hostile("outside")
    #expect(try await hostile.annotate().get().count == 1)
    #expect(try await hostile.annotate().get().count == 1)
    #expect(
      hostile.events.notices == [
        "hostile: annotations[1]: must have 0 ≤ start < end ≤ the length of the text in UTF-8 bytes"
      ])
    await hostile.module.shutdown()
  }

  @Test(arguments: ["invalid-utf8", "invalid-json", "deep", "forge", "close", "exit", "crash", "abort"])
  func aBrokenProtocolIsAFailureOfTheModuleOnly(mode: String) async throws {
    let hostile = try Hostile(mode)
    guard case .failure(.crashed(let cause)) = await hostile.annotate() else {
      Issue.record("the answer was taken")
      return
    }
    #expect(cause.hasPrefix("hostile "))
    await hostile.module.shutdown()
  }

  @Test func whyAProgramEndedIsTold() async throws {
    let hostile = try Hostile("crash")
    guard case .failure(.crashed(let cause)) = await hostile.annotate() else {
      Issue.record("no crash")
      return
    }
    #expect(cause == "hostile ended; it ended with code 70; it had printed: something broke")
    await hostile.module.shutdown()
    let other = try Hostile("exit")
    #expect(await other.annotate() == .failure(.crashed("hostile ended; it ended with code 3")))
    await other.module.shutdown()
  }

  @Test func aHangingHelloIsGivenUp() async throws {
    let hostile = try Hostile("hang-hello")
    async let answer = hostile.annotate()
    await hostile.time.pass(.seconds(10))
    await hostile.time.pass(.milliseconds(500))
    await hostile.time.pass(.seconds(10))
    await hostile.time.pass(.seconds(1))
    await hostile.time.pass(.seconds(10))
    guard case .failure(.leftOut(let cause)) = await answer else {
      Issue.record("it was not left out")
      return
    }
    #expect(cause.contains("did not answer “hello” within 10 s"))
    #expect(hostile.events.notices == [cause])
    await hostile.module.shutdown()
  }

  /// At a shell nobody waits for three programs that say nothing, nor for one without being told.
  @Test func aHangingHelloIsToldAndGivenUpAtOnceWhereSomebodyWaits() async throws {
    let hostile = try Hostile("hang-hello") { $0.patience.hellos = 1 }
    async let answer = hostile.annotate()
    await hostile.time.pass(.seconds(2))
    while !hostile.events.all.contains(.slow(.seconds(8))) { await Task.yield() }
    await hostile.time.pass(.seconds(10))
    #expect(
      await answer == .failure(.leftOut("hostile did not answer “hello” within 10 s and is left out")))
    #expect(hostile.events.starts == 1)
    await hostile.module.shutdown()
  }

  @Test func aHangingModuleHasADeadline() async throws {
    let hostile = try Hostile("hang", limits: .init(seconds: 2.5))
    async let answer = hostile.annotate()
    await hostile.time.pass(.seconds(2.5))
    guard case .failure(.crashed(let cause)) = await answer else {
      Issue.record("it was waited for")
      return
    }
    #expect(cause.hasPrefix("hostile did not answer within 2.5 s"))
    await hostile.module.shutdown()
  }

  @Test func aModuleThatDoesNotReadBlocksNobody() async throws {
    let hostile = try Hostile("not-reading")
    let text = String(repeating: "Nobody reads this. ", count: 30_000)
    async let answer = hostile.annotate(text)
    await hostile.time.pass(.seconds(5))
    guard case .failure(.crashed) = await answer else {
      Issue.record("it was waited for")
      return
    }
    await hostile.module.shutdown()
  }

  @Test(.enabled(if: holds(.session))) func whoIgnoresSIGTERMIsKilled() async throws {
    let folder = try TestFolder()
    let file = folder.path + "/lock"
    let hostile = try Hostile("ignore-term", file, capabilities: .init(writable: [folder.path]))
    async let answer = hostile.annotate()
    while !hostile.events.log.contains("here") { await Task.yield() }
    await hostile.time.pass(.seconds(5))
    guard case .failure(.crashed(let cause)) = await answer else {
      Issue.record("it lives")
      return
    }
    #expect(cause.contains("SIGKILL"))
    #expect(try isFree(file))
  }

  /// With namespaces the kernel sees to it; without, the session is killed, which seccomp lets nobody leave.
  @Test(.enabled(if: holds([.session, .calls])), arguments: [Protections.namespaces, []])
  func aDoubleForkDoesNotSurvive(without: Protections) async throws {
    let folder = try TestFolder()
    let file = folder.path + "/lock"
    let hostile = try Hostile("double-fork", file, capabilities: .init(writable: [folder.path]), without: without)
    #expect(try await hostile.annotate().get().count == 1)
    #expect(try !isFree(file, within: 0))
    await hostile.module.shutdown()
    #expect(try isFree(file))
  }

  @Test(.enabled(if: holds([.session, .processes]), "nothing limits processes here")) func aForkBombIsContained()
    async throws
  {
    let counting = try Hostile("count-forks")
    let count = try #require(Int(try await counting.report()))
    #expect(count < 64)
    await counting.module.shutdown()

    let hostile = try Hostile("fork-bomb")
    async let answer = hostile.annotate()
    await hostile.time.pass(.seconds(5))
    guard case .failure(.crashed) = await answer else {
      Issue.record("it was not stopped")
      return
    }
    await hostile.module.shutdown()
  }

  /// Then the limit counts the user's other processes too. Root in a user namespace of its own may not become another.
  @Test(.enabled(if: holds([.session, .calls]) && (geteuid() != 0 || holds(.processes))))
  func withoutNamespacesAForkBombIsContainedToo() async throws {
    let counting = try Hostile("count-forks", without: .namespaces)
    let count = try #require(Int(try await counting.report()))
    #expect(count < 500)
    await counting.module.shutdown()
  }

  @Test(.enabled(if: holds(.limits))) func memoryIsBounded() async throws {
    let hostile = try Hostile("memory", limits: .init(memory: 100))
    let megabytes = try #require(Int(try await hostile.report()))
    #expect(megabytes > 20 && megabytes <= 100)
    await hostile.module.shutdown()
  }

  #if os(Linux)
    /// What grows down is stack for the system, and no data: it has limits of its own.
    @Test(.enabled(if: holds([.limits, .calls]))) func theStackIsNoWayAround() async throws {
      let hostile = try Hostile("stack")
      #expect(try await hostile.report() == "Operation not permitted; Operation not permitted; 1")
      await hostile.module.shutdown()
    }

    @Test(.enabled(if: holds(.calls))) func nobodyIsWatched() async throws {
      let home = try TestFolder()
      let hostile = try Hostile("watch", home.path)
      #expect(try await hostile.report() == "Operation not permitted")
      await hostile.module.shutdown()
    }
  #endif

  @Test(.enabled(if: holds(.calls))) func thereIsNoNetwork() async throws {
    let hostile = try Hostile("network")
    #expect(try await hostile.report() == "Permission denied")
    await hostile.module.shutdown()
    let granted = try Hostile("network", capabilities: .init(network: true))
    #expect(try await granted.report() == "allowed")
    await granted.module.shutdown()
    let asking = try Hostile("network", capabilities: .init(network: true)) { $0.grants = .none }
    #expect(try await asking.report() == "Permission denied")
    await asking.module.shutdown()
  }

  /// Whoever may use the network still may not use the user's own services. A pair between own processes does no harm.
  @Test(.enabled(if: holds(.calls)), arguments: [true, false]) func servicesOfTheUserAreNotReached(network: Bool)
    async throws
  {
    let folder = try TestFolder()
    let path = folder.path + "/agent.sock"
    let service = try service(at: path)
    defer { close(service) }
    let hostile = try Hostile(
      "services", path, capabilities: .init(network: network, readable: [folder.path], writable: [folder.path]))
    #expect(try await hostile.report() == "own 0, reached 0, pair 1, by pair 0, datagrams 0")
    await hostile.module.shutdown()
  }

  /// Listens at a path, for anybody.
  private func service(at path: String) throws -> Int32 {
    let service = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let size = MemoryLayout.size(ofValue: address.sun_path)
    try #require(service >= 0 && path.utf8.count < size)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(service, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0 && listen(service, 5) == 0 && chmod(path, 0o777) == 0)
    return service
  }

  @Test(.enabled(if: holds(.calls)), arguments: [Protections.namespaces, [.namespaces, .scopes], []])
  func dangerousCallsAreRefused(without: Protections) async throws {
    let hostile = try Hostile("calls", "\(getpid())", without: without)
    #expect(try await hostile.report() == "allowed: ")
    await hostile.module.shutdown()
  }

  @Test(.enabled(if: holds(.files))) func secretsAreNotRead() async throws {
    let home = try TestFolder()
    try FileManager.default.createDirectory(atPath: home.path + "/.ssh", withIntermediateDirectories: true)
    try home.write(".ssh/id_ed25519", "secret")
    func read(_ mode: String, _ path: String, _ readable: [String] = []) async throws -> String {
      let hostile = try Hostile(mode, path, capabilities: .init(readable: readable)) {
        $0.surroundings.environment["HOME"] = home.path
      }
      let report = try await hostile.report()
      await hostile.module.shutdown()
      return report
    }
    #expect(try await read("read", home.path + "/.ssh/id_ed25519") == "Permission denied")
    #expect(try await read("list", home.path) == "Permission denied")
    #expect(try await read("list", "/root") == "Permission denied")
    #expect(try await read("read", "/etc/shadow") == "Permission denied")
    #expect(try await read("read", "/proc/\(getpid())/environ") != "allowed")
    #expect(try await read("read", home.path + "/.ssh/id_ed25519", ["~/.ssh"]) == "allowed")
    // Its own folder is its own.
    #expect(try await read("read", "program") == "allowed")
  }

  /// What the checksum leaves out, the program neither reads nor runs.
  @Test(.enabled(if: holds(.files))) func theFolderOfGitIsNotRead() async throws {
    let refused = "Permission denied"
    let other = try TestFolder()
    try other.write("secret", "mine")
    for (path, seen) in [
      (".git/config", refused), ("link/config", refused), ("words.txt", "allowed"), ("lists/words.txt", "allowed"),
      // A link opens nothing outside, though all that lies beside `.git` is opened one by one.
      ("whole/\(other.path)/secret", refused), ("beside/secret", refused), ("\(other.path)/secret", refused),
    ] {
      let hostile = try Hostile("read", path)
      for folder in [".git", "lists"] {
        try FileManager.default.createDirectory(
          atPath: hostile.folder.path + "/" + folder, withIntermediateDirectories: true)
      }
      for file in [".git/config", "words.txt", "lists/words.txt"] { try hostile.folder.write(file, "x") }
      for (name, target) in ["link": ".git", "whole": "/", "beside": other.path] {
        try FileManager.default.createSymbolicLink(
          atPath: hostile.folder.path + "/" + name, withDestinationPath: target)
      }
      #expect(try await hostile.report() == seen)
      await hostile.module.shutdown()
    }
  }

  /// A process that is killed leaves its scratch folder behind; the next one finds it. What somebody holds stays.
  @Test func whatAKilledProcessLeftIsSweptOut() throws {
    let temporary = try TestFolder()
    let held = try #require(ScratchFolder(in: temporary.path))
    for name in ["diple-abc123", "diple-other-thing", "other-abc123"] {
      try FileManager.default.createDirectory(
        atPath: temporary.path + "/" + name + "/inner", withIntermediateDirectories: true)
    }
    // Its maker may be about to lock it.
    ScratchFolder.sweep(temporary.path)
    #expect(temporary.exists("diple-abc123"))
    ScratchFolder.sweep(temporary.path, olderThan: 0)
    #expect(!temporary.exists("diple-abc123"))
    #expect(temporary.exists("diple-other-thing") && temporary.exists("other-abc123"))
    #expect(FileManager.default.fileExists(atPath: held.path))
  }

  @Test(.enabled(if: holds(.files))) func nothingIsWrittenOutside() async throws {
    let other = try TestFolder()
    for path in [other.path + "/file", "program.txt", "/tmp/diple-evil", "/dev/shm/diple-evil"] {
      let hostile = try Hostile("write", path)
      #expect(try await hostile.report() == "Permission denied")
      await hostile.module.shutdown()
      #expect(!hostile.folder.exists("program.txt"))
    }
    #expect(!other.exists("file"))
    let granted = try Hostile("write", other.path + "/file", capabilities: .init(writable: [other.path]))
    #expect(try await granted.report() == "allowed")
    #expect(other.exists("file"))
    await granted.module.shutdown()
  }

  /// Landlock knows no rights for these; what a program may read, or reach by its path, is the user's to keep as it is.
  @Test(.enabled(if: holds([.files, .calls])), arguments: [Protections.namespaces, []])
  func permissionsOutsideStayAsTheyAre(without: Protections) async throws {
    let other = try TestFolder()
    let path = other.path + "/thesis.txt"
    try other.write("thesis.txt", "mine")
    // The program runs as the one whose file it is: as nobody, where the tests are root's.
    if geteuid() == 0 { try #require(chown(path, 65534, 65534) == 0) }
    try #require(chmod(path, 0o600) == 0)
    var before = stat()
    try #require(stat(path, &before) == 0)
    let hostile = try Hostile(
      "permissions", path, capabilities: .init(readable: [other.path]), without: without)
    #expect(try await hostile.report() == "changed: ")
    await hostile.module.shutdown()
    var after = stat()
    try #require(stat(path, &after) == 0)
    #expect(after.st_mode == before.st_mode)
    #expect(after.st_size == 4)
    #expect(after.st_mtim.tv_sec == before.st_mtim.tv_sec && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
    #expect(after.st_ctim.tv_sec == before.st_ctim.tv_sec && after.st_ctim.tv_nsec == before.st_ctim.tv_nsec)
  }

  @Test(arguments: [Protections.namespaces, []]) func theScratchFolderIsThereAndGoesAway(without: Protections)
    async throws
  {
    let temporary = try TestFolder()
    let hostile = try Hostile("write-scratch", without: without) { $0.surroundings.temporary = temporary.path }
    #expect(try await hostile.report() == "allowed")
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).count == 1)
    await hostile.module.shutdown()
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
  }

  @Test(.enabled(if: holds(.scratch))) func theScratchFolderIsSmall() async throws {
    let hostile = try Hostile("fill-scratch")
    let megabytes = try #require(Int(try await hostile.report()))
    #expect(megabytes > 10 && megabytes <= 64)
    await hostile.module.shutdown()
  }

  @Test(.enabled(if: holds(.session))) func thereIsNoTerminal() async throws {
    let hostile = try Hostile("tty")
    #expect(try await hostile.report() != "allowed")
    await hostile.module.shutdown()
    // Not even where files are not protected: the session has none.
    let other = try Hostile("tty", without: [.files, .namespaces]) { $0.policy = .warn }
    #expect(try await other.report() == "No such device or address")
    await other.module.shutdown()
  }

  @Test func environmentAndDescriptorsAreClean() async throws {
    func report(_ mode: String, _ asked: [String] = []) async throws -> Set<String> {
      let hostile = try Hostile(mode, capabilities: .init(environment: asked)) {
        $0.surroundings.environment["AWS_SECRET_ACCESS_KEY"] = "x"
      }
      let report = try await hostile.report()
      await hostile.module.shutdown()
      return Set(report.split(separator: " ").map(String.init))
    }
    let least: Set = ["DIPLE_MODULE", "DIPLE_OUT", "HOME", "LANG", "PATH", "TMPDIR"]
    #expect(try await report("environment") == least)
    #expect(try await report("environment", ["AWS_SECRET_ACCESS_KEY"]) == least.union(["AWS_SECRET_ACCESS_KEY"]))
    #expect(try await report("descriptors") == ["0", "1", "2", "3"])
  }

  @Test func whereTheSystemContainsNothingNothingIsRun() async throws {
    let hostile = try Hostile("good", without: .files)
    guard case .failure(.leftOut(let cause)) = await hostile.annotate() else {
      Issue.record("it was run")
      return
    }
    #expect(cause.hasPrefix("hostile was not run: this system does not hold “files:"))
    await hostile.module.shutdown()
    let warned = try Hostile("good", without: .files) { $0.policy = .warn }
    #expect(try await warned.annotate().get().count == 1)
    #expect(warned.events.notices.count == 1)
    await warned.module.shutdown()
  }

  /// Not for a moment: a program that is ended once it turns out that nothing holds it has had its chance.
  @Test(arguments: [Protections.files, .calls, .limits]) func whatIsRefusedHasNotRunAtAll(missing: Protections)
    async throws
  {
    let folder = try TestFolder()
    for policy in SandboxPolicy.allCases {
      let hostile = try Hostile(
        "mark-first", folder.path + "/mark", capabilities: .init(writable: [folder.path]), without: missing
      ) { $0.policy = policy }
      let answer = await hostile.annotate()
      if case .failure(.leftOut) = answer {
        #expect(policy == .refuse)
        #expect(!folder.exists("mark"))
        #expect(await !hostile.module.protections.contains(missing))
      } else {
        // The mark is one that is left where the program runs.
        #expect(policy == .warn)
        #expect(folder.exists("mark"))
      }
      await hostile.module.shutdown()
    }
  }

  /// True once nobody holds the lock. A killed process lets go of it in a moment.
  private func isFree(_ path: String, within seconds: Double = 20) throws -> Bool {
    let file = open(path, O_RDWR)
    try #require(file >= 0)
    defer { close(file) }
    for _ in 0...Int(seconds * 100) {
      if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(10_000)
    }
    return false
  }
}
