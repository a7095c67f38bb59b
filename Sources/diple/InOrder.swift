/// Works on many things at once and hands the results out in the order of the things.
enum InOrder {
  /// - Parameters:
  ///   - jobs: how many are worked on at once. No more than four times as many results wait for their turn, so memory
  ///     does not grow with the number of things.
  ///   - next: the next thing; nil at the end.
  ///   - isReady: false where `next` would wait. What is done is handed out before.
  static func run<Item: Sendable, Result: Sendable>(
    jobs: Int, next: () -> Item?, isReady: () -> Bool, work: @escaping @Sendable (Item) async -> Result,
    emit: (Result) throws -> Void, idle: () throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var (started, emitted, running) = (0, 0, 0)
      var early: [Int: Result] = [:]
      var isAtEnd = false
      while true {
        while !isAtEnd, running < jobs, started - emitted < jobs * 4, running == 0 || isReady() {
          if running == 0, !isReady() { try idle() }
          guard let item = next() else {
            isAtEnd = true
            break
          }
          let number = started
          group.addTask { (number, await work(item)) }
          started += 1
          running += 1
        }
        guard let (number, result) = try await group.next() else { break }
        running -= 1
        early[number] = result
        while let result = early.removeValue(forKey: emitted) {
          try emit(result)
          emitted += 1
        }
      }
    }
  }
}
