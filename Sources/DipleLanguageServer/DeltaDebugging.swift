/// A part of `items`, in order, that still fails, and from which no single item can be left out.
///
/// Delta debugging (A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002), with the
/// simplification that only complements are tried: pieces of half the length, a quarter, and so on are left out.
func minimised<Item>(_ items: [Item], _ fails: ([Item]) async throws -> Bool) async rethrows -> [Item] {
  var items = items
  var size = max(1, items.count / 2)
  while !items.isEmpty {
    var start = 0
    var isShorter = false
    while start < items.count {
      let rest = Array(items[..<start] + items[min(start + size, items.count)...])
      if try await fails(rest) {
        items = rest
        isShorter = true
      } else {
        start += size
      }
    }
    if size > 1 {
      size /= 2
    } else if !isShorter {
      break
    }
  }
  return items
}
