import DipleJSONRPC

/// The option `inlayHints`: which labels stand in the text.
struct HintOptions: Sendable, Equatable {
  /// How many of a kind's annotations are labelled.
  enum Extent: Sendable, Equatable {
    case none
    /// Those that say what their words do not: see `Wording.isImplicit`.
    case implicit
    case all
  }

  /// The extent of kinds that are not named.
  private var others = Extent.implicit
  private var kinds: [String: Extent] = [:]

  subscript(kind: String) -> Extent { kinds[kind] ?? others }

  /// The options of a client that says nothing: labels where the words leave something open.
  init() {}

  /// Reads a truth value for the face, `all` for every label, or an object: `enabled` for the face, and for each kind a truth
  /// value or `implicit`. What is wrong is left out and told.
  /// - Parameter isOn: the face, where anything is said of it.
  init(_ json: JSON?, _ known: Set<String>, isOn: inout Bool, problems: inout [String]) {
    switch json {
    case nil, .null?: break
    case .bool(let value)?: isOn = value
    case "all"?: (others, isOn) = (.all, true)
    case .object(let members)?:
      for (name, value) in members where value != .null {
        switch (name, value) {
        case ("enabled", .bool(let value)): isOn = value
        case ("enabled", _): problems.append("`inlayHints.enabled` is neither true nor false")
        case _ where !known.contains(name):
          problems.append("`inlayHints`: nobody makes the kind `\(name)`" + Options.meant(name, known + ["enabled"]))
        case (_, .bool(let value)): kinds[name] = value ? .all : Extent.none
        case (_, "implicit"): kinds[name] = .implicit
        default: problems.append("`inlayHints.\(name)` is none of true, false and implicit")
        }
      }
    default: problems.append("`inlayHints` is neither a truth value, nor all, nor an object")
    }
  }
}
