public import Resilience

/// The breaker of one provider as it was when a session was saved.
public struct SavedBreaker: Hashable, Sendable, Codable {
  /// The number of the provider's guards: see `Planner.init`.
  public var target: UInt32
  public var breaker: CircuitBreaker.Snapshot

  public init(target: UInt32, breaker: CircuitBreaker.Snapshot) {
    self.target = target
    self.breaker = breaker
  }
}
