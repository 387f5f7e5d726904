internal import Synchronization
internal import TravelPlanner

/// The corruptions that a storage has found, in the order of finding.
final class CorruptionLog: Sendable {
  private let found = Mutex<[StoreCorruption]>([])

  /// Adds the corruption, and returns it to be thrown.
  func record(_ corruption: StoreCorruption) -> StoreCorruption {
    // One that was left in place is found at every reading.
    found.withLock { if !$0.contains(corruption) { $0.append(corruption) } }
    return corruption
  }

  var all: [StoreCorruption] { found.withLock(\.self) }
}
