/// Numbers that are read where they lie: in the program's own file, or in memory that this keeps alive.
package struct Blob<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // Never written to once a blob is made.
  private let base: UnsafePointer<Element>
  private let owner: BlobMemory?
  /// How many there are.
  package let count: Int

  private init(_ base: UnsafePointer<Element>, _ owner: BlobMemory?, _ count: Int) {
    (self.base, self.owner, self.count) = (base, owner, count)
  }

  /// Numbers in memory that stays as long as the program runs; nil where the address is not aligned.
  package init?(static bytes: UnsafeRawBufferPointer) {
    guard let address = bytes.baseAddress, UInt(bitPattern: address) % UInt(MemoryLayout<Element>.alignment) == 0 else {
      return nil
    }
    self.init(address.assumingMemoryBound(to: Element.self), nil, bytes.count / MemoryLayout<Element>.stride)
  }

  /// A copy of some numbers.
  package init(_ elements: [Element]) {
    let memory = BlobMemory(byteCount: elements.count * MemoryLayout<Element>.stride)
    let target = memory.address.bindMemory(to: Element.self, capacity: max(1, elements.count))
    elements.withUnsafeBufferPointer { if let from = $0.baseAddress { target.initialize(from: from, count: $0.count) } }
    self.init(UnsafePointer(target), memory, elements.count)
  }

  /// The numbers that some of the bytes are; nil where they are not aligned or no whole number of them.
  package func slice<Other>(_ range: Range<Int>, as type: Other.Type) -> Blob<Other>? {
    let start = UnsafeRawPointer(base) + range.lowerBound
    guard range.upperBound <= count * MemoryLayout<Element>.stride, range.count % MemoryLayout<Other>.stride == 0,
      UInt(bitPattern: start) % UInt(MemoryLayout<Other>.alignment) == 0
    else { return nil }
    return Blob<Other>(start.assumingMemoryBound(to: Other.self), owner, range.count / MemoryLayout<Other>.stride)
  }

  /// The number at a place, which must be inside.
  @inline(__always)
  package subscript(at: Int) -> Element {
    assert(at >= 0 && at < count)
    return base[at]
  }

  /// The address of the first; good as long as this value lives.
  @inline(__always)
  package var address: UnsafePointer<Element> { base }

  /// The bytes; good as long as this value lives.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

/// Memory of a blob, aligned as sections of a model are.
private final class BlobMemory {
  let address: UnsafeMutableRawPointer
  init(byteCount: Int) { address = .allocate(byteCount: max(1, byteCount), alignment: 64) }
  deinit { address.deallocate() }
}
