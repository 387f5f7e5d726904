import Mutation

/// Decides whether calls to a target are let through, from how the last ones went.
///
/// A value: told what happened and when, it says what to do. Times are whole ticks (nanoseconds unless
/// made with other rules) of one monotonic clock; what is due before the moment it is told happens
/// first, at its own time. Every decision is emitted once, as it is made.
///
/// Boundaries: with the default `atOrAfter`, at exactly the end of the open wait the probe is let
/// through; a call of exactly `slowCall` is not slow; a rate of exactly its threshold trips.
public struct CircuitBreaker: Sendable {
  @frozen
  public enum State: UInt8, Sendable, Hashable, CaseIterable {
    case closed, open, halfOpen
    /// Refuses everything until it is left by hand.
    case forcedOpen
    /// Admits everything and counts nothing.
    case disabled
    /// Admits everything, counts, reports each threshold once, and never trips.
    case metricsOnly
  }

  /// What an admitted call holds until it is recorded or revoked.
  @frozen
  public struct Permit: Sendable, Hashable {
    public let generation: UInt64
    public let startedAt: Int64
    /// The deadline of the open wait this call ended; `Int64.min` if it ended none.
    let endedWait: Int64
  }

  @frozen
  public enum Admission: Sendable, Hashable {
    case admitted(Permit)
    /// Ticks until the breaker may be asked again; nil when it does not know. Can be negative where
    /// `halfOpen.retryAfter` is `baseWait`.
    case refused(retryAfter: Int64?)
  }

