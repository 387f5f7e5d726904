public import Primitives
import Synchronization

/// One dependency with its resilience policies and their state, shared by all its callers.
///
/// Performs the decisions of the policies and reports them to the observer; the pipelines ask it before
/// and after each attempt.
public final class Target: Sendable {
  /// The number that names the target in events.
  public let id: UInt32
  /// The policies of the target.
  public let policy: TargetPolicy
  /// The target's own bulkhead; nil without one.
  public let bulkhead: BulkheadGate?
  /// A bulkhead that several targets share; nil without one.
  public let overall: BulkheadGate?
  @usableFromInline let observer: (any ResilienceObserver)?
  // Checked before `observer`, because loading the existential retains it.
  private let isObserved: Bool
  @usableFromInline let retry: CompiledRetryPolicy?
  @usableFromInline let hedge: HedgePolicy?
  /// Nanoseconds that an attempt may take; `Int64.max` for no limit.
  @usableFromInline let timeout: Int64
  @usableFromInline let enforcesTimeout: Bool
  @usableFromInline let limitsRate: Bool
  @usableFromInline let hasBudget: Bool
  /// True if an attempt has to pass more than its own bulkhead.
  private let hasGates: Bool
  private let hasBreaker, adaptsBulkhead, samplesLatency: Bool
  let state: Mutex<State>

  struct State {
    var breaker: CircuitBreaker?
    var budget: RetryBudget?
    var limiter: RateLimiter?
    var latencies: LatencySample?
  }

