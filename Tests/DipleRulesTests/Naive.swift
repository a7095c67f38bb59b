import DiplePluginKit
import DipleRules

/// The plainest matcher that there is: it tries everything, in order, and takes as long as that takes.
struct Naive {
  let layers: Layers
  /// Where the match starts: there a sentence may start, further on it may not.
  private var origin = -1

  init(_ layers: Layers) { self.layers = layers }

  private func from(_ origin: Int) -> Naive {
    var other = self
    other.origin = origin
    return other
  }

  struct Match: Equatable {
    var tokens: Range<Int>
    var captures: [String: Range<Int>]
  }

  /// The leftmost match, of these the longest, and so on behind it.
  func matches(_ rule: Rule) -> [Match] {
    var matches: [Match] = []
    var start = 0
    while start < layers.count {
      guard rule.before.map({ endsHere($0, rule, start) }) ?? true, let best = longest(rule, from: start) else {
        start += 1
        continue
      }
      matches.append(best)
      start = best.tokens.upperBound
    }
    let excluded = rule.exceptions.flatMap { pattern in
      var other = rule
      (other.pattern, other.before, other.after, other.exceptions) = (pattern, nil, nil, [])
      return self.matches(other).map(\.tokens)
    }
    return matches.filter { match in !excluded.contains { $0.overlaps(match.tokens) } }
  }

  private func endsHere(_ pattern: Pattern, _ rule: Rule, _ end: Int) -> Bool {
    if rule.scope == .sentence, isStart(end), end > 0 { return false }
    return (0..<max(end, 0)).contains { start in
      from(start).match(pattern, start, [:], rule) { at, _ in at == end }
    }
  }

  /// Of the longest, the one that is tried first.
  private func longest(_ rule: Rule, from start: Int) -> Match? {
    func follows(_ end: Int) -> Bool {
      rule.after.map { from(-1).match($0, end, [:], rule) { _, _ in true } } ?? true
    }
    var end = start
    _ = from(start).match(rule.pattern, start, [:], rule) { at, _ in
      if at > end, follows(at) { end = at }
      return false
    }
    guard end > start else { return nil }
    var found: Match?
    _ = from(start).match(rule.pattern, start, [:], rule) { at, captures in
      guard at == end else { return false }
      found = Match(tokens: start..<end, captures: captures)
      return true
    }
    return found
  }

  private func isStart(_ place: Int) -> Bool { layers.sentences.contains { $0.lowerBound == place } }
  private func isEnd(_ place: Int) -> Bool { layers.sentences.contains { $0.upperBound == place } }

  /// Tries all ways to match from a place; `next` says whether the rest fits too.
  private func match(
    _ pattern: Pattern, _ at: Int, _ captures: [String: Range<Int>], _ rule: Rule,
    _ next: (Int, [String: Range<Int>]) -> Bool
  ) -> Bool {
    switch pattern {
    case .token(let test, _):
      guard at < layers.count, holds(test, at) else { return false }
      if rule.scope == .sentence, at != origin, isStart(at) { return false }
      return next(at + 1, captures)
    case .edge(.start): return isStart(at) && next(at, captures)
    case .edge(.end): return isEnd(at) && next(at, captures)
    case .sequence(let parts): return sequence(parts[...], at, captures, rule, next)
    case .alternatives(let parts): return parts.contains { match($0, at, captures, rule, next) }
    case .capture(let name, let part):
      return match(part, at, captures, rule) { end, inner in
        var inner = inner
        if end > at { inner[name] = at..<end }
        return next(end, inner)
      }
    case .repetition(let part, let min, let max):
      return repetition(part, min, max, 0, at, captures, rule, next)
    case .annotation, .entry: return false
    }
  }

  private func sequence(
    _ parts: ArraySlice<Pattern>, _ at: Int, _ captures: [String: Range<Int>], _ rule: Rule,
    _ next: (Int, [String: Range<Int>]) -> Bool
  ) -> Bool {
    guard let first = parts.first else { return next(at, captures) }
    return match(first, at, captures, rule) { end, inner in
      self.sequence(parts.dropFirst(), end, inner, rule, next)
    }
  }

  private func repetition(
    _ part: Pattern, _ min: Int, _ max: Int?, _ count: Int, _ at: Int, _ captures: [String: Range<Int>], _ rule: Rule,
    _ next: (Int, [String: Range<Int>]) -> Bool
  ) -> Bool {
    if max.map({ count < $0 }) ?? true {
      let goesOn = match(part, at, captures, rule) { end, inner in
        // A round too many that takes nothing leads nowhere new.
        if end == at, count >= min { return false }
        return self.repetition(part, min, max, count + 1, end, inner, rule, next)
      }
      if goesOn { return true }
    }
    return count >= min && next(at, captures)
  }

  private func holds(_ test: TokenTest, _ at: Int) -> Bool {
    switch test {
    case .any: true
    case .word(let value), .form(let value), .lemma(let value): value.matches(layers.text(at..<at + 1))
    case .not(let test): !holds(test, at)
    case .all(let tests): tests.allSatisfy { holds($0, at) }
    case .some(let tests): tests.contains { holds($0, at) }
    case .tag, .shape, .letterCase, .inList, .inside: false
    }
  }
}
