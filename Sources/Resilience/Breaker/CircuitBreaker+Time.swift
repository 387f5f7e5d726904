import Primitives

extension CircuitBreaker {
  /// Returns the state at `now`; an `onAccess` wait that is over ends with this.
  @discardableResult
  public mutating func read(at now: Int64, _ emit: (Event) -> Void = { _ in }) -> State {
    advance(to: now, emit)
    access(at: now, emit)
    return state
  }

  /// Lets an access begin the next `fixed` period, or end an `onAccess` wait.
  mutating func access(at now: Int64, _ emit: (Event) -> Void) {
    switch phase {
    case .closed:
      beginPeriod(at: now)
    case .open(let open):
      if policy.expires == .onAccess, isOver(open, at: now) { endWait(at: now, emit) }
    case .halfOpen, .forcedOpen, .disabled, .metricsOnly:
      break
    }
  }

  /// Begins the next `fixed` period of a closed breaker where one is due.
  mutating func beginPeriod(at now: Int64) {
    guard policy.window == .fixed, window.access(at: now) else { return }
    clearTally()
    rejected = 0
    generation += 1
  }

  /// Lets everything happen that is due by `now`, each at its own time.
  public mutating func advance(to now: Int64, _ emit: (Event) -> Void = { _ in }) {
    // Nothing falls due in a closed breaker that evaluates its counts with each result.
    if case .closed = phase, policy.evaluateOn != .tick { return }
    performDue(by: now, emit)
  }

  // Apart, so that the check above becomes part of its callers.
  @inline(never)
  private mutating func performDue(by now: Int64, _ emit: (Event) -> Void) {
    var cycle = IdleCycle()
    while let due = nextDue(), due <= now {
      switch phase {
      case .open:
        endWait(at: due, emit)
      case .halfOpen:
        if let skipped = cycle.skip(from: enteredAt, to: now) {
          enteredAt += skipped
          continue
        }
        policy.maxWaitCloses ? close(at: due, emit) : open(at: due, emit)
      case .closed, .metricsOnly:
        evaluate(window.completedCounts(at: due), at: due, emit)
        phase.scheduleEvaluation(at: evaluation(after: due, notBefore: now))
      case .forcedOpen, .disabled:
        preconditionFailure("a timer fired in \(state)")
      }
    }
  }

  /// The way of an unused breaker between half-open and open, over and over.
  private struct IdleCycle {
    /// More turns than anybody looks at; those that follow are alike and are not reported.
    static let reported = 1_000
    private var turns = 0
    private var entry = Int64.min
    private var length: Int64 = -1

    /// Takes note of an entry into half-open. Returns the length of all whole turns before `now` once there were many
    /// of one length; nil before.
    mutating func skip(from entry: Int64, to now: Int64) -> Int64? {
      turns += 1
      defer { self.entry = entry }
      guard turns > IdleCycle.reported else { return nil }
      let last = length
      length = entry - self.entry
      guard length == last, length > 0, now - entry > 2 * length else { return nil }
      turns = 0
      return ((now - entry) / length - 1) * length
    }
  }

  /// The tick that follows the one at `due`: the next, or the first after `now` where those between
  /// would see nothing new.
  private func evaluation(after due: Int64, notBefore now: Int64) -> Int64 {
    // The counts only age from here: once a whole window has passed, every tick sees the same.
    let settled = window.settlesAt(after: due)
    guard started == 0 || settled <= due || (settled < now && base(of: window.counts(at: now)) == 0) else {
      return due.addingSaturating(policy.evaluationTick)
    }
    let ticks = (now - due) / policy.evaluationTick
    return due.addingSaturating((ticks + 1) * policy.evaluationTick)
  }

  /// The time at which the breaker acts without being called; nil when it never does.
  public func nextDue() -> Int64? {
    switch phase {
    case .closed(let nextEvaluation):
      return policy.evaluateOn == .tick ? nextEvaluation : nil
    case .metricsOnly(let metricsOnly):
      return policy.evaluateOn == .tick ? metricsOnly.nextEvaluation : nil
    case .halfOpen:
      return policy.maxWait == .max ? nil : min(enteredAt.addingSaturating(policy.maxWait), policy.lastTime)
    case .open(let open):
      switch policy.expires {
      // A timer set for the wait fires at its end, on whichever side a lazy comparison would fall.
      case .timer: return open.until
      case .tick: return firstTick(afterWaitOf: open)
      case .onAcquire, .onAccess: return nil
      }
    case .forcedOpen, .disabled:
      return nil
    }
  }

  /// The first multiple of the tick since creation at which the wait is over.
  private func firstTick(afterWaitOf open: Open) -> Int64? {
    let over = policy.waitEndsAfter ? open.until.addingSaturating(1) : open.until
    let span = max(over, createdAt) - createdAt
    let (ticks, rest) = span.quotientAndRemainder(dividingBy: policy.openTick)
    let (length, overflow) = (rest == 0 ? ticks : ticks + 1).multipliedReportingOverflow(by: policy.openTick)
    return overflow ? nil : createdAt.addingSaturating(length)
  }

  func isOver(_ open: Open, at now: Int64) -> Bool {
    policy.waitEndsAfter ? now > open.until : now >= open.until
  }
}
