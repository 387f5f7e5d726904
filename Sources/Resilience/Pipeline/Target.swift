public import Randomness
import Synchronization

/// One guarded dependency: the state of its policies behind one lock, shared by all who call it.
///
/// Performs what the policies decide and tells the observer; the pipelines ask it before and after
/// each attempt.
public final class Target: Sendable {
  /// Names the target in events.
  public let id: UInt32
  public let policy: TargetPolicy
  @usableFromInline let observer: (any ResilienceObserver)?
  @usableFromInline let retry: RetryRules?
  /// Nanoseconds an attempt may take; `Int64.max` for ever.
  @usableFromInline let timeout: Int64
  @usableFromInline let enforcesTimeout: Bool
  private let hasBreaker: Bool
  private let state: Mutex<State>

  private struct State {
    var breaker: CircuitBreaker?
  }

  /// A target whose policies start at `now` of the clock they will run on.
  public init(
    id: UInt32, _ policy: TargetPolicy, startingAt now: Int64 = 0,
    observer: (any ResilienceObserver)? = nil
  ) {
    self.id = id
    self.policy = policy
    self.observer = observer
    retry = policy.retry.map(RetryRules.init)
    timeout = policy.timeout?.after.wholeNanoseconds ?? .max
    enforcesTimeout = policy.timeout?.enforcement != .byCall
    hasBreaker = policy.breaker != nil
    state = Mutex(State(breaker: policy.breaker.map { CircuitBreaker($0, at: now) }))
  }

  /// What an attempt holds while it runs.
  @usableFromInline
  struct Ticket: Sendable {
    let permit: CircuitBreaker.Permit?
  }

  @usableFromInline
  enum Admission: Sendable {
    case admitted(Ticket)
    case open(retryAfter: Int64?)
  }

  /// Asks the breaker for one attempt.
  @usableFromInline
  func admit(request: UInt64, attempt: UInt32, at now: Int64) -> Admission {
    guard hasBreaker else {
      record(.attemptStarted, at: now, request: request, attempt: attempt)
      return .admitted(Ticket(permit: nil))
    }
    let admission = state.withLock { state in
      state.breaker!.admit(at: now) { report($0, request: request, attempt: attempt) }
    }
    switch admission {
    case .admitted(let permit):
      record(.attemptStarted, at: now, request: request, attempt: attempt)
      return .admitted(Ticket(permit: permit))
    case .refused(let retryAfter):
      return .open(retryAfter: retryAfter)
    }
  }

  /// The attempt is over.
  @usableFromInline
  func settle(
    _ running: RunningAttempt, _ outcome: Outcome, as kind: ResilienceEvent.Kind, detail: Int64,
    at now: Int64
  ) {
    let request = running.attempt.request
    let number = UInt32(clamping: running.attempt.number)
    record(kind, at: now, request: request, attempt: number, detail: detail)
    guard let permit = running.ticket.permit else { return }
    state.withLock { state in
      state.breaker!.record(outcome, permit, at: now) { report($0, request: request, attempt: number) }
    }
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
    observer?.record(
      ResilienceEvent(kind, at: now, request: request, target: id, attempt: attempt, detail: detail))
  }

  /// What the breaker did; a counted result is already told by the attempt itself.
  private func report(_ event: CircuitBreaker.Event, request: UInt64, attempt: UInt32) {
    guard let observer else { return }
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

  /// Closes the breaker and clears its counts.
  public func reset(at now: Int64) {
    state.withLock { $0.breaker?.reset(at: now) { report($0, request: 0, attempt: 0) } }
  }
}
