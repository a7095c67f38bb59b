import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation

extension Options {
  /// Reads `disable`, a list of ids, and `modules`, the settings of modules by id.
  mutating func readModules(_ json: JSON?, _ manifests: [Manifest], _ others: Set<String>, _ problems: inout [String]) {
    let ids = others.union(manifests.map(\.id))
    func isKnown(_ id: String, _ option: String) -> Bool {
      if ids.contains(id) { return true }
      problems.append("`\(option)`: there is no module `\(id)`" + Self.meant(id, ids))
      return false
    }
    if let names = json?["disable"], names != .null {
      let known = (names.array ?? []).compactMap(\.string)
      if known.count != names.array?.count { problems.append("`disable` is not a list of modules") }
      disabled = Set(known.filter { isKnown($0, "disable") })
    }
    guard let all = json?["modules"], all != .null else { return }
    guard let members = all.object else { return problems.append("`modules` is no object") }
    for (id, settings) in members where isKnown(id, "modules") {
      guard let manifest = manifests.first(where: { $0.id == id }) else { continue }
      guard let values = settings.object else {
        problems.append("`modules.\(id)` is no object")
        continue
      }
      for (name, value) in values {
        guard let fallback = manifest.settings.values[name] else {
          problems.append(
            "`modules.\(id).\(name)`: there is no such setting" + Self.meant(name, manifest.settings.values.keys))
          continue
        }
        switch (fallback, value) {
        case (.bool, .bool(let value)): modules[id, default: Settings()].values[name] = .bool(value)
        case (.string, .string(let value)): modules[id, default: Settings()].values[name] = .string(value)
        case (.number, _) where value.number != nil:
          modules[id, default: Settings()].values[name] = .number(value.number!)
        default: problems.append("`modules.\(id).\(name)` is no \(fallback.typeName)")
        }
      }
    }
  }
}

extension Settings.Value {
  fileprivate var typeName: String {
    switch self {
    case .bool: "truth value"
    case .number: "number"
    case .string: "text"
    }
  }
}

extension SessionModules.Wish {
  /// What a client's own settings say. A workspace's file may not choose what runs.
  init(_ json: JSON?, folders: [String], problems: inout [String]) {
    self.init()
    workspaces = folders.compactMap { FileURI.path($0) }.map { URL(fileURLWithPath: $0, isDirectory: true) }
    if let paths = json?["plugins"], paths != .null {
      let known = (paths.array ?? []).compactMap(\.string)
      if known.count != paths.array?.count { problems.append("`plugins` is not a list of folders") }
      for path in known {
        let full = FileURI.path(path) ?? NSString(string: path).expandingTildeInPath
        if full.hasPrefix("/") {
          given.append(URL(fileURLWithPath: full, isDirectory: true))
        } else if let root = workspaces.first {
          given.append(root.appendingPathComponent(full))
        } else {
          problems.append("`plugins`: \(path) is no absolute path, and there is no workspace folder")
        }
      }
    }
    if let names = json?["disable"]?.array { disabled = Set(names.compactMap(\.string)) }
    if let policy = json?["sandbox"], policy != .null {
      if let known = policy.string.flatMap(SandboxPolicy.init(rawValue:)) {
        self.policy = known
      } else {
        problems.append("`sandbox` is neither refuse nor warn")
      }
    }
  }
}
