public import Primitives
import Synchronization

/// One guarded dependency: the state of its policies, shared by all who call it.
///
/// Performs what the policies decide and tells the observer; the pipelines ask it before and after
/// each attempt.
public final class Target: Sendable {
  /// Names the target in events.
  public let id: UInt32
  public let policy: TargetPolicy
  /// The target's own bulkhead.
  public let bulkhead: BulkheadGate?
  /// A bulkhead that several targets share.
  public let overall: BulkheadGate?
  @usableFromInline let observer: (any ResilienceObserver)?
  // Asked first: to look at the observer is to copy it.
  private let isObserved: Bool
  @usableFromInline let retry: RetryRules?
  @usableFromInline let hedge: HedgePolicy?
  /// Nanoseconds an attempt may take; `Int64.max` for ever.
  @usableFromInline let timeout: Int64
  @usableFromInline let enforcesTimeout: Bool
  @usableFromInline let limitsRate: Bool
  @usableFromInline let hasBudget: Bool
  /// Whether an attempt has to get past more than its own bulkhead.
  private let hasGates: Bool
  private let hasBreaker, adaptsBulkhead, samplesTimes: Bool
  private let state: Mutex<State>

  private struct State {
    var breaker: CircuitBreaker?
    var budget: RetryBudget?
    var limiter: RateLimiter?
    var times: LatencySample?
  }

  /// A target whose policies start at `now` of the clock they will run on.
  public init(
    id: UInt32, _ policy: TargetPolicy, startingAt now: Int64 = 0, overall: BulkheadGate? = nil,
    observer: (any ResilienceObserver)? = nil
  ) {
    self.id = id
    self.policy = policy
    self.observer = observer
    isObserved = observer != nil
    self.overall = overall
    bulkhead = policy.bulkhead.map { BulkheadGate($0) }
    retry = policy.retry.map { RetryRules($0) }
    hedge = policy.hedge
    timeout = policy.timeout?.after.wholeNanoseconds ?? .max
    enforcesTimeout = policy.timeout?.enforcement != .byCall
    limitsRate = policy.rateLimiter != nil
    hasGates = policy.rateLimiter != nil || overall != nil
    hasBudget = policy.budget != nil
    hasBreaker = policy.breaker != nil
    adaptsBulkhead = policy.bulkhead?.adaptive != nil
    samplesTimes = policy.hedge?.quantile != nil
    state = Mutex(
      State(
        breaker: policy.breaker.map { CircuitBreaker($0, at: now) },
        budget: policy.budget.map { RetryBudget($0, at: now) },
        limiter: policy.rateLimiter.map { RateLimiter($0) },
        times: policy.hedge?.quantile != nil ? LatencySample() : nil))
  }

  /// Why an attempt is made.
  @usableFromInline
  enum Reason: Sendable {
    case first
    case retry(throttled: Bool)
    case hedge

    var isExtra: Bool { if case .first = self { false } else { true } }
    var isThrottled: Bool { if case .retry(throttled: true) = self { true } else { false } }
  }

  /// An attempt before it is let through.
  @usableFromInline
  struct Visit: Sendable {
    @usableFromInline let request: UInt64
    @usableFromInline let number: UInt32
    @usableFromInline let reason: Reason
    /// Which of the calls of a hedge; 0 for the first.
    @usableFromInline let copy: UInt32

    @inlinable init(request: UInt64, number: UInt32, reason: Reason, copy: UInt32 = 0) {
      self.request = request
      self.number = number
      self.reason = reason
      self.copy = copy
    }

    /// The call's first attempt, which no other has come before.
    @inlinable var isFirst: Bool { if case .first = reason { true } else { false } }

    @inlinable func copy(_ copy: Int) -> Visit {
      Visit(request: request, number: number, reason: reason, copy: UInt32(copy))
    }
  }

  @usableFromInline
  enum Admission: Sendable {
    case admitted(CircuitBreaker.Permit?)
    case open(retryAfter: Int64?)
  }

  /// A call makes its first attempt, and may have to wait before it is admitted.
  @usableFromInline
  func callStarted(at now: Int64) {
    if hasBudget { state.withLock { $0.budget?.callStarted(at: now) } }
  }

