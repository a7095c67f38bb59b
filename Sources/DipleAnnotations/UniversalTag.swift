/// A part of speech of Universal Dependencies (UPOS).
public enum UniversalTag: UInt8, Sendable, CaseIterable {
  case adj, adp, adv, aux, cconj, det, intj, noun, num, part, pron, propn, punct, sconj, sym, verb, x

  /// As a treebank writes it.
  public var name: String { String(describing: self).uppercased() }
}
