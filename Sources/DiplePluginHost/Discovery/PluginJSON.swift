import DiplePluginKit
import Foundation
public import DipleJSONRPC

extension Plugin {
  /// For programs: id, kind, place, version, state, folder, what was granted, what is wrong, and what editors may paint its
  /// kinds in.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id)), ("kind", .string(kind)), ("place", .string(place.rawValue)),
      ("version", manifest.map { .string($0.version) } ?? .null), ("state", .string(state.name)),
      ("folder", folder.map { .string($0.path) } ?? .null),
      ("asks", .array(asked.map(JSON.string))), ("grants", .array(grants.sorted().map(JSON.string))),
      ("problems", .array(problems.map { .string($0.description) })),
      (
        "kinds",
        .array(
          (manifest?.kinds ?? []).map { kind in
            ["name": .string(kind.name), "label": .string(kind.label), "color": kind.color.map(JSON.string) ?? .null]
          })
      ),
    ]
    if case .displaced(let other) = state { members.append(("by", .string(other))) }
    return .object(members)
  }
}

extension Plugin.State {
  /// A word for it.
  public var name: String {
    switch self {
    case .active: "active"
    case .disabled: "disabled"
    case .untrusted: "untrusted"
    case .changed: "changed"
    case .broken: "broken"
    case .displaced: "displaced"
    }
  }
}
