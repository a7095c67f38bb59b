/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo): for names in tables, not against anybody who means harm.
package enum FNV1a {
  /// The hash of some bytes.
  package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
