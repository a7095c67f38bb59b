import DipleJSONRPC

extension JSON {
  /// This value with another laid over it: members of objects one by one, everything else as a whole.
  func overlaid(with other: JSON) -> JSON {
    guard case .object(var members) = self, case .object(let upper) = other else { return other }
    for (name, value) in upper {
      if let index = members.lastIndex(where: { $0.0 == name }) {
        members[index].1 = members[index].1.overlaid(with: value)
      } else {
        members.append((name, value))
      }
    }
    return .object(members)
  }
}
