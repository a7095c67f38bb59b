import DiplePluginKit

/// Two times that are the ends of one stretch: `from May to June`, `between 1914 and 1918`, `2010–12`, `June 5-7`.
extension Parser {
  /// Verbs that take something from one time to another; there is no stretch between the two.
  private static let moving: WordSet = [
    "moved", "move", "moves", "moving", "postponed", "postpone", "postpones", "postponing", "delayed", "delay",
    "delays",
    "rescheduled", "reschedule", "shifted", "shift", "deferred", "brought", "changed", "change", "pushed", "forward",
  ]

  /// True where one expression begins and the other, next to it, ends a stretch of time.
  func isRange(_ first: Found, _ second: Found) -> Bool {
    guard case .moment(let begin) = first.meaning, case .moment(let end) = second.meaning,
      begin.unit != nil, begin.fields.hasTime == end.fields.hasTime || begin.unit == .day
    else { return false }
    let joint = first.range.upperBound
    let gap = second.range.lowerBound - joint
    guard gap == 1 || gap == 2 && `is`(joint + 1, .the) else { return false }
    let before = first.range.lowerBound - 1
    let led = `is`(before, .the) ? before - 1 : before
    if `is`(joint, .and) { return word(joint) == "and" && word(led) == "between" }
    guard `is`(joint, .range), !`is`(joint, .unit) else { return false }
    // `put off from Monday to Friday`.
    if word(joint) == "to", (1...6).contains(where: { word(first.range.lowerBound - $0, in: Self.moving) }) {
      return false
    }
    return true
  }
}
