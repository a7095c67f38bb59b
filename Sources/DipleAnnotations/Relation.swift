/// A relation between a word and its head: those of Universal Dependencies, with the subtypes that UD English writes.
public enum Relation: UInt8, Sendable, CaseIterable {
  case root, acl, aclRelcl, advcl, advclRelcl, advmod, amod, appos, aux, auxPass, `case`, cc, ccPreconj, ccomp,
    compound,
    compoundPrt, conj, cop, csubj, csubjPass, dep, det, detPredet, discourse, dislocated, expl, fixed, flat, goeswith,
    iobj, list, mark, nmod, nmodDesc, nmodPoss, nmodUnmarked, nsubj, nsubjOuter, nsubjPass, nummod, obj, obl, oblAgent,
    oblUnmarked, orphan, parataxis, punct, reparandum, vocative, xcomp

  /// As a treebank writes it: `nsubj:pass`.
  public var name: String { Self.names[Int(rawValue)] }

  /// The relation of this name. An unknown subtype is its relation: `csubj:outer` is `csubj`.
  public init?(name: some StringProtocol) {
    let name = String(name)
    guard let relation = Self.byName[name] ?? Self.byName[String(name.prefix { $0 != ":" })] else { return nil }
    self = relation
  }

  /// The relation without its subtype: `nsubj` of `nsubj:pass`.
  public var universal: Relation {
    switch self {
    case .aclRelcl: .acl
    case .advclRelcl: .advcl
    case .auxPass: .aux
    case .ccPreconj: .cc
    case .compoundPrt: .compound
    case .csubjPass: .csubj
    case .detPredet: .det
    case .nmodDesc, .nmodPoss, .nmodUnmarked: .nmod
    case .nsubjOuter, .nsubjPass: .nsubj
    case .oblAgent, .oblUnmarked: .obl
    default: self
    }
  }

  private static let names: [String] = allCases.map { relation in
    String(describing: relation).reduce(into: "") { $0 += $1.isUppercase ? ":" + $1.lowercased() : String($1) }
  }
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
