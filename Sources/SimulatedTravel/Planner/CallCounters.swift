package import Resilience
import Synchronization

/// Counts what the guards of each target decided, and passes it on.
package final class CallCounters: ResilienceObserver {
  package struct Counts: Sendable {
    package var attempts = 0
    package var retries = 0
    package var failures = 0
    package var queued = 0
    /// Waits for a place at a bulkhead, nanoseconds.
    package var waitTotal: Int64 = 0
    package var waitMax: Int64 = 0
    package var breakerOpenings = 0

    package init() {}
  }

  private let next: (any ResilienceObserver)?
  private let counts = Mutex<[UInt32: Counts]>([:])

  package init(passingOnTo next: (any ResilienceObserver)?) { self.next = next }

  package subscript(target: UInt32) -> Counts { counts.withLock { $0[target] ?? Counts() } }

  package func record(_ event: ResilienceEvent) {
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
