import DiplePipeline
import Foundation
import Synchronization

/// Loads models and lists before the first text, which mostly comes with the answer to `initialize`.
///
/// On threads of its own: those of tasks are as many as processors, and the client's first question would wait for them.
enum WarmUp {
  static func start(_ pipeline: Pipeline) {
    let waiting = Waiting(jobs: pipeline.preparations)
    for _ in 0..<2 {
      Thread.detachNewThread { while let job = waiting.next() { job() } }
    }
  }

  private final class Waiting: Sendable {
    private let jobs: Mutex<ArraySlice<@Sendable () -> Void>>
    init(jobs: [@Sendable () -> Void]) { self.jobs = Mutex(jobs[...]) }
    func next() -> (@Sendable () -> Void)? { jobs.withLock { $0.popFirst() } }
  }
}
