import DiplePluginToolsResources

/// A working module to start from. Its files are those of Plugins/Templates and Plugins/SDK.
public enum ModuleTemplate: String, Sendable, CaseIterable {
  /// Rules in YAML.
  case rules
  /// A program in Python.
  case python
  /// A program in JavaScript.
  case node
  /// A program in Swift, built by its author.
  case swift
  /// A program for a shell, with jq.
  case shell

  /// A file of a module.
  public struct File: Sendable, Equatable {
    /// The path below the module's folder.
    public var path: String
    /// What it holds.
    public var bytes: [UInt8]
    /// True for a program.
    public var isExecutable: Bool
  }

  /// The files as they stand in the repository, for a module of the id `starter`.
  public var files: [File] {
    var count: UInt = 0
    guard let first = diple_template_files(&count) else { return [] }
    return UnsafeBufferPointer(start: first, count: Int(count))
      .filter { String(cString: $0.kind) == rawValue }
      .map {
        File(
          path: String(cString: $0.path), bytes: Array(UnsafeRawBufferPointer(start: $0.bytes, count: Int($0.size))),
          isExecutable: $0.is_executable)
      }
  }

  /// The files for a module of another id, which names its kind of annotations too.
  /// - Parameter package: where a Swift module finds Diple's package.
  public func files(for id: String, package: PackageSource? = nil) -> [File] {
    let words = id.split { $0 == "-" || $0 == "_" }.map(String.init)
    var type = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    if type.first?.isLetter != true { type = "M" + type }
    let title = words.joined(separator: " ")
    let names = [
      ("StarterModule", type + "Module"), ("Starter.swift", type + ".swift"),
      ("Starter", title.prefix(1).uppercased() + title.dropFirst()), ("starter", id),
    ]
    return files.map { file in
      var file = file
      file.path = Self.fill(file.path, names)
      // What speaks the protocol is the same in all modules.
      guard !Self.sdk.contains(file.path) else { return file }
      var text = String(decoding: file.bytes, as: UTF8.self)
      if self == .swift, let package, file.path == "Package.swift" {
        text = text.replacing(#".package(path: "../../..")"#, with: package.dependency)
          .replacing(#"package: "diple")"#, with: "package: \"\(package.identity)\")")
      }
      file.bytes = Array(Self.fill(text, names).utf8)
      return file
    }
  }

  private static let sdk: Set = ["diple_plugin.py", "diple-plugin.mjs"]

  private static func fill(_ text: String, _ names: [(String, String)]) -> String {
    var filled = ""
    var rest = text[...]
    while !rest.isEmpty {
      if let (name, value) = names.first(where: { rest.hasPrefix($0.0) }) {
        filled += value
        rest = rest.dropFirst(name.count)
      } else {
        filled.append(rest.removeFirst())
      }
    }
    return filled
  }
}

/// Where Swift's package manager finds the package of Diple.
public enum PackageSource: Sendable, Equatable {
  /// A folder.
  case path(String)
  /// A repository.
  case url(String)

  /// Reads what a person wrote: what looks like the address of a repository is one, all else a folder.
  public init(_ text: String) {
    let isAddress = text.contains("://") || text.hasPrefix("git@")
    self = isAddress ? .url(text) : .path(text)
  }

  private var text: String {
    switch self {
    case .path(let text), .url(let text): text
    }
  }

  /// What the package manager calls it: the last part of its address.
  var identity: String {
    let last = text.split(separator: "/").last.map(String.init) ?? text
    return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
  }

  var dependency: String {
    switch self {
    case .path(let path): ".package(path: \(Self.literal(path)))"
    case .url(let url): ".package(url: \(Self.literal(url)), branch: \"main\")"
    }
  }

  private static func literal(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
