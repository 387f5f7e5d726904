package import Resilience

/// The state of a dependency's breaker when a session was saved.
@usableFromInline
package struct SavedBreaker: Hashable, Sendable, Codable {
  /// The number of the dependency; see `DependencyID`.
  package var target: UInt32
  package var breaker: CircuitBreaker.Snapshot

  package init(target: UInt32, breaker: CircuitBreaker.Snapshot) {
    self.target = target
    self.breaker = breaker
  }
}
