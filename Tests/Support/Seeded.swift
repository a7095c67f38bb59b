/// Random numbers that are the same on every run (D. Knuth, MMIX, with the upper bits mixed into the lower ones). The tests' seeds
/// have found mistakes: another generator would forget them.
public struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  /// The numbers of a seed.
  public init(state: UInt64) { self.state = state }

  /// The next of them.
  public mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}
