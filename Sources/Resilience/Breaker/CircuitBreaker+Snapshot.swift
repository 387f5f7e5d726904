extension CircuitBreaker {
  /// What a breaker knows, to be kept outside the process and taken up again.
  ///
  /// Times are spans before the moment it was taken, so it can be restored on another clock. Calls
  /// under way are not part of it: their results will be of an older generation.
  public struct Snapshot: Sendable, Hashable, Codable {
    public static let currentVersion = 1
    public var version = currentVersion
    public var state: String
    /// Of an open breaker: what is left of its wait, and the whole of it.
    public var remainingWait: Int64
    public var openWait: Int64
    public var openings: Int
    public var escalatedWait: Int64
    /// How long it has been in its state.
    public var age: Int64
    public var consecutiveFailures: Int
    public var consecutiveSuccesses: Int
    public var started: Int
    public var rejected: Int
    public var window: OutcomeWindow.Snapshot
  }

  public enum RestoreError: Error, Sendable, Hashable {
    case unknownVersion(Int)
    case unknownState(String)
  }

  public func snapshot(at now: Int64) -> Snapshot {
    Snapshot(
      state: "\(state)", remainingWait: state == .open ? max(0, openUntil - now) : 0, openWait: openWait,
      openings: openings, escalatedWait: escalatedWait, age: now - enteredAt,
      consecutiveFailures: consecutiveFailures, consecutiveSuccesses: consecutiveSuccesses, started: started,
      rejected: rejected, window: window.snapshot(at: now))
  }

  /// A breaker that goes on where the snapshot was taken. One that was half-open probes anew: its
  /// probes went with the process that made them.
  public init(_ policy: BreakerPolicy, restoring snapshot: Snapshot, at now: Int64) throws(RestoreError) {
    guard snapshot.version == Snapshot.currentVersion else { throw .unknownVersion(snapshot.version) }
    guard let state = State.allCases.first(where: { "\($0)" == snapshot.state }) else {
      throw .unknownState(snapshot.state)
    }
    self.init(policy, at: now)
    // Whatever is still under way from before belongs to a generation that no breaker has.
    generation = 1 << 32
    openings = snapshot.openings
    escalatedWait = snapshot.escalatedWait
    switch state {
    case .halfOpen: halfOpen(at: now) { _ in }
    case .open:
      self.state = .open
      openWait = snapshot.openWait
      openUntil = min(now.addingSaturating(snapshot.remainingWait), rules.lastTime)
    case .closed, .forcedOpen, .disabled, .metricsOnly:
      self.state = state
    }
    if state != .halfOpen {
      enteredAt = now.addingSaturating(-max(0, snapshot.age))
      window.restore(snapshot.window, at: now)
      consecutiveFailures = snapshot.consecutiveFailures
      consecutiveSuccesses = snapshot.consecutiveSuccesses
      started = snapshot.started
      rejected = snapshot.rejected
    }
  }
}
