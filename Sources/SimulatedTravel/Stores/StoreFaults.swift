import Resilience
package import SimCore
import SimulatedServices
package import TravelPlanner

/// What goes wrong between a process and the store it keeps things in.
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
  package static let patience: Int64 = 5_000_000_000

  /// How an operation goes that is struck: whether the store does it, and what its client is told.
  package struct Fate: Sendable {
    var isDone = true
    /// What is kept by it cannot be read afterwards.
    var isTorn = false
    /// An earlier state is read.
    var isStale = false
    /// It comes twice, and the answer to the second is the one that arrives.
    var isDuplicated = false
    package var error: StoreError?
  }

  /// Waits as long as the operation takes under what strikes it; `key` and `attempt` set its draws apart.
  package func meet(_ operation: String, key: UInt64, attempt: UInt64) async -> Fate {
    let before = faults.strike(operation, .before, key: key, attempt: attempt)
    let after = faults.strike(operation, .after, key: key, attempt: attempt)
    var fate = Fate()
    if before == nil && after == nil { return fate }
    for (struck, isDone) in [(before, false), (after, true)] {
      guard let struck else { continue }
      if struck.crashes { faults.crash() }
      await wait(struck.changed(0))
      if struck.hangs || struck.losesReply || struck.storeFaults.contains(.slowSave) || struck.crashes {
        await wait(StoreFaults.patience)
        // A reply that is lost was one: the store had done it.
        fate.isDone = isDone || (struck.losesReply && !struck.hangs)
        fate.error = .unavailable(reason: "no answer from the store in 5 s")
      } else if struck.storeFaults.contains(.fullDisk) {
        fate.isDone = isDone
        fate.error = .unavailable(reason: "cannot write: No space left on device")
      } else if struck.storeFaults.contains(.failedSave) || struck.failure != nil {
        fate.isDone = isDone
        fate.error = .unavailable(reason: "the store failed")
      }
      if struck.storeFaults.contains(.tornSave) {
        fate.isTorn = true
        fate.error = .unavailable(reason: "the store broke off while it wrote")
      }
      if struck.storeFaults.contains(.staleRead) { fate.isStale = true }
      if struck.isDuplicated { fate.isDuplicated = true }
      if !fate.isDone { break }
    }
    return fate
  }

  private func wait(_ nanoseconds: Int64) async {
    guard nanoseconds > 0 else { return }
    try? await faults.world.clock.sleep(for: .nanoseconds(nanoseconds))
  }
}
