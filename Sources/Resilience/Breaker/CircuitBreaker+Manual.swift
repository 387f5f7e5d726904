extension CircuitBreaker {
  /// Changes the state by hand. To the current state, it is entered anew.
  ///
  /// Opening escalates the wait like a trip, unless `wait` says how long; so does forcing open.
  /// Closed to half-open and metrics-only to open or half-open are refused unless the policy allows
  /// them.
  public mutating func force(
    _ next: State, wait: Int64? = nil, at now: Int64, _ emit: (Event) -> Void = { _ in }
  ) throws(ManualError) {
    advance(to: now, emit)
    if !rules.allowsIllegal {
      switch (state, next) {
      case (.closed, .halfOpen), (.metricsOnly, .open), (.metricsOnly, .halfOpen):
        throw .illegalTransition(from: state, to: next)
      default: break
      }
    }
    switch next {
    case .open: open(at: now, for: wait, emit)
    case .halfOpen: halfOpen(at: now, emit)
    case .closed, .disabled, .metricsOnly: enter(next, at: now, emit)
    case .forcedOpen:
      escalatedWait = rules.wait(afterOpenings: openings, previous: escalatedWait)
      let openings = openings + 1
      enter(.forcedOpen, at: now, emit)
      self.openings = openings
    }
  }

  /// Back to closed by hand, everything cleared.
  public mutating func reset(at now: Int64, _ emit: (Event) -> Void = { _ in }) {
    advance(to: now, emit)
    emit(Event(kind: .reset, time: now, detail: 0))
    enter(.closed, at: now, emit)
  }

  // MARK: Looking

  /// The results that count at `now`: of the window, or of half-open.
  public func counts(at now: Int64) -> OutcomeCounts { countsProbes ? probes : window.counts(at: now) }

  /// The share of failures, rounded as it is compared; nil below the minimum.
  public func failureRate(at now: Int64) -> Double? {
    let counts = counts(at: now)
    return base(of: counts) >= minimum ? failureRate(of: counts) : nil
  }

  /// The share of slow results, rounded as it is compared; nil below the minimum.
  public func slowRate(at now: Int64) -> Double? {
    let counts = counts(at: now)
    return base(of: counts) >= minimum ? slowRate(of: counts) : nil
  }

  private var minimum: Int { countsProbes ? rules.halfOpenMinimum : rules.minimumCalls }

  /// Ticks until an open breaker may be asked again; nil in every other state.
  public func remainingWait(at now: Int64) -> Int64? { state == .open ? openUntil - now : nil }
}
