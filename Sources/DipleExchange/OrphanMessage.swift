public import DiplePipeline

extension OrphanedOverride {
  /// Why the override does nothing, for a person.
  public var message: String {
    let reason =
      switch cause {
      case .gone: "these words do not stand in the text any more"
      case .changed: "what stands around these words is another text"
      case .ambiguous: "these words stand in several places, and nothing tells which is meant"
      case .nothingThere(let kind): "no \(kind) is found there"
      }
    return "\(anchor.words): the override that \(override.purpose) is not applied, as \(reason)"
  }
}

extension EditedOverride {
  /// That the override counts still, for a person.
  public var message: String {
    "\(override.anchor.words): the override that \(override.purpose) is applied, although these words have been edited since"
  }
}

extension Anchor {
  /// The words in marks, for a person.
  fileprivate var words: String {
    let words = Columns.fit(Columns.clean(exact), 48)
    return words.first.map { "“\"„«‘'".contains($0) } == true ? words : "“\(words)”"
  }
}

extension Override {
  /// What it does, for a person.
  var purpose: String {
    switch action {
    case .resolve(let value, _): "sets this date to \(value)"
    case .speaker(let name): "names \(Columns.fit(Columns.clean(name), 32)) as the speaker"
    case .remove(let kind): "says that this is no \(kind)"
    case .add(let kind, _): "adds this \(kind)"
    case .same: "says that two names are one"
    case .different: "says that two names are two"
    }
  }
}