  public struct Event: Sendable, Hashable {
    @frozen
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
      case success, failure, ignored, rejected
      case failureRateExceeded, slowRateExceeded, tripped, reset
      case closed, open, halfOpen, forcedOpen, disabled, metricsOnly
    }
    public let kind: Kind
    public let time: Int64
    /// `open`: the wait. Rates: millionths. `rejected`: what the call is told, -1 for nothing.
    public let detail: Int64
  }

  public struct Transition: Sendable, Hashable {
    public let from, to: State
    /// Of the state left.
    public let failures, successes: Int
  }

  /// Why a change by hand was refused.
  public enum ManualError: Error, Sendable, Hashable {
    case illegalTransition(from: State, to: State)
  }

  let rules: BreakerRules
  public internal(set) var state = State.closed
  /// Ends with every change of state, reset and period.
  public internal(set) var generation: UInt64 = 0
  public internal(set) var lastTransition: Transition?
  /// Calls started and refused, and runs of equal results, since the counts were cleared.
  public internal(set) var started = 0
  public internal(set) var rejected = 0
  public internal(set) var consecutiveFailures = 0
  public internal(set) var consecutiveSuccesses = 0

  var window: OutcomeWindow
  /// Counts of half-open, and of the open state that follows it.
  var probes = OutcomeCounts()
  /// Whether the counts at hand are those of `probes`.
  var countsProbes = false
  var goodProbes = 0
  var badProbes = 0
  var permitsLeft = 0

  let createdAt: Int64
  var enteredAt: Int64
  var openUntil: Int64 = 0
  /// The whole wait of the current opening.
  public internal(set) var openWait: Int64 = 0
  var openings = 0
  var escalatedWait: Int64 = 0
  var nextEvaluation: Int64
  var reportedFailureRate = false
  var reportedSlowRate = false

  /// Closed, at `now` of the clock the breaker will be told.
  public init(_ policy: BreakerPolicy, at now: Int64 = 0) { self.init(BreakerRules(policy), at: now) }

  package init(_ rules: BreakerRules, at now: Int64) {
    self.rules = rules
    window = OutcomeWindow(rules, at: now)
    createdAt = now
    enteredAt = now
    nextEvaluation = now.addingSaturating(rules.evaluationTick)
  }

  // MARK: Calls

  /// Asks for a permit. The call that ends an open wait is the first probe.
  public mutating func admit(at now: Int64, _ emit: (Event) -> Void = { _ in }) -> Admission {
    advance(to: now, emit)
    if rules.expires == .onAcquire || rules.expires == .onAccess { return admitNoticing(at: now, emit) }
    return judge(at: now, endedWait: .min, emit)
  }

  private mutating func admitNoticing(at now: Int64, _ emit: (Event) -> Void) -> Admission {
    var endedWait = Int64.min
    if state == .open, waitIsOver(at: now) {
      endedWait = openUntil
      endWait(at: now, emit)
    }
    return judge(at: now, endedWait: endedWait, emit)
  }

  private mutating func judge(at now: Int64, endedWait: Int64, _ emit: (Event) -> Void) -> Admission {
    switch state {
    case .closed:
      access(at: now)
    case .disabled, .metricsOnly:
      break
    case .halfOpen:
      guard permitsLeft > 0 else { return refuse(halfOpenRetryAfter(at: now), at: now, emit) }
      permitsLeft -= 1
    case .open:
      return refuse(openUntil - now, at: now, emit)
    case .forcedOpen:
      return refuse(nil, at: now, emit)
    }
    started += 1
    return .admitted(Permit(generation: generation, startedAt: now, endedWait: endedWait))
  }

  private mutating func refuse(_ retryAfter: Int64?, at now: Int64, _ emit: (Event) -> Void) -> Admission {
    rejected += 1
    if state != .forcedOpen { emit(Event(kind: .rejected, time: now, detail: retryAfter ?? -1)) }
    return .refused(retryAfter: retryAfter)
  }

  private func halfOpenRetryAfter(at now: Int64) -> Int64? {
    rules.tellsBaseWait ? enteredAt.addingSaturating(rules.wait) - now : nil
  }

  /// Ends an admitted call. `duration` is the time since its start unless it was measured elsewhere.
  public mutating func record(
    _ outcome: Outcome, _ permit: Permit, duration: Int64? = nil, at now: Int64,
    _ emit: (Event) -> Void = { _ in }
  ) {
    advance(to: now, emit)
    if state == .closed { access(at: now) }
    if rules.expires == .onAccess, state == .open, waitIsOver(at: now) { endWait(at: now, emit) }
    if rules.dropsLate && permit.generation != generation, !isMutated(.breakerCountsLateResults) { return }
    if state == .forcedOpen || state == .disabled { return }

    let counting: BreakerPolicy.Outcomes.Counting
    switch outcome {
    case .success: counting = .success
    case .failure: counting = .failure
    case .ignored: counting = rules.ignored
    case .cancelled: counting = isMutated(.breakerCountsCancelled) ? .failure : rules.cancelled
    case .unclassified:
      if state == .halfOpen { permitsLeft += 1 }
      return
    }
    switch counting {
    case .none:
      if state == .halfOpen, !isMutated(.breakerLeaksProbe) { permitsLeft += 1 }
      emit(Event(kind: .ignored, time: now, detail: 0))
    case .reopen:
      emit(Event(kind: .ignored, time: now, detail: 0))
      if state == .halfOpen { open(at: now, emit) }
    case .success, .failure:
      let length = duration ?? (now - permit.startedAt)
      count(failed: counting == .failure, slow: length > rules.slowCall, at: now, emit)
    }
  }

  /// Takes back an admission as if it had not been asked for: the permit is free, and where this call
  /// ended an open wait, the breaker is open again with its old deadline.
  public mutating func revoke(_ permit: Permit, at now: Int64, _ emit: (Event) -> Void = { _ in }) {
    guard permit.generation == generation else { return }
    started -= 1
    guard state == .halfOpen else { return }
    permitsLeft += 1
    guard permit.endedWait != .min else { return }
    state = .open
    openUntil = permit.endedWait
    generation += 1
    emit(Event(kind: .open, time: now, detail: openWait))
  }

  private mutating func count(failed: Bool, slow: Bool, at now: Int64, _ emit: (Event) -> Void) {
    if countsProbes {
      probes.add(failed: failed, slow: slow)
    } else {
      window.record(failed: failed, slow: slow, at: now)
    }
    if failed {
      consecutiveFailures += 1
      consecutiveSuccesses = 0
    } else {
      consecutiveSuccesses += 1
      consecutiveFailures = 0
    }
    emit(Event(kind: failed ? .failure : .success, time: now, detail: 0))
    switch state {
    case .closed, .metricsOnly:
      if rules.evaluateOn == .result || (rules.evaluateOn == .failure && failed) {
        evaluate(window.counts(at: now), at: now, emit)
      }
    case .halfOpen:
      let bad = (failed && rules.failuresAreBad) || (slow && rules.slowIsBad)
      decide(bad: bad && !isMutated(.breakerClosesOnFailure), at: now, emit)
    case .open, .forcedOpen, .disabled:
      break
    }
  }

  private mutating func decide(bad: Bool, at now: Int64, _ emit: (Event) -> Void) {
    if bad { badProbes += 1 } else { goodProbes += 1 }
    if rules.decidesByRate {
      if probes.calls >= rules.halfOpenMinimum {
        if exceedsFailureRate(probes) || exceedsSlowRate(probes) {
          open(at: now, emit)
        } else {
          close(at: now, emit)
        }
        return
      }
    } else if badProbes > rules.tolerated {
      return open(at: now, emit)
    } else if goodProbes >= rules.successes &+ (isMutated(.breakerNeedsOneMoreSuccess) ? 1 : 0) {
      return close(at: now, emit)
    }
    if rules.returnsPermits { permitsLeft += 1 }
  }

  // MARK: Thresholds

  private func exceedsFailureRate(_ counts: OutcomeCounts) -> Bool {
    rules.failureRate != .infinity && rules.exceeds(failureRate(of: counts), rules.failureRate)
  }

  private func exceedsSlowRate(_ counts: OutcomeCounts) -> Bool {
    rules.slowRate != .infinity && rules.exceeds(slowRate(of: counts), rules.slowRate)
  }

  /// Calls that rates are taken over.
  func base(of counts: OutcomeCounts) -> Int { rules.countStarted ? started : counts.calls }

  func failureRate(of counts: OutcomeCounts) -> Double {
    let base = base(of: counts)
    if base == 0 { return 0 }
    let average = rules.window == .ema && !countsProbes
    return rules.rounded(average ? window.failureRate(of: counts) : Double(counts.failures) / Double(base))
  }

  func slowRate(of counts: OutcomeCounts) -> Double {
    let base = base(of: counts)
    return base == 0 ? 0 : rules.rounded(Double(counts.slow) / Double(base))
  }

  private mutating func evaluate(_ counts: OutcomeCounts, at now: Int64, _ emit: (Event) -> Void) {
    let known = base(of: counts) >= rules.minimumCalls
    let failing = known && rules.failureRate != .infinity && exceedsFailureRate(counts)
    let slow = known && rules.slowRate != .infinity && exceedsSlowRate(counts)
    let trips =
      failing || slow
      || consecutiveFailures >= rules.consecutiveFailures &+ (isMutated(.breakerOpensOneLate) ? 1 : 0)
      || (known && counts.failures >= rules.failures)
    guard trips else { return }
    if failing && !reportedFailureRate {
      emit(Event(kind: .failureRateExceeded, time: now, detail: Int64(failureRate(of: counts) * 1e6)))
    }
    if slow && !reportedSlowRate {
      emit(Event(kind: .slowRateExceeded, time: now, detail: Int64(slowRate(of: counts) * 1e6)))
    }
    if state == .metricsOnly {
      reportedFailureRate = reportedFailureRate || failing
      reportedSlowRate = reportedSlowRate || slow
      return
    }
    emit(Event(kind: .tripped, time: now, detail: 0))
    if rules.enforce { open(at: now, emit) } else { clearCounts(at: now) }
  }

  // MARK: Time

  /// Lets everything happen that is due by `now`, each at its own moment.
  public mutating func advance(to now: Int64, _ emit: (Event) -> Void = { _ in }) {
    // Nothing is due by itself in a closed breaker that looks at its counts with each result.
    if state == .closed, rules.evaluateOn != .tick { return }
    while let due = nextDue(), due <= now {
      switch state {
      case .open: endWait(at: due, emit)
      case .halfOpen: rules.maxWaitCloses ? close(at: due, emit) : open(at: due, emit)
      case .closed, .metricsOnly:
        evaluate(window.completedCounts(at: due), at: due, emit)
        // The counts only age from here: once a whole window has passed, every tick sees the same.
        guard state == .closed || state == .metricsOnly, nextEvaluation == due else { break }
        let settled = window.settlesAt(after: due)
        nextEvaluation = due.addingSaturating(rules.evaluationTick)
        if started == 0 || (settled < now && base(of: window.counts(at: now)) == 0) {
          let ticks = (now - due) / rules.evaluationTick
          nextEvaluation = due.addingSaturating((ticks + 1) * rules.evaluationTick)
        }
      case .forcedOpen, .disabled: return
      }
    }
  }

  /// When something happens by itself next, if nothing else does before.
  public func nextDue() -> Int64? {
    switch state {
    // A timer set for the wait fires at its end, whichever side a lazy comparison would take.
    case .open where rules.expires == .timer: return openUntil
    case .open where rules.expires == .tick:
      let over = rules.opensAfter ? openUntil.addingSaturating(1) : openUntil
      let open = max(over, createdAt) - createdAt
      let (ticks, rest) = open.quotientAndRemainder(dividingBy: rules.openTick)
      let (length, overflow) = (rest == 0 ? ticks : ticks + 1).multipliedReportingOverflow(by: rules.openTick)
      return overflow ? nil : createdAt.addingSaturating(length)
    case .halfOpen where rules.maxWait != .max:
      return min(enteredAt.addingSaturating(rules.maxWait), rules.lastTime)
    case .closed where rules.evaluateOn == .tick, .metricsOnly where rules.evaluateOn == .tick:
      return nextEvaluation
    case .open, .halfOpen, .closed, .metricsOnly, .forcedOpen, .disabled: return nil
    }
  }

  /// The state is asked for: an `onAccess` wait that is over ends now.
  @discardableResult
  public mutating func read(at now: Int64, _ emit: (Event) -> Void = { _ in }) -> State {
    advance(to: now, emit)
    if state == .closed { access(at: now) }
    if rules.expires == .onAccess, state == .open, waitIsOver(at: now) { endWait(at: now, emit) }
    return state
  }

  private func waitIsOver(at now: Int64) -> Bool { rules.opensAfter ? now > openUntil : now >= openUntil }

  /// While closed, a call that starts or finishes and a read begin the next `fixed` period.
  private mutating func access(at now: Int64) {
    guard rules.window == .fixed, window.access(at: now) else { return }
    clearTally()
    rejected = 0
    generation += 1
  }

  // MARK: Changes of state

  private mutating func endWait(at now: Int64, _ emit: (Event) -> Void) {
    rules.halfOpens ? halfOpen(at: now, emit) : close(at: now, emit)
  }

  mutating func open(at now: Int64, for manualWait: Int64? = nil, _ emit: (Event) -> Void) {
    if let manualWait {
      openWait = manualWait
    } else {
      openWait = rules.wait(afterOpenings: openings, previous: escalatedWait)
      escalatedWait = openWait
      openings += 1
    }
    openUntil = min(now.addingSaturating(openWait), rules.lastTime)
    openWait = openUntil - now
    leave(for: .open, at: now, detail: openWait, emit)
    if isMutated(.breakerHalfOpensEarly) { openUntil -= openWait / 4 }
    // The counts go on, unless results of an older generation are dropped anyway.
    if rules.dropsLate { clearCounts(at: now) }
  }

  mutating func halfOpen(at now: Int64, _ emit: (Event) -> Void) {
    leave(for: .halfOpen, at: now, emit)
    clearCounts(at: now)
    countsProbes = true
    goodProbes = 0
    badProbes = 0
    permitsLeft = rules.permits &+ (isMutated(.breakerTwoProbes) ? 1 : 0)
    rejected = 0
  }

  mutating func close(at now: Int64, _ emit: (Event) -> Void) { enter(.closed, at: now, emit) }

  /// Into a state that starts from zero and restarts the escalation of waits.
  mutating func enter(_ next: State, at now: Int64, _ emit: (Event) -> Void) {
    leave(for: next, at: now, emit)
    clearCounts(at: now)
    openings = 0
    rejected = 0
    nextEvaluation = now.addingSaturating(rules.evaluationTick)
  }

  mutating func leave(for next: State, at now: Int64, detail: Int64 = 0, _ emit: (Event) -> Void) {
    let counts = counts(at: now)
    lastTransition = Transition(from: state, to: next, failures: counts.failures, successes: counts.successes)
    if next != state { emit(Event(kind: next.entered, time: now, detail: detail)) }
    state = next
    enteredAt = now
    generation += 1
    reportedFailureRate = false
    reportedSlowRate = false
  }

  mutating func clearCounts(at now: Int64) {
    window.clear(at: now)
    probes = OutcomeCounts()
    countsProbes = false
    clearTally()
  }

  private mutating func clearTally() {
    started = 0
    consecutiveFailures = 0
    consecutiveSuccesses = 0
  }
}

extension CircuitBreaker.State {
  var entered: CircuitBreaker.Event.Kind {
    switch self {
    case .closed: .closed
    case .open: .open
    case .halfOpen: .halfOpen
    case .forcedOpen: .forcedOpen
    case .disabled: .disabled
    case .metricsOnly: .metricsOnly
    }
  }
}
