internal import Synchronization
internal import TravelPlanner

/// Notes of what was found damaged, in the order of finding.
final class DamageLog: Sendable {
  private let damages = Mutex<[StoreDamage]>([])

  /// Notes it, and gives it back to be thrown.
  func note(_ damage: StoreDamage) -> StoreDamage {
    damages.withLock { $0.append(damage) }
    return damage
  }

  var all: [StoreDamage] { damages.withLock(\.self) }
}