  /// Asks the budget for a retry or a hedge.
  @usableFromInline
  func affords(_ visit: Visit, at now: Int64) -> Bool {
    guard hasBudget else { return true }
    let allowed = state.withLock { state in
      state.budget!.acquire(throttled: visit.reason.isThrottled, at: now)
    }
    if !allowed { record(.budgetRefused, at: now, request: visit.request, attempt: visit.number) }
    return allowed
  }

  /// Lets an attempt in that nothing holds up; false when it has to ask for its turn and its places.
  @usableFromInline
  func letsInAtOnce() -> Bool { !hasGates && bulkhead?.enterAtOnce() ?? true }

  /// Asks the rate limiter for a turn.
  @usableFromInline
  func turn(_ visit: Visit, within: Int64, at now: Int64) -> RateLimiter.Admission {
    let admission = state.withLock { state in
      state.limiter?.acquire(within: within, at: now) ?? .admitted(wait: 0)
    }
    switch admission {
    case .admitted(let wait):
      if wait > 0 {
        record(.rateDelayed, at: now, request: visit.request, attempt: visit.number, detail: wait)
      }
    case .refused(let retryAfter):
      record(
        .rateRefused, at: now, request: visit.request, attempt: visit.number, detail: retryAfter ?? -1)
    }
    return admission
  }

  /// Asks the breaker for one attempt. The first of a call makes a deposit, unless it has been counted before.
  @usableFromInline
  func admit(_ visit: Visit, at now: Int64, isCounted: Bool) -> Admission {
    var permit: CircuitBreaker.Permit?
    let deposits = hasBudget && !isCounted && visit.isFirst
    if hasBreaker || deposits {
      let admission = state.withLock { state -> CircuitBreaker.Admission? in
        if deposits { state.budget!.callStarted(at: now) }
        guard hasBreaker else { return nil }
        // Where nobody looks, the breaker is told no one to report to: a closure that reports holds this
        // target, and the counting of references alone was 2 % of a plan.
        return isObserved
          ? state.breaker!.admit(at: now) { report($0, request: visit.request, attempt: visit.number) }
          : state.breaker!.admit(at: now)
      }
      switch admission {
      case .admitted(let granted): permit = granted
      case .refused(let retryAfter): return .open(retryAfter: retryAfter)
      case nil: break
      }
    }
    record(.attemptStarted, at: now, request: visit.request, attempt: visit.number)
    return .admitted(permit)
  }

  /// An attempt that was let through is over.
  @usableFromInline
  func settle(
    _ running: RunningAttempt, _ outcome: Outcome, as kind: ResilienceEvent.Kind, detail: Int64,
    at now: Int64
  ) {
    let visit = running.visit
    record(kind, at: now, request: visit.request, attempt: visit.number, detail: detail)
    guard running.permit != nil || hasBudget || samplesTimes else { return }
    state.withLock { state in
      if let permit = running.permit {
        if isObserved {
          state.breaker!.record(outcome, permit, at: now) {
            report($0, request: visit.request, attempt: visit.number)
          }
        } else {
          state.breaker!.record(outcome, permit, at: now)
        }
      }
      if hasBudget { end(visit, outcome, &state) }
      if samplesTimes, outcome == .success { state.times?.record(now - running.startedAt) }
    }
  }

  /// An attempt was refused before it was let through.
  @usableFromInline
  func refused(_ visit: Visit) {
    if hasBudget { state.withLock { end(visit, .ignored, &$0) } }
  }

  private func end(_ visit: Visit, _ outcome: Outcome, _ state: inout State) {
    let success: Bool? =
      switch outcome {
      case .success: true
      case .failure: false
      case .ignored, .cancelled, .unclassified: nil
      }
    state.budget!.attemptEnded(
      success: success, extra: visit.reason.isExtra, throttled: visit.reason.isThrottled)
  }

