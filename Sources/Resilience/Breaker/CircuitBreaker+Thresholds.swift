import Mutation
import Primitives

extension CircuitBreaker {
  /// Compares `counts` with the thresholds: a closed breaker trips, one of metrics only reports.
  mutating func evaluate(_ counts: OutcomeCounts, at now: Int64, _ emit: (Event) -> Void) {
    let isKnown = base(of: counts) >= policy.minimumCalls
    // The thresholds are checked here first: to call a function the breaker is copied.
    let failing = isKnown && policy.failureRate != .infinity && exceedsFailureRate(counts)
    let slow = isKnown && policy.slowRate != .infinity && exceedsSlowRate(counts)
    let limit = policy.consecutiveFailures &+ (isMutated(.breakerOpensOneLate) ? 1 : 0)
    if failing || slow || consecutiveFailures >= limit || (isKnown && counts.failures >= policy.failures) {
      thresholdReached(by: counts, failing: failing, slow: slow, at: now, emit)
    }
  }

  @inline(never)
  private mutating func thresholdReached(
    by counts: OutcomeCounts, failing: Bool, slow: Bool, at now: Int64, _ emit: (Event) -> Void
  ) {
    switch phase {
    case .closed:
      if failing { emitFailureRate(of: counts, at: now, emit) }
      if slow { emitSlowRate(of: counts, at: now, emit) }
      emit(Event(kind: .tripped, time: now, detail: 0))
      if policy.enforce { open(at: now, emit) } else { clearCounts(at: now) }
    case .metricsOnly(var metricsOnly):
      if failing, !metricsOnly.reportedFailureRate { emitFailureRate(of: counts, at: now, emit) }
      if slow, !metricsOnly.reportedSlowRate { emitSlowRate(of: counts, at: now, emit) }
      metricsOnly.reportedFailureRate = metricsOnly.reportedFailureRate || failing
      metricsOnly.reportedSlowRate = metricsOnly.reportedSlowRate || slow
      phase = .metricsOnly(metricsOnly)
    case .open, .halfOpen, .forcedOpen, .disabled:
      preconditionFailure("an evaluation arrived in \(state)")
    }
  }

  private func emitFailureRate(of counts: OutcomeCounts, at now: Int64, _ emit: (Event) -> Void) {
    emit(
      Event(kind: .failureRateExceeded, time: now, detail: Int64(saturating: failureRate(of: counts) * 1e6)))
  }

  private func emitSlowRate(of counts: OutcomeCounts, at now: Int64, _ emit: (Event) -> Void) {
    emit(Event(kind: .slowRateExceeded, time: now, detail: Int64(saturating: slowRate(of: counts) * 1e6)))
  }

  func exceedsFailureRate(_ counts: OutcomeCounts) -> Bool {
    policy.failureRate != .infinity && policy.exceeds(failureRate(of: counts), policy.failureRate)
  }

  func exceedsSlowRate(_ counts: OutcomeCounts) -> Bool {
    policy.slowRate != .infinity && policy.exceeds(slowRate(of: counts), policy.slowRate)
  }

  // MARK: Rates

  /// The number of calls that rates are taken over.
  func base(of counts: OutcomeCounts) -> Int { policy.countStarted ? started : counts.calls }

  private func failureRate(of counts: OutcomeCounts) -> Double {
    let base = base(of: counts)
    if base == 0 { return 0 }
    let isAverage = policy.window == .ema && phase.probes == nil
    return policy.rounded(
      isAverage ? window.failureRate(of: counts) : Double(counts.failures) / Double(base))
  }

  private func slowRate(of counts: OutcomeCounts) -> Double {
    let base = base(of: counts)
    return base == 0 ? 0 : policy.rounded(Double(counts.slow) / Double(base))
  }

  private var minimumCalls: Int { phase.probes == nil ? policy.minimumCalls : policy.halfOpenMinimum }

  /// The results that count at `now`: those of the window, or of half-open.
  public func counts(at now: Int64) -> OutcomeCounts { phase.probes ?? window.counts(at: now) }

  /// The share of failures, rounded as it is compared; nil below the minimum of calls.
  public func failureRate(at now: Int64) -> Double? {
    let counts = counts(at: now)
    return base(of: counts) >= minimumCalls ? failureRate(of: counts) : nil
  }

  /// The share of slow results, rounded as it is compared; nil below the minimum of calls.
  public func slowRate(at now: Int64) -> Double? {
    let counts = counts(at: now)
    return base(of: counts) >= minimumCalls ? slowRate(of: counts) : nil
  }

  /// Ticks until an open breaker may be asked again; nil in every other state.
  public func remainingWait(at now: Int64) -> Int64? {
    if case .open(let open) = phase { open.until - now } else { nil }
  }
}