  /// Creates a target whose policies start at `now` of the clock that its pipelines run on.
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
    retry = policy.retry.map { CompiledRetryPolicy($0) }
    hedge = policy.hedge
    timeout = policy.timeout?.after.wholeNanoseconds ?? .max
    enforcesTimeout = policy.timeout?.enforcement != .byCall
    limitsRate = policy.rateLimiter != nil
    hasGates = policy.rateLimiter != nil || overall != nil
    hasBudget = policy.budget != nil
    hasBreaker = policy.breaker != nil
    adaptsBulkhead = policy.bulkhead?.adaptive != nil
    samplesLatency = policy.hedge?.quantile != nil
    state = Mutex(
      State(
        breaker: policy.breaker.map { CircuitBreaker($0, at: now) },
        budget: policy.budget.map { RetryBudget($0, at: now) },
        limiter: policy.rateLimiter.map { RateLimiter($0) },
        latencies: policy.hedge?.quantile != nil ? LatencySample() : nil))
  }

  // MARK: Before an attempt

  @usableFromInline
  enum Admission: Sendable {
    case admitted(CircuitBreaker.Permit?)
    /// The breaker refused.
    case refused(retryAfter: Int64?)
  }

  /// Admits an attempt that has nothing to wait for; false if it has to call `awaitAdmission`.
  @usableFromInline
  func tryEnter() -> Bool { !hasGates && bulkhead?.tryEnter() ?? true }

  /// Makes the deposit of a call whose first attempt may have to wait before it is admitted.
  @usableFromInline
  func callStarted(at now: Int64) {
    if hasBudget { state.withLock { $0.budget?.callStarted(at: now) } }
  }

  /// Asks the budget for a retry or a hedge.
  @usableFromInline
  func acquireRetryBudget(_ pending: PendingAttempt, at now: Int64) -> Bool {
    guard hasBudget else { return true }
    let allowed = state.withLock { state in
      state.budget!.acquire(throttled: pending.reason.isThrottled, at: now)
    }
    if !allowed { record(.budgetRefused, at: now, request: pending.request, attempt: pending.number) }
    return allowed
  }

  /// Asks the rate limiter for a permit.
  @usableFromInline
  func acquireRateLimit(
    _ pending: PendingAttempt, within: Int64, at now: Int64
  ) -> RateLimiter.Admission {
    let admission = state.withLock { state in
      state.limiter?.acquire(within: within, at: now) ?? .admitted(wait: 0)
    }
    switch admission {
    case .admitted(let wait):
      if wait > 0 {
        record(.rateDelayed, at: now, request: pending.request, attempt: pending.number, detail: wait)
      }
    case .refused(let retryAfter):
      record(
        .rateRefused, at: now, request: pending.request, attempt: pending.number, detail: retryAfter ?? -1)
    }
    return admission
  }

  /// Asks the breaker for one attempt. The first of a call makes a deposit, unless it has been counted before.
  @usableFromInline
  func admit(_ pending: PendingAttempt, at now: Int64, isCounted: Bool) -> Admission {
    var permit: CircuitBreaker.Permit?
    let deposits = hasBudget && !isCounted && pending.isFirst
    if hasBreaker || deposits {
      let admission = state.withLock { state -> CircuitBreaker.Admission? in
        if deposits { state.budget!.callStarted(at: now) }
        guard hasBreaker else { return nil }
        // Without an observer the breaker gets no closure: a closure that reports retains this target,
        // which is measurable in a whole plan.
        return isObserved
          ? state.breaker!.admit(at: now) { report($0, request: pending.request, attempt: pending.number) }
          : state.breaker!.admit(at: now)
      }
      switch admission {
      case .admitted(let granted): permit = granted
      case .refused(let retryAfter): return .refused(retryAfter: retryAfter)
      case nil: break
      }
    }
    record(.attemptStarted, at: now, request: pending.request, attempt: pending.number)
    return .admitted(permit)
  }

  // MARK: After an attempt

  /// Records the outcome of an attempt that was admitted.
  @usableFromInline
  func finish(
    _ inFlight: InFlightAttempt, _ outcome: Outcome, as kind: ResilienceEvent.Kind, detail: Int64,
    at now: Int64
  ) {
    let pending = inFlight.pending
    record(kind, at: now, request: pending.request, attempt: pending.number, detail: detail)
    guard inFlight.permit != nil || hasBudget || samplesLatency else { return }
    state.withLock { state in
      if let permit = inFlight.permit {
        if isObserved {
          state.breaker!.record(outcome, permit, at: now) {
            report($0, request: pending.request, attempt: pending.number)
          }
        } else {
          state.breaker!.record(outcome, permit, at: now)
        }
      }
      if hasBudget { chargeBudget(pending, outcome, &state) }
      if samplesLatency, outcome == .success { state.latencies?.record(now - inFlight.startedAt) }
    }
  }

  /// Gives the budget back what it holds for an attempt that was not made.
  @usableFromInline
  func refundBudget(_ pending: PendingAttempt) {
    if hasBudget { state.withLock { chargeBudget(pending, .ignored, &$0) } }
  }

  private func chargeBudget(_ pending: PendingAttempt, _ outcome: Outcome, _ state: inout State) {
    let success: Bool? =
      switch outcome {
      case .success: true
      case .failure: false
      case .ignored, .cancelled, .unclassified: nil
      }
    state.budget!.attemptEnded(
      success: success, extra: pending.reason.isExtra, throttled: pending.reason.isThrottled)
  }

  /// Returns the bulkhead permits; the time of a call that was answered, or was dropped, moves an
  /// adaptive limit.
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

  /// The wait before a hedge, by the quantile of the observed latencies; nil for the policy's own.
  @usableFromInline
  var hedgeDelay: Int64? {
    guard let quantile = hedge?.quantile else { return nil }
    return state.withLock { $0.latencies }?.quantile(quantile)
  }

  /// Decides what follows a failed attempt, and reports it.
  @usableFromInline
  func decide(
    _ retry: inout Retry, _ cause: RetryPolicy.Causes, hint: DelaySequence.HintValue, at now: Int64,
    deadline: Deadline, request: UInt64, attempt: UInt32, random: RandomSource
  ) -> Retry.Decision {
    let delay = retry.policy.delay
    let decision = retry.failed(
      cause, at: now, deadline: deadline,
      draw: {
        var generator = random.draw(Target.jitter, request, UInt64(id) << 32 | UInt64(attempt))
        return delay.draw(from: &generator)
      }(), hint: hint)
    switch decision {
    case .wait(let delay):
      record(.retryScheduled, at: now, request: request, attempt: attempt, detail: delay)
    case .stop(let reason):
      record(.retryStopped, at: now, request: request, attempt: attempt, detail: Int64(reason.rawValue))
    }
    return decision
  }

  private static let jitter: DrawSite = "resilience.retry.jitter"

  // MARK: Events

  @usableFromInline
  func record(
    _ kind: ResilienceEvent.Kind, at now: Int64, request: UInt64, attempt: UInt32 = 0, detail: Int64 = 0
  ) {
    guard isObserved else { return }
    observer?.record(
      ResilienceEvent(kind, at: now, request: request, target: id, attempt: attempt, detail: detail))
  }

  /// Reports a decision of the breaker; a counted result is already reported by the attempt itself.
  func report(_ event: CircuitBreaker.Event, request: UInt64, attempt: UInt32) {
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
