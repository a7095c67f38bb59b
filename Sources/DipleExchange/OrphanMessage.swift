public import DiplePipeline

extension OrphanedOverride {
  /// Why the override does nothing, for a person.
  public var message: String {
    var words = Columns.fit(Columns.clean(anchor.exact), 48)
    if let first = words.first, !"“\"„«‘'".contains(first) { words = "“\(words)”" }
    let reason =
      switch cause {
      case .gone: "these words do not stand in the text any more"
      case .changed: "what stands around these words is another text"
      case .ambiguous: "these words stand in several places, and nothing tells which is meant"
      case .nothingThere(let kind): "no \(kind) is found there"
      }
    return "\(words): the override that \(override.purpose) is not applied, as \(reason)"
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
