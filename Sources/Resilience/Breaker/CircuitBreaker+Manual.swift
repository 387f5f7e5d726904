import Primitives

extension CircuitBreaker {
  /// The error of a change by hand that was refused.
  public enum ManualError: Error, Sendable, Hashable {
    /// The policy does not allow this change; see `BreakerPolicy.illegalTransitions`.
    case illegalTransition(from: State, to: State)
  }

  /// Changes the state by hand; the current state is entered again.
  ///
  /// Opening escalates the wait like a trip, unless `wait` says how long; so does forcing open.
  /// Closed to half-open and metrics-only to open or half-open are refused unless the policy allows
  /// them.
  public mutating func force(
    _ next: State, wait: Int64? = nil, at now: Int64, _ emit: (Event) -> Void = { _ in }
  ) throws(ManualError) {
    advance(to: now, emit)
    guard policy.allowsIllegal || state.canBeForced(to: next) else {
      throw .illegalTransition(from: state, to: next)
    }
    switch next {
    case .open: open(at: now, for: wait, forced: true, emit)
    case .halfOpen: halfOpen(at: now, forced: true, emit)
    case .closed: close(at: now, forced: true, emit)
    case .disabled: startOver(in: .disabled, forced: true, at: now, emit)
    case .metricsOnly:
      let tick = now.addingSaturating(policy.evaluationTick)
      startOver(in: .metricsOnly(MetricsOnly(nextEvaluation: tick)), forced: true, at: now, emit)
    case .forcedOpen:
      escalatedWait = policy.wait(afterOpenings: openings, previous: escalatedWait)
      let openings = openings + 1
      startOver(in: .forcedOpen, forced: true, at: now, emit)
      self.openings = openings
    }
  }

  /// Closes the breaker by hand and clears everything it counted.
  public mutating func reset(at now: Int64, _ emit: (Event) -> Void = { _ in }) {
    advance(to: now, emit)
    emit(Event(kind: .reset, time: now, detail: 0))
    close(at: now, forced: true, emit)
  }
}
