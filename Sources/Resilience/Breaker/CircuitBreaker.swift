import Mutation
import Primitives

/// Admits or refuses calls to a target by the results of earlier calls.
///
///     switch breaker.admit(at: now) {
///     case .admitted(let permit):
///       let outcome = await call()
///       breaker.record(outcome, permit, at: clock.nanoseconds)
///     case .refused(let retryAfter): throw Unavailable(retryAfter: retryAfter)
///     }
///
/// A value without clock, lock or timer: each method is given the time and returns the decision. Times
/// are whole ticks (nanoseconds unless compiled otherwise) of one monotonic clock. What falls due before
/// the given time happens first, at its own time. Every decision is emitted once, as it is made.
///
/// Boundaries: with the default `atOrAfter`, at exactly the end of the open wait the probe is
/// admitted; a call of exactly `slowCall` is not slow; a rate of exactly its threshold trips.
public struct CircuitBreaker: Sendable {
  /// The right to make one call, held until it is recorded or revoked.
  @frozen
  public struct Permit: Sendable, Hashable {
    /// The breaker's generation when the permit was issued.
    public let generation: UInt64
    /// The time at which the permit was issued.
    public let startedAt: Int64
    /// The end of the open wait that this call ended; `Int64.min` if it ended none.
    let endedWait: Int64
  }

  /// The answer to a call that asks for a permit.
  @frozen
  public enum Admission: Sendable, Hashable {
    /// The call may be made.
    case admitted(Permit)
    /// Ticks until the breaker may be asked again; nil when it does not know. Can be negative where
    /// `halfOpen.retryAfter` is `baseWait`.
    case refused(retryAfter: Int64?)
  }

