import DiplePluginKit
public import Foundation

/// A module that is about to be made.
public struct NewModule: Sendable {
  /// Why it cannot be made.
  public struct Problem: Error, Sendable, CustomStringConvertible {
    /// For a person.
    public let description: String
  }

  /// Its id, and its folder's name.
  public let id: String
  /// What it starts from.
  public let template: ModuleTemplate
  /// Its folder.
  public let folder: URL
  private let package: PackageSource?

  /// Plans a module; writes nothing.
  /// - Parameters:
  ///   - parent: the folder that gets its folder.
  ///   - package: where a Swift module finds Diple's package. Without it, the checkout that `program` was built in.
  ///   - program: the running program.
  public init(
    _ id: String, _ template: ModuleTemplate, in parent: URL, package: PackageSource? = nil, program: URL? = nil
  ) throws(Problem) {
    let isName = id.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
    }
    guard isName, let first = id.utf8.first, (0x61...0x7A).contains(first) else {
      throw Problem(
        description:
          "“\(id)” cannot be a module's name: begin with a small letter, and use small letters, digits and “-”")
    }
    (self.id, self.template) = (id, template)
    folder = parent.appendingPathComponent(id, isDirectory: true)
    guard template == .swift else {
      self.package = nil
      return
    }
    guard let source = package ?? program.flatMap(Self.checkout) else {
      throw Problem(
        description: "a Swift module is built with Diple's package: name its folder or repository with --diple")
    }
    self.package = source
  }

  /// Writes the files. Nothing that is there already is touched.
  /// - Returns: their paths below the folder.
  @discardableResult public func write() throws(Problem) -> [String] {
    let manager = FileManager.default
    if manager.fileExists(atPath: folder.path) {
      throw Problem(description: "\(folder.path): is there already; choose another name, or another place with --in")
    }
    do {
      let files = template.files(for: id, package: package)
      for file in files {
        let url = folder.appendingPathComponent(file.path)
        try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: url, options: .withoutOverwriting)
        if file.isExecutable {
          try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        }
      }
      return files.map(\.path)
    } catch {
      throw Problem(description: "\(folder.path): cannot be written: \(error.localizedDescription)")
    }
  }

  /// The checkout of Diple that a program was built in: a folder above it whose package makes DiplePluginProcess.
  static func checkout(of program: URL) -> PackageSource? {
    var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/", !folder.path.isEmpty {
      let package = folder.appendingPathComponent("Package.swift")
      if let text = try? String(contentsOf: package, encoding: .utf8), text.contains("name: \"DiplePluginProcess\"") {
        return .path(folder.path)
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}
