import Synchronization

/// Cases that were done and that failed, counted by several threads.
final class ProgressCounter: Sendable {
  private let counts = Mutex<(done: Int, failed: Int)>((0, 0))

  func add(_ failed: Bool) -> (done: Int, failed: Int) {
    counts.withLock { counts in
      counts.done += 1
      if failed { counts.failed += 1 }
      return counts
    }
  }

  var hasFailed: Bool { counts.withLock { $0.failed > 0 } }
}
