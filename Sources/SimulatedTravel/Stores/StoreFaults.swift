import Resilience
package import SimCore
import SimulatedServices
package import TravelPlanner

/// The faults between a process and its store.
package struct StoreFaults: Sendable {
  private let faults: ServiceFaults

  /// Nil when nothing can. Faults know the store as `target`.
  package init?(_ world: World, target: String) {
    guard let faults = ServiceFaults(world, target: target, operations: StoreFaults.operations) else {
      return nil
    }
    self.faults = faults
  }

  package static let operations = ["save", "load", "list"]

  /// A client of a store waits so long for an answer.
  package static let timeout: Int64 = 5_000_000_000

  /// The outcome of an operation under faults: performed by the store or not, and the result its client is told.
  package struct OperationOutcome: Sendable {
    var isDone = true
    /// The stored record cannot be read afterwards.
    var isTorn = false
    /// An earlier state is read.
    var isStale = false
    /// It comes twice, and the answer to the second is the one that arrives.
    var isDuplicated = false
    package var error: StoreError?
  }

  /// Waits for the operation's latency under the injected faults and returns its outcome; `key` and `attempt` separate its draws.
  package func apply(_ operation: String, key: UInt64, attempt: UInt64) async -> OperationOutcome {
    let before = faults.injection(operation, .before, key: key, attempt: attempt)
    let after = faults.injection(operation, .after, key: key, attempt: attempt)
    var outcome = OperationOutcome()
    if before == nil && after == nil { return outcome }
    for (effects, isDone) in [(before, false), (after, true)] {
      guard let effects else { continue }
      if effects.crashes { faults.crash() }
      await wait(effects.changed(0))
      if effects.hangs || effects.losesReply || effects.storeFaults.contains(.slowSave) || effects.crashes {
        await wait(StoreFaults.timeout)
        // A reply that is lost was one: the store had done it.
        outcome.isDone = isDone || (effects.losesReply && !effects.hangs)
        outcome.error = .unavailable(reason: "no answer from the store in 5 s")
      } else if effects.storeFaults.contains(.fullDisk) {
        outcome.isDone = isDone
        outcome.error = .unavailable(reason: "cannot write: No space left on device")
      } else if effects.storeFaults.contains(.failedSave) || effects.failure != nil {
        outcome.isDone = isDone
        outcome.error = .unavailable(reason: "the store failed")
      }
      if effects.storeFaults.contains(.tornSave) {
        outcome.isTorn = true
        outcome.error = .unavailable(reason: "the store broke off while it wrote")
      }
      if effects.storeFaults.contains(.staleRead) { outcome.isStale = true }
      if effects.isDuplicated { outcome.isDuplicated = true }
      if !outcome.isDone { break }
    }
    return outcome
  }

  private func wait(_ nanoseconds: Int64) async {
    guard nanoseconds > 0 else { return }
    try? await faults.world.clock.sleep(for: .nanoseconds(nanoseconds))
  }
}
