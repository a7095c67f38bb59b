/// What the parser looks at to name an arc that it is about to make.
package enum RelationFeatures {
  /// How many keys an arc has.
  package static let count = 32

  /// Writes the keys of an arc.
  @inline(__always)
  package static func keys(
    ofArc head: Int, _ dependent: Int, _ state: ParserState, into keys: UnsafeMutablePointer<UInt64>
  ) {
    let nodes = state.nodes
    let h = nodes + head
    let d = nodes + dependent
    let side: UInt64 = dependent < head ? 1 : 0
    var template = 0
    @inline(__always) func add(_ fact: UInt64) {
      keys[template] = featureKey(200 + template, fact &* 2 &+ side)
      template += 1
    }
    let (wh, wd, th, td) = (h.pointee.word, d.pointee.word, h.pointee.tag, d.pointee.tag)
    let (ch, cd) = (h.pointee.group, d.pointee.group)
    let tt = th << 8 | td
    let marker = nodes + Int(d.pointee.farLeft)
    let far = MoveFeatures.distance(min(head, dependent), max(head, dependent))
    let between = MoveFeatures.over(nodes + (min(head, dependent) + 1), nodes + max(head, dependent))
    add(wh)
    add(d.pointee.both)
    add(joined(wh, td))
    add(joined(wd, th))
    add(joined(wh, wd))
    add(joined(wh, tt))
    add(joined(wd, tt))
    add(tt)
    add(tt << 8 | far)
    add(tt << 8 | between)
    add(ch << 8 | td)
    add(cd << 8 | th)
    add((ch >> 4) << 40 | (cd >> 4) << 24 | tt)
    add(cd << 24 | tt)
    add(ch << 24 | tt)
    add(joined(marker.pointee.word, tt))
    add(joined(marker.pointee.word, wh))
    add(joined(d.pointee.leftSet, tt))
    add(joined(d.pointee.rightSet, tt))
    add(joined(h.pointee.leftSet, tt))
    add(joined(h.pointee.rightSet, tt))
    add(joined(h.pointee.leftSet | h.pointee.rightSet << 1, joined(wh, td)))
    add(tt << 16 | (d - 1).pointee.tag << 8 | (d + 1).pointee.tag)
    add(joined((d - 1).pointee.word, tt))
    add(joined((d + 1).pointee.word, tt))
    add(joined(d.pointee.suffix, tt))
    add(joined(d.pointee.leftSet &* 31 ^ d.pointee.rightSet, d.pointee.both))
    add(UInt64(marker.pointee.relation) << 24 | UInt64((nodes + Int(d.pointee.nearLeft)).pointee.relation) << 16 | tt)
    add(joined(marker.pointee.word, wd))
    let sister = nodes + Int(side == 1 ? h.pointee.farLeft : h.pointee.farRight)
    add(UInt64(sister.pointee.relation) << 16 | tt)
    add(tt << 16 | (h - 1).pointee.tag << 8 | (h + 1).pointee.tag)
    add(joined(h.pointee.suffix, tt))
    assert(template == count)
  }
}
