import Primitives
import Synchronization

extension Target {
  /// A copy of the breaker; nil without one.
  public var breaker: CircuitBreaker? { state.withLock { $0.breaker } }

  /// Changes the breaker's state by hand. Does nothing without a breaker.
  public func force(
    _ next: CircuitBreaker.State, wait: Duration? = nil, at now: Int64
  ) throws(CircuitBreaker.ManualError) {
    try state.withLock { state throws(CircuitBreaker.ManualError) in
      try state.breaker?.force(next, wait: wait?.wholeNanoseconds, at: now) {
        report($0, request: 0, attempt: 0)
      }
    }
  }

  /// Restores a breaker that was stored outside the process, as it was at `then` of this clock, which may
  /// lie before its zero.
  ///
  /// Returns false, and changes nothing, when there is no breaker here, when it has let calls through or
  /// refused them already, or when the snapshot is of another version.
  @discardableResult
  public func restoreBreaker(_ snapshot: CircuitBreaker.Snapshot, at then: Int64) -> Bool {
    guard let policy = policy.breaker else { return false }
    guard let restored = try? CircuitBreaker(policy, restoring: snapshot, at: then) else { return false }
    return state.withLock { state in
      guard let current = state.breaker, current.started == 0, current.rejected == 0 else { return false }
      state.breaker = restored
      return true
    }
  }

  /// Closes the breaker and clears its counts.
  public func reset(at now: Int64) {
    state.withLock { $0.breaker?.reset(at: now) { report($0, request: 0, attempt: 0) } }
  }
}
