/// A part of speech: the Penn Treebank tags as UD English writes them in XPOS.
public enum Tag: UInt8, Sendable, CaseIterable {
  case cc, cd, dt, ex, fw, `in`, jj, jjr, jjs, ls, md, nn, nnp, nnps, nns, pdt, pos, prp, prps, rb, rbr, rbs, rp, sym,
    to, uh, vb, vbd, vbg, vbn, vbp, vbz, wdt, wp, wps, wrb, add, afx, gw, hyph, nfp, xx
  /// Punctuation: `,` `.` `:` `(` `)` `"` `'` `$`.
  case comma, stop, colon, open, close, openQuote, closeQuote, dollar

  /// As the treebank writes it.
  public var name: String { Self.names[Int(rawValue)] }

  // Made once: the name of a case is found by reflection, which was a third of the time that loading rules takes.
  private static let names = allCases.map(\.written)

  private var written: String {
    switch self {
    case .prps: "PRP$"
    case .wps: "WP$"
    case .comma: ","
    case .stop: "."
    case .colon: ":"
    case .open: "-LRB-"
    case .close: "-RRB-"
    case .openQuote: "``"
    case .closeQuote: "''"
    case .dollar: "$"
    default: String(describing: self).uppercased()
    }
  }

  /// The tag that a treebank writes so.
  public init?(name: some StringProtocol) {
    guard let tag = Self.byName[String(name)] else { return nil }
    self = tag
  }
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// NN, NNS, NNP, NNPS.
  public var isNoun: Bool { isCommonNoun || isProperNoun }
  /// NN, NNS.
  public var isCommonNoun: Bool { self == .nn || self == .nns }
  /// NNP, NNPS.
  public var isProperNoun: Bool { self == .nnp || self == .nnps }
  /// Any form of a verb, without modals.
  public var isVerb: Bool {
    switch self {
    case .vb, .vbd, .vbg, .vbn, .vbp, .vbz: true
    default: false
    }
  }
  /// VBD, VBP, VBZ, MD: what can carry a clause.
  public var isFinite: Bool { self == .vbd || self == .vbp || self == .vbz || self == .md }
  /// JJ, JJR, JJS.
  public var isAdjective: Bool { self == .jj || self == .jjr || self == .jjs }
  /// RB, RBR, RBS.
  public var isAdverb: Bool { self == .rb || self == .rbr || self == .rbs }
  /// Marks and symbols.
  public var isPunctuation: Bool { rawValue >= Tag.comma.rawValue && self != .dollar || self == .hyph || self == .nfp }
}