  /// One decision of the breaker.
  public struct Event: Sendable, Hashable {
    /// The kinds of decisions; the last six name the state that was entered.
    @frozen
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
      case success, failure, ignored, rejected
      case failureRateExceeded, slowRateExceeded, tripped, reset
      case closed, open, halfOpen, forcedOpen, disabled, metricsOnly
    }
    /// The kind of decision.
    public let kind: Kind
    /// The time of the decision, in ticks.
    public let time: Int64
    /// `open`: the wait. Rates: millionths. `rejected`: the retry-after of the refusal, -1 for none.
    public let detail: Int64
  }

  /// The change into the current state.
  public struct Transition: Sendable, Hashable {
    /// The states before and after.
    public let from, to: State
    /// The results that counted in the state that was left.
    public let failures, successes: Int
  }

  let policy: CompiledBreakerPolicy
  /// The state with its payload.
  var phase: Phase
  /// A number that grows with every change of state, reset and `fixed` period.
  public internal(set) var generation: UInt64 = 0
  /// The last change of state; nil before the first.
  public internal(set) var lastTransition: Transition?
  /// The number of calls admitted since the counts were cleared.
  public internal(set) var started = 0
  /// The number of calls refused since the breaker last entered a state other than open.
  public internal(set) var rejected = 0
  /// Failures since the last success or clearing of the counts.
  public internal(set) var consecutiveFailures = 0
  /// Successes since the last failure or clearing of the counts.
  public internal(set) var consecutiveSuccesses = 0
  /// The whole wait of the latest opening; 0 before the first.
  public internal(set) var openWait: Int64 = 0

  // Outside of `phase`: a window in a payload would be copied with every result.
  var window: OutcomeWindow
  let createdAt: Int64
  var enteredAt: Int64
  /// Openings since the last close, and the wait of the latest that was not forced.
  var openings = 0
  var escalatedWait: Int64 = 0

  /// Creates a closed breaker at `now` of the clock that its methods will be given.
  public init(_ policy: BreakerPolicy, at now: Int64 = 0) {
    self.init(CompiledBreakerPolicy(policy), at: now)
  }

  package init(_ policy: CompiledBreakerPolicy, at now: Int64) {
    self.policy = policy
    window = OutcomeWindow(policy, at: now)
    createdAt = now
    enteredAt = now
    phase = .closed(nextEvaluation: now.addingSaturating(policy.evaluationTick))
  }

  // MARK: Calls

  /// Asks for a permit. The call that ends an open wait is the first probe.
  public mutating func admit(at now: Int64, _ emit: (Event) -> Void = { _ in }) -> Admission {
    advance(to: now, emit)
    if case .open(let open) = phase, policy.expires == .onAcquire || policy.expires == .onAccess,
      isOver(open, at: now)
    {
      endWait(at: now, emit)
      return issue(endedWait: open.until, at: now, emit)
    }
    return issue(endedWait: .min, at: now, emit)
  }

  private mutating func issue(endedWait: Int64, at now: Int64, _ emit: (Event) -> Void) -> Admission {
    switch phase {
    case .closed:
      beginPeriod(at: now)
    case .disabled, .metricsOnly:
      break
    case .halfOpen(var halfOpen):
      guard halfOpen.permitsLeft > 0 else { return refuse(halfOpenRetryAfter(at: now), at: now, emit) }
      halfOpen.permitsLeft -= 1
      phase = .halfOpen(halfOpen)
    case .open(let open):
      return refuse(open.until - now, at: now, emit)
    case .forcedOpen:
      rejected += 1
      return .refused(retryAfter: nil)
    }
    started += 1
    return .admitted(Permit(generation: generation, startedAt: now, endedWait: endedWait))
  }

  private mutating func refuse(_ retryAfter: Int64?, at now: Int64, _ emit: (Event) -> Void) -> Admission {
    rejected += 1
    emit(Event(kind: .rejected, time: now, detail: retryAfter ?? -1))
    return .refused(retryAfter: retryAfter)
  }

  private func halfOpenRetryAfter(at now: Int64) -> Int64? {
    policy.reportsBaseWait ? enteredAt.addingSaturating(policy.wait) - now : nil
  }

  /// Ends an admitted call. `duration` is the time since its start unless it was measured elsewhere.
  public mutating func record(
    _ outcome: Outcome, _ permit: Permit, duration: Int64? = nil, at now: Int64,
    _ emit: (Event) -> Void = { _ in }
  ) {
    advance(to: now, emit)
    access(at: now, emit)
    if policy.dropsLate && permit.generation != generation, !isMutated(.breakerCountsLateResults) { return }
    switch phase {
    case .forcedOpen, .disabled: return
    case .closed, .open, .halfOpen, .metricsOnly: break
    }

    let counting: BreakerPolicy.Outcomes.Counting
    switch outcome {
    case .success: counting = .success
    case .failure: counting = .failure
    case .ignored: counting = policy.ignored
    case .cancelled: counting = isMutated(.breakerCountsCancelled) ? .failure : policy.cancelled
    case .unclassified: return returnPermit()
    }
    switch counting {
    case .none:
      if !isMutated(.breakerLeaksProbe) { returnPermit() }
      emit(Event(kind: .ignored, time: now, detail: 0))
    case .reopen:
      emit(Event(kind: .ignored, time: now, detail: 0))
      if case .halfOpen = phase { open(at: now, emit) }
    case .success, .failure:
      let length = duration ?? (now - permit.startedAt)
      count(failed: counting == .failure, slow: length > policy.slowCall, at: now, emit)
    }
  }

  /// Gives a half-open permit back; in the other states permits are not limited.
  private mutating func returnPermit() {
    guard case .halfOpen(var halfOpen) = phase else { return }
    halfOpen.permitsLeft += 1
    phase = .halfOpen(halfOpen)
  }

  /// Takes back an admission as if it had not been asked for: the permit is free, and where this call
  /// ended an open wait, the breaker is open again with its old deadline.
  public mutating func revoke(_ permit: Permit, at now: Int64, _ emit: (Event) -> Void = { _ in }) {
    guard permit.generation == generation else { return }
    started -= 1
    returnPermit()
    guard permit.endedWait != .min, case .halfOpen(let halfOpen) = phase else { return }
    // No transition: the time in the state and the last change stay those of before.
    phase = .open(Open(until: permit.endedWait, probes: halfOpen.probes))
    generation += 1
    emit(Event(kind: .open, time: now, detail: openWait))
  }

  private mutating func count(failed: Bool, slow: Bool, at now: Int64, _ emit: (Event) -> Void) {
    switch phase {
    case .closed, .metricsOnly:
      window.record(failed: failed, slow: slow, at: now)
    case .halfOpen(var halfOpen):
      halfOpen.probes.add(failed: failed, slow: slow)
      phase = .halfOpen(halfOpen)
    case .open(var open):
      // A late result, where the policy counts those.
      if open.probes == nil { window.record(failed: failed, slow: slow, at: now) }
      open.probes?.add(failed: failed, slow: slow)
      phase = .open(open)
    case .forcedOpen, .disabled:
      preconditionFailure("a counted result arrived in \(state)")
    }
    if failed {
      consecutiveFailures += 1
      consecutiveSuccesses = 0
    } else {
      consecutiveSuccesses += 1
      consecutiveFailures = 0
    }
    emit(Event(kind: failed ? .failure : .success, time: now, detail: 0))
    switch phase {
    case .closed, .metricsOnly:
      if policy.evaluateOn == .result || (policy.evaluateOn == .failure && failed) {
        evaluate(window.counts(at: now), at: now, emit)
      }
    case .halfOpen(let halfOpen):
      let bad = (failed && policy.failuresAreBad) || (slow && policy.slowIsBad)
      decide(halfOpen, bad: bad && !isMutated(.breakerClosesOnFailure), at: now, emit)
    case .open, .forcedOpen, .disabled:
      break
    }
  }

  /// Counts a probe as good or bad, and leaves half-open once the probes decide.
  private mutating func decide(
    _ before: HalfOpen, bad: Bool, at now: Int64, _ emit: (Event) -> Void
  ) {
    var halfOpen = before
    if bad { halfOpen.badProbes += 1 } else { halfOpen.goodProbes += 1 }
    if policy.decidesByRate {
      if halfOpen.probes.calls >= policy.halfOpenMinimum {
        let isBad = exceedsFailureRate(halfOpen.probes) || exceedsSlowRate(halfOpen.probes)
        return isBad ? open(at: now, emit) : close(at: now, emit)
      }
    } else if halfOpen.badProbes > policy.tolerated {
      return open(at: now, emit)
    } else if halfOpen.goodProbes >= policy.successes &+ (isMutated(.breakerNeedsOneMoreSuccess) ? 1 : 0) {
      return close(at: now, emit)
    }
    if policy.returnsPermits { halfOpen.permitsLeft += 1 }
    phase = .halfOpen(halfOpen)
  }
}
