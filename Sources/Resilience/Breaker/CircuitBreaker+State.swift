import Mutation
import Primitives

extension CircuitBreaker {
  /// The states of a breaker.
  @frozen
  public enum State: UInt8, Sendable, Hashable, CaseIterable {
    /// Admits and counts every call.
    case closed
    /// Refuses every call until its wait is over.
    case open
    /// Admits a limited number of calls, the probes, whose results decide between open and closed.
    case halfOpen
    /// Refuses every call until the state is left by hand.
    case forcedOpen
    /// Admits every call and counts nothing.
    case disabled
    /// Admits and counts every call, reports each threshold once, and never trips.
    case metricsOnly
  }

  /// The state with the data that has a meaning in it only.
  enum Phase: Sendable {
    /// `nextEvaluation` is the next tick at which the counts are evaluated, where the policy has ticks.
    case closed(nextEvaluation: Int64)
    case open(Open)
    case halfOpen(HalfOpen)
    case forcedOpen
    case disabled
    case metricsOnly(MetricsOnly)
  }

  struct Open: Sendable {
    /// The end of the wait.
    var until: Int64
    /// The counts of the half-open state before, which go on counting late results; nil where the
    /// window counts them.
    var probes: OutcomeCounts?
  }

  struct HalfOpen: Sendable {
    var permitsLeft: Int
    /// The results of the probes.
    var probes = OutcomeCounts()
    var goodProbes = 0
    var badProbes = 0
  }

  struct MetricsOnly: Sendable {
    var nextEvaluation: Int64
    var reportedFailureRate = false
    var reportedSlowRate = false
  }

  /// The state at the last call to a method; `read(at:)` returns the state at a time.
  public var state: State { phase.state }
}

extension CircuitBreaker.Phase {
  var state: CircuitBreaker.State {
    switch self {
    case .closed: .closed
    case .open: .open
    case .halfOpen: .halfOpen
    case .forcedOpen: .forcedOpen
    case .disabled: .disabled
    case .metricsOnly: .metricsOnly
    }
  }

  /// The counts that stand in for the window's.
  var probes: OutcomeCounts? {
    switch self {
    case .halfOpen(let halfOpen): halfOpen.probes
    case .open(let open): open.probes
    case .closed, .forcedOpen, .disabled, .metricsOnly: nil
    }
  }

  /// Sets the next evaluation of a state that evaluates its counts; does nothing in the others.
  mutating func scheduleEvaluation(at tick: Int64) {
    switch self {
    case .closed:
      self = .closed(nextEvaluation: tick)
    case .metricsOnly(var metricsOnly):
      metricsOnly.nextEvaluation = tick
      self = .metricsOnly(metricsOnly)
    case .open, .halfOpen, .forcedOpen, .disabled:
      break
    }
  }
}

// MARK: The table of transitions

extension CircuitBreaker.State {
  /// The states that results and time lead to from this one.
  ///
  /// | from        | to               | when                                                      |
  /// | ----------- | ---------------- | --------------------------------------------------------- |
  /// | closed      | open             | a threshold is reached                                    |
  /// | open        | halfOpen, closed | the wait is over; closed if the policy has no half-open   |
  /// | halfOpen    | open, closed     | the probes decide, or the longest stay is over            |
  /// | forcedOpen, disabled, metricsOnly |  | left by hand only                                  |
  public var successors: [CircuitBreaker.State] { CircuitBreaker.State.allCases.filter(canBecome) }

  /// Returns true if results or time lead from this state to `next`. Does not allocate.
  public func canBecome(_ next: CircuitBreaker.State) -> Bool {
    switch self {
    case .closed: next == .open
    case .open: next == .halfOpen || next == .closed
    case .halfOpen: next == .open || next == .closed
    case .forcedOpen, .disabled, .metricsOnly: false
    }
  }

  /// Returns true if `force` leads from this state to `next` without `illegalTransitions: allow`.
  ///
  /// Refused are closed to half-open, and metrics-only to open or half-open; every state can be
  /// entered again.
  public func canBeForced(to next: CircuitBreaker.State) -> Bool {
    switch self {
    case .closed: next != .halfOpen
    case .metricsOnly: next != .open && next != .halfOpen
    case .open, .halfOpen, .forcedOpen, .disabled: true
    }
  }

  /// The kind of event that reports the entry into this state.
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

// MARK: Changes of state

extension CircuitBreaker {
  /// Ends the wait of an open breaker.
  mutating func endWait(at now: Int64, _ emit: (Event) -> Void) {
    policy.hasHalfOpen ? halfOpen(at: now, emit) : close(at: now, emit)
  }

  /// Opens the breaker.
  ///
  /// The wait is the policy's, longer with each opening since the last close, or `manualWait`, which
  /// does not count as one of them.
  mutating func open(
    at now: Int64, for manualWait: Int64? = nil, forced: Bool = false, _ emit: (Event) -> Void
  ) {
    let wait: Int64
    if let manualWait {
      wait = manualWait
    } else {
      wait = policy.wait(afterOpenings: openings, previous: escalatedWait)
      escalatedWait = wait
      openings += 1
    }
    var until = min(now.addingSaturating(wait), policy.lastTime)
    openWait = until - now
    if isMutated(.breakerHalfOpensEarly) { until -= openWait / 4 }
    // The counts go on, unless results of an older generation are dropped anyway.
    let probes = policy.dropsLate ? nil : phase.probes
    transition(to: .open(Open(until: until, probes: probes)), forced: forced, at: now, detail: openWait, emit)
    if policy.dropsLate { clearCounts(at: now) }
  }

  mutating func halfOpen(at now: Int64, forced: Bool = false, _ emit: (Event) -> Void) {
    let permits = policy.permits &+ (isMutated(.breakerTwoProbes) ? 1 : 0)
    transition(to: .halfOpen(HalfOpen(permitsLeft: permits)), forced: forced, at: now, emit)
    clearCounts(at: now)
    rejected = 0
  }

  mutating func close(at now: Int64, forced: Bool = false, _ emit: (Event) -> Void) {
    let tick = now.addingSaturating(policy.evaluationTick)
    startOver(in: .closed(nextEvaluation: tick), forced: forced, at: now, emit)
  }

  /// Enters a state that begins from zero and restarts the escalation of waits.
  mutating func startOver(in next: Phase, forced: Bool, at now: Int64, _ emit: (Event) -> Void) {
    transition(to: next, forced: forced, at: now, emit)
    clearCounts(at: now)
    openings = 0
    rejected = 0
  }

  /// Enters `next`. Unless `forced`, the table of transitions must have it.
  private mutating func transition(
    to next: Phase, forced: Bool, at now: Int64, detail: Int64 = 0, _ emit: (Event) -> Void
  ) {
    let (from, to) = (state, next.state)
    precondition(forced || from.canBecome(to), "\(from) does not lead to \(to)")
    let counts = counts(at: now)
    lastTransition = Transition(from: from, to: to, failures: counts.failures, successes: counts.successes)
    if to != from { emit(Event(kind: to.entered, time: now, detail: detail)) }
    phase = next
    enteredAt = now
    generation += 1
  }

  mutating func clearCounts(at now: Int64) {
    window.clear(at: now)
    clearTally()
  }

  mutating func clearTally() {
    started = 0
    consecutiveFailures = 0
    consecutiveSuccesses = 0
  }
}