  /// Gives the places back; the time of a call that was answered, or was dropped, moves an adaptive
  /// limit.
  @usableFromInline
  func leave(time: Int64?, dropped: Bool = false, at now: Int64) {
    overall?.leave(at: now)
    guard let bulkhead else { return }
    if adaptsBulkhead, let time {
      if let limit = bulkhead.leave(time: time, dropped: dropped, at: now) {
        record(.limitChanged, at: now, request: 0, detail: Int64(limit))
      }
    } else {
      bulkhead.leave(at: now)
    }
  }

  /// The wait before a hedge, by the quantile of the times seen; nil for the policy's own.
  @usableFromInline
  var hedgeDelay: Int64? {
    guard let quantile = hedge?.quantile else { return nil }
    return state.withLock { $0.times }?.quantile(quantile)
  }

  /// What follows a failed attempt, announced.
  @usableFromInline
  func decide(
    _ retry: inout Retry, _ cause: RetryPolicy.Causes, hint: DelaySequence.HintValue, at now: Int64,
    deadline: Deadline, request: UInt64, attempt: UInt32, random: RandomSource
  ) -> Retry.Decision {
    let rules = retry.rules.delay
    let decision = retry.failed(
      cause, at: now, deadline: deadline,
      draw: {
        var chance = random.draw(Target.jitter, request, UInt64(id) << 32 | UInt64(attempt))
        return rules.draw(from: &chance)
      }(), hint: hint)
    switch decision {
    case .wait(let delay):
      record(.retryScheduled, at: now, request: request, attempt: attempt, detail: delay)
    case .stop(let reason):
      record(.retryStopped, at: now, request: request, attempt: attempt, detail: Int64(reason.rawValue))
    }
    return decision
  }

  private static let jitter: Site = "resilience.retry.jitter"

  @usableFromInline
  func record(
    _ kind: ResilienceEvent.Kind, at now: Int64, request: UInt64, attempt: UInt32 = 0, detail: Int64 = 0
  ) {
    guard isObserved else { return }
    observer?.record(
      ResilienceEvent(kind, at: now, request: request, target: id, attempt: attempt, detail: detail))
  }

  /// What the breaker did; a counted result is already told by the attempt itself.
  private func report(_ event: CircuitBreaker.Event, request: UInt64, attempt: UInt32) {
    guard isObserved, let observer else { return }
    let kind: ResilienceEvent.Kind
    switch event.kind {
    case .success, .failure, .ignored: return
    case .rejected: kind = .breakerRefused
    case .failureRateExceeded: kind = .breakerFailureRateExceeded
    case .slowRateExceeded: kind = .breakerSlowRateExceeded
    case .tripped: kind = .breakerTripped
    case .reset: kind = .breakerReset
    case .closed: kind = .breakerClosed
    case .open: kind = .breakerOpened
    case .halfOpen: kind = .breakerHalfOpened
    case .forcedOpen: kind = .breakerForcedOpen
    case .disabled: kind = .breakerDisabled
    case .metricsOnly: kind = .breakerMetricsOnly
    }
    observer.record(
      ResilienceEvent(
        kind, at: event.time, request: request, target: id, attempt: attempt, detail: event.detail))
  }
}

// MARK: The breaker by hand

extension Target {
  /// The breaker as it is; nil without one. Looking changes nothing.
  public var breaker: CircuitBreaker? { state.withLock { $0.breaker } }

  /// Changes the breaker's state by hand. Without a breaker nothing happens.
  public func force(
    _ next: CircuitBreaker.State, wait: Duration? = nil, at now: Int64
  ) throws(CircuitBreaker.ManualError) {
    try state.withLock { state throws(CircuitBreaker.ManualError) in
      try state.breaker?.force(next, wait: wait?.wholeNanoseconds, at: now) {
        report($0, request: 0, attempt: 0)
      }
    }
  }

  /// Takes up a breaker that was kept outside the process, as it was at `then` of this clock, which may lie
  /// before its zero. False when there is none here, when it has let calls through or refused them already, or
  /// when the snapshot is of another version: then it stays as it is.
  @discardableResult
  public func restoreBreaker(_ snapshot: CircuitBreaker.Snapshot, at then: Int64) -> Bool {
    guard let rules = policy.breaker else { return false }
    guard let restored = try? CircuitBreaker(rules, restoring: snapshot, at: then) else { return false }
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
