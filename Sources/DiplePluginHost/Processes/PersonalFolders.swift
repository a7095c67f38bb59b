/// What of a person's files never comes with a program, however a `PATH` or a link leads there: it must be asked for and granted.
struct PersonalFolders {
  /// Below the home: what signs, pays, logs in or remembers. They, all below them, and every folder that holds one of them.
  private static let secrets = [
    ".ssh", ".gnupg", ".pki", ".password-store", ".aws", ".azure", ".kube", ".docker", ".oci", ".config/gcloud",
    ".config/gh", ".config/op", ".config/rclone", ".config/diple", ".config/chromium", ".config/google-chrome",
    ".mozilla", ".thunderbird", ".local/share/keyrings", ".local/share/diple", ".local/state", ".cache/mozilla",
    ".netrc", ".npmrc", ".pypirc", ".git-credentials", ".cargo/credentials", ".cargo/credentials.toml",
    ".gem/credentials", ".bash_history", ".zsh_history", ".python_history", "Library/Keychains",
  ]
  /// Below the home, folders of many programs' data. They, but not what is below them.
  private static let shared = [
    ".config", ".cache", ".local", ".local/share", "Library", "Library/Application Support", "Documents", "Desktop",
    "Downloads",
  ]
  /// The same, of the system.
  private static let sharedOfSystem = [
    "/", "/home", "/root", "/Users", "/etc", "/var", "/srv", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/proc", "/sys",
    "/run", "/run/user", "/mnt", "/media", "/boot",
  ]

  /// Links resolved; nil where there is none.
  private let home: String?
  private let secrets: [String]
  private let shared: Set<String>

  /// Those of the user with this home.
  init(home: String?) {
    let home = home.flatMap(ModuleProgram.realPath)
    self.home = home
    secrets = home.map { home in Self.secrets.map { "\(home)/\($0)" } } ?? []
    shared = Set(Self.sharedOfSystem + (home.map { home in Self.shared.map { "\(home)/\($0)" } } ?? []))
  }

  /// The path without links, where a program may read there unasked; nil where it may not, or there is nothing.
  func open(_ path: String) -> String? {
    guard let real = ModuleProgram.realPath(path), !shared.contains(real) else { return nil }
    guard let home else { return real }
    func holds(_ outer: String, _ inner: String) -> Bool { inner == outer || inner.hasPrefix(outer + "/") }
    guard !holds(real, home) else { return nil }
    return secrets.contains { holds(real, $0) || holds($0, real) } ? nil : real
  }
}
