import Resilience
import Synchronization

/// Counts what the guards of each target decided, and passes it on.
final class CallTally: ResilienceObserver {
  struct Counts: Sendable {
    var attempts = 0
    var retries = 0
    var failures = 0
    var queued = 0
    /// Waits for a place at a bulkhead, nanoseconds.
    var waitTotal: Int64 = 0
    var waitMax: Int64 = 0
    var breakerOpenings = 0
  }

  private let next: (any ResilienceObserver)?
  private let counts = Mutex<[UInt32: Counts]>([:])

  init(passingOnTo next: (any ResilienceObserver)?) { self.next = next }

  subscript(target: UInt32) -> Counts { counts.withLock { $0[target] ?? Counts() } }

  func record(_ event: ResilienceEvent) {
    counts.withLock { counts in
      switch event.kind {
      case .attemptStarted: counts[event.target, default: Counts()].attempts += 1
      case .retryScheduled: counts[event.target, default: Counts()].retries += 1
      case .attemptFailed, .attemptTimedOut: counts[event.target, default: Counts()].failures += 1
      case .breakerOpened: counts[event.target, default: Counts()].breakerOpenings += 1
      case .bulkheadDequeued:
        counts[event.target, default: Counts()].queued += 1
        counts[event.target, default: Counts()].waitTotal += event.detail
        let longest = counts[event.target, default: Counts()].waitMax
        counts[event.target, default: Counts()].waitMax = max(longest, event.detail)
      default: break
      }
    }
    next?.record(event)
  }
}
