import Primitives

extension CircuitBreaker {
  /// The knowledge of a breaker, to be stored outside the process and restored later.
  ///
  /// Times are spans before the moment it was taken, so it can be restored on another clock. Calls in
  /// flight are not part of it: their results will be of an older generation. The property names are
  /// the keys of stored files.
  public struct Snapshot: Sendable, Hashable, Codable {
    /// The version that this code writes and reads.
    public static let currentVersion = 1
    /// The version of the format.
    public var version = currentVersion
    /// The name of the state.
    public var state: String
    /// The rest of the wait of an open breaker; 0 in other states.
    public var remainingWait: Int64
    /// The whole wait of the latest opening.
    public var openWait: Int64
    /// Openings since the last close.
    public var openings: Int
    /// The wait that the next opening escalates from.
    public var escalatedWait: Int64
    /// The time since the state was entered.
    public var age: Int64
    /// Failures since the last success or clearing of the counts.
    public var consecutiveFailures: Int
    /// Successes since the last failure or clearing of the counts.
    public var consecutiveSuccesses: Int
    /// Calls admitted since the counts were cleared.
    public var started: Int
    /// Calls refused since the breaker last entered a state other than open.
    public var rejected: Int
    /// The results that count.
    public var window: OutcomeWindow.Snapshot
  }

  /// The error of a snapshot that cannot be restored.
  public enum RestoreError: Error, Sendable, Hashable {
    /// The snapshot was written by another version of this code.
    case unknownVersion(Int)
    /// The snapshot names a state that does not exist.
    case unknownState(String)
  }

  /// Returns the breaker's knowledge at `now`.
  public func snapshot(at now: Int64) -> Snapshot {
    Snapshot(
      state: "\(state)", remainingWait: max(0, remainingWait(at: now) ?? 0), openWait: openWait,
      openings: openings, escalatedWait: escalatedWait, age: now - enteredAt,
      consecutiveFailures: consecutiveFailures, consecutiveSuccesses: consecutiveSuccesses, started: started,
      rejected: rejected, window: window.snapshot(at: now))
  }

  /// Creates a breaker that goes on where the snapshot was taken. One that was half-open begins its
  /// probes again: the earlier ones ended with the process that made them.
  public init(_ policy: BreakerPolicy, restoring snapshot: Snapshot, at now: Int64) throws(RestoreError) {
    guard snapshot.version == Snapshot.currentVersion else { throw .unknownVersion(snapshot.version) }
    guard let state = State.allCases.first(where: { "\($0)" == snapshot.state }) else {
      throw .unknownState(snapshot.state)
    }
    self.init(policy, at: now)
    // Calls still in flight from before hold permits of a generation that no breaker has.
    generation = 1 << 32
    openings = snapshot.openings
    escalatedWait = snapshot.escalatedWait
    switch state {
    case .halfOpen:
      halfOpen(at: now, forced: true) { _ in }
      return
    case .open:
      openWait = snapshot.openWait
      phase = .open(Open(until: min(now.addingSaturating(snapshot.remainingWait), self.policy.lastTime)))
    case .closed: break
    case .forcedOpen: phase = .forcedOpen
    case .disabled: phase = .disabled
    case .metricsOnly:
      phase = .metricsOnly(MetricsOnly(nextEvaluation: now.addingSaturating(self.policy.evaluationTick)))
    }
    enteredAt = now.addingSaturating(-max(0, snapshot.age))
    window.restore(snapshot.window, at: now)
    consecutiveFailures = snapshot.consecutiveFailures
    consecutiveSuccesses = snapshot.consecutiveSuccesses
    started = snapshot.started
    rejected = snapshot.rejected
  }
}
