/// What the parser looks at before a move: after Zhang and Nivre (2011), with classes of words, case markers, and what lies between.
package enum MoveFeatures {
  /// How many keys there are before a move.
  package static let count = 83

  /// Writes the keys before a move.
  @inline(__always)
  package static func keys(_ state: ParserState, into keys: UnsafeMutablePointer<UInt64>) {
    let nodes = state.nodes
    let (s0, s1, s2, b0) = (state.top(0), state.top(1), state.top(2), state.next)
    let n0 = nodes + s0
    let n1 = nodes + s1
    let n2 = nodes + s2
    let nb = nodes + b0
    let nb1 = nb + 1
    let nb2 = nb + 2
    var template = 0
    @inline(__always) func add(_ fact: UInt64) {
      keys[template] = featureKey(template, fact)
      template += 1
    }
    @inline(__always) func t(_ at: Int32) -> UInt64 { nodes[Int(at)].tag }
    @inline(__always) func w(_ at: Int32) -> UInt64 { nodes[Int(at)].word }
    @inline(__always) func r(_ at: Int32) -> UInt64 { UInt64(nodes[Int(at)].relation) }
    let (w0, w1, wb) = (n0.pointee.word, n1.pointee.word, nb.pointee.word)
    let (t0, t1, t2) = (n0.pointee.tag, n1.pointee.tag, n2.pointee.tag)
    let (tb, tb1, tb2) = (nb.pointee.tag, nb1.pointee.tag, nb2.pointee.tag)
    let (c0, c1, cb) = (n0.pointee.group, n1.pointee.group, nb.pointee.group)
    let (g0, g1, gb) = (c0 >> 4, c1 >> 4, cb >> 4)
    let (wt0, wt1, wtb, wtb1) = (n0.pointee.both, n1.pointee.both, nb.pointee.both, nb1.pointee.both)
    let tt0b = t0 << 8 | tb
    let tt10 = t1 << 8 | t0
    // Single tokens.
    add(wt0)
    add(c0 << 8 | t0)
    add(wt1)
    add(c1 << 8 | t1)
    add(wtb)
    add(cb << 8 | tb)
    add(wtb1)
    add(nb1.pointee.group << 8 | tb1)
    add(nb2.pointee.both)
    add(n2.pointee.both)
    // Pairs.
    add(joined(wt0, tb))
    add(joined(wtb, t0))
    add(joined(w0, wb))
    add(tt0b)
    add((g0 << 16 | gb) << 16 | tt0b)
    add(c0 << 24 | tt0b)
    add(cb << 24 | tt0b)
    add(joined(wt1, t0))
    add(joined(wt0, t1))
    add(joined(w1, w0))
    add(tt10)
    add((g1 << 16 | g0) << 16 | tt10)
    add(c1 << 24 | tt10)
    add(c0 << 24 | tt10)
    add(t1 << 8 | tb)
    add(joined(wt1, tb))
    add(joined(wtb, t1))
    add(joined(wtb, tb1))
    add(joined(wtb1, tb))
    add(tb << 8 | tb1)
    // Three and four.
    add(tt0b << 8 | tb1)
    add((tb << 8 | tb1) << 8 | tb2)
    add(tt10 << 8 | tb)
    add(t2 << 16 | tt10)
    add((tt10 << 8 | tb) << 8 | tb1)
    add((tt0b << 8 | tb1) << 8 | tb2)
    add(((tb << 8 | tb1) << 8 | tb2) << 8 | nb[3].tag)
    add(joined(wt0, tb << 8 | tb1))
    add(joined(wt0, t1 << 8 | tb))
    add(joined(wt1, t0 << 8 | tb))
    add(joined(wtb, tt10))
    add(joined(wt0, joined(wtb, t1)))
    add(joined(wt0, joined(wt1, tb)))
    // Dependents.
    let (l0, l02, r0, r02) = (n0.pointee.farLeft, n0.pointee.nearLeft, n0.pointee.farRight, n0.pointee.nearRight)
    let (l1, r1, lb, lb2) = (n1.pointee.farLeft, n1.pointee.farRight, nb.pointee.farLeft, nb.pointee.nearLeft)
    add(tt0b << 8 | t(l0))
    add(tt0b << 8 | t(r0))
    add(tt0b << 8 | t(lb))
    add(tt10 << 8 | t(l1))
    add(tt10 << 8 | t(r1))
    add(tt10 << 8 | t(l0))
    add(tt10 << 8 | t(r0))
    add((tt10 << 8 | t(r1)) << 8 | tb)
    add((tt10 << 8 | t(r0)) << 8 | tb)
    add(r(l0) << 24 | r(l02) << 16 | tt0b)
    add(r(r0) << 24 | r(r02) << 16 | tt0b)
    add(r(l1) << 24 | r(r1) << 16 | tt10)
    add(r(lb) << 24 | r(lb2) << 16 | tt0b)
    add(r(l0) << 24 | r(r0) << 16 | tt10)
    // Case markers and subordinators stand left of what they mark.
    add(joined(w(l0), tt10))
    add(joined(w(l0), wt1))
    add(joined(joined(w(l0), w0), t1))
    add(joined(w(l0), tt0b))
    add(joined(w(lb), tt0b))
    add(joined(w(lb), wt0))
    add(joined(w(r0), tt0b))
    add(joined(w(r1), tt10))
    // Relations so far.
    let own = n0.pointee.leftSet &* 31 ^ n0.pointee.rightSet
    add(joined(n1.pointee.rightSet, tt10))
    add(joined(own, w0))
    add(joined(n1.pointee.rightSet, w1))
    add(joined(joined(n1.pointee.rightSet, n0.pointee.leftSet), tt10))
    add(joined(joined(own, nb.pointee.leftSet), tt0b))
    // Numbers of dependents.
    add(joined(wt0, UInt64(n0.pointee.rightCount) << 8 | UInt64(n0.pointee.leftCount)))
    add(joined(wt1, UInt64(n1.pointee.rightCount)))
    add(joined(wtb, UInt64(nb.pointee.leftCount)))
    // How far, and over what.
    let near = s0 < 0 ? 0 : distance(s0, b0)
    let far = s1 < 0 ? 0 : distance(s1, s0)
    add(tt0b << 8 | near)
    add(tt10 << 8 | far)
    add(joined(wt0, near))
    add(joined(wtb, near))
    add(joined(wt1, far))
    let between = s0 < 0 ? 0 : over(n0 + 1, nb)
    let below = s1 < 0 ? 0 : over(n1 + 1, n0)
    add(tt0b << 8 | between)
    add(tt10 << 8 | below)
    add((tt10 << 8 | tb) << 16 | below << 8 | between)
    let ahead = UInt64(min(3, nodes[state.count].verbs - nb.pointee.verbs))
    add(tt0b << 8 | ahead)
    add(UInt64(min(state.depth, 5)) << 16 | tt0b)
    assert(template == count)
  }

  @inline(__always)
  static func distance(_ left: Int, _ right: Int) -> UInt64 {
    let far = right - left
    return far < 5 ? UInt64(far) : far < 8 ? 5 : far < 13 ? 6 : far < 25 ? 7 : 8
  }

  /// Verbs and commas from one token to the one before another.
  @inline(__always)
  static func over(_ first: UnsafePointer<ParserNode>, _ end: UnsafePointer<ParserNode>) -> UInt64 {
    let verbs = max(0, min(3, end.pointee.verbs - first.pointee.verbs))
    let commas = max(0, min(3, end.pointee.commas - first.pointee.commas))
    return UInt64(verbs) << 4 | UInt64(commas)
  }
}
