package import Resilience

/// The breaker of one provider as it was when a session was saved.
@usableFromInline
package struct SavedBreaker: Hashable, Sendable, Codable {
  /// The number of the provider's guards: see `Planner.init`.
  package var target: UInt32
  package var breaker: CircuitBreaker.Snapshot

  package init(target: UInt32, breaker: CircuitBreaker.Snapshot) {
    self.target = target
    self.breaker = breaker
  }
}
