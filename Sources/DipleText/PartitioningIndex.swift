extension RandomAccessCollection where Index == Int {
  /// The index of the first element that is behind something, or the end: a binary search.
  /// - Parameter isBehind: must hold of all that follow an element of which it holds.
  @inlinable package func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
