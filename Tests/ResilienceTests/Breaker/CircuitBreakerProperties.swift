import Primitives
import Resilience
import Testing

@Suite("Circuit breaker, over random traces")
struct CircuitBreakerProperties {
  static func policy(_ chance: inout SplitMix64) -> BreakerPolicy {
    var policy = BreakerPolicy.bare
    switch chance.below(5) {
    case 0: policy.trip.consecutiveFailures = 1 + chance.below(4)
    case 1:
      policy.window = .count(1 + chance.below(6))
      policy.trip.failures = 1 + chance.below(3)
    case 2:
      policy.window = .time(
        .nanoseconds(40), buckets: 1 + chance.below(4), align: chance.pick([.epoch, .creation, .firstEvent]))
      policy.trip.failureRate = chance.pick([0.25, 0.5, 1])
      policy.trip.minimumCalls = 1 + chance.below(4)
    case 3:
      policy.window = .fixed(.nanoseconds(30))
      policy.trip.failureRate = 0.5
      policy.trip.countStarted = chance.flips()
    default:
      policy.trip.slowRate = 0.5
      policy.trip.slowCall = .nanoseconds(3)
      policy.window = .count(4)
    }
    policy.trip.evaluateOn = chance.pick([.result, .failure])
    policy.open.wait = .nanoseconds(Int64(chance.below(30)))
    policy.open.boundary = chance.pick([.atOrAfter, .after])
    policy.open.expires = chance.pick([.onAcquire, .onAccess, .timer])
    if chance.flips() {
      policy.open.multiplier = 2
      policy.open.maximum = .nanoseconds(80)
    }
    if chance.below(8) > 0 {
      var half = BreakerPolicy.HalfOpen(permits: 1 + chance.below(3), successes: 1)
      half.permitModel = chance.pick([.concurrent, .total])
      half.successes = half.permitModel == .total ? 1 + chance.below(half.permits) : 1 + chance.below(3)
      half.outOf = half.successes + chance.below(2)
      if chance.flips() { half.maxWait = .nanoseconds(Int64(20 + chance.below(20))) }
      half.maxWaitState = chance.pick([.open, .closed])
      policy.halfOpen = half
    }
    policy.outcomes.ignored = chance.pick([.none, .success, .failure, .reopen])
    policy.outcomes.cancelled = chance.pick([.none, .success, .failure, .reopen])
    policy.lateResults = .drop
    return policy
  }

  static let outcomes: [Outcome] = [.success, .failure, .failure, .ignored, .cancelled, .unclassified]

  static func isLegal(_ from: CircuitBreaker.State, _ to: CircuitBreaker.State, probes: Bool) -> Bool {
    switch (from, to) {
    case (.closed, .open), (.halfOpen, .open), (.halfOpen, .closed): true
    case (.open, .halfOpen): probes
    case (.open, .closed): !probes
    default: false
    }
  }

  @Test("states are legal, permits are conserved, waits stay in bounds, half-open never lasts")
  func traces() {
    overTraces { chance in
      let policy = Self.policy(&chance)
      var breaker = CircuitBreaker(policy)
      var now: Int64 = 0
      var running: [CircuitBreaker.Permit] = []
      var state = CircuitBreaker.State.closed
      var illegal: String?
      let permits = policy.halfOpen?.permits ?? 0
      var enteredAt: Int64 = 0
      let emit = { (event: CircuitBreaker.Event) in
        let next: CircuitBreaker.State
        switch event.kind {
        case .closed: next = .closed
        case .open: next = .open
        case .halfOpen: next = .halfOpen
        default: return
        }
        if !Self.isLegal(state, next, probes: policy.halfOpen != nil) { illegal = "\(state) to \(next)" }
        state = next
        enteredAt = event.time
      }
      for _ in 0..<14 {
        switch chance.below(4) {
        case 0: now += Int64(chance.below(40))
        case 1, 2:
          switch breaker.admit(at: now, emit) {
          case .admitted(let permit): running.append(permit)
          case .refused(let retryAfter):
            if breaker.state == .closed { throw Broken("a closed breaker refused") }
            if breaker.state == .open, !(0...breaker.openWait).contains(retryAfter ?? -1) {
              throw Broken("a retry-after of \(retryAfter ?? -1) in a wait of \(breaker.openWait)")
            }
          }
        default:
          guard !running.isEmpty else { continue }
          let permit = running.remove(at: chance.below(running.count))
          breaker.record(chance.pick(Self.outcomes), permit, at: now, emit)
        }
        breaker.advance(to: now, emit)
        if let illegal { throw Broken(illegal) }
        if state != breaker.state { throw Broken("is \(breaker.state), emitted \(state)") }
        if breaker.openWait < 0 || breaker.openWait > 80 { throw Broken("a wait of \(breaker.openWait)") }
        if breaker.state == .halfOpen {
          let probing = running.count { $0.generation == breaker.generation }
          if probing > permits { throw Broken("\(probing) probes with \(permits) permits") }
          if let most = policy.halfOpen?.maxWait, now - enteredAt >= most.wholeNanoseconds {
            throw Broken("half-open for \(now - enteredAt)")
          }
        }
        let counts = breaker.counts(at: now)
        if counts.failures > counts.calls || counts.slow > counts.calls || counts.failures < 0 {
          throw Broken("\(counts)")
        }
      }
    }
  }

  @Test("a result of an older generation changes nothing")
  func lateResults() {
    overTraces { chance in
      let policy = Self.policy(&chance)
      var breaker = CircuitBreaker(policy)
      var now: Int64 = 0
      guard case .admitted(let old) = breaker.admit(at: now) else { throw Broken("refused at first") }
      for _ in 0..<6 {
        now += Int64(chance.below(30))
        if case .admitted(let permit) = breaker.admit(at: now) {
          breaker.record(chance.pick([.success, .failure]), permit, at: now)
        }
      }
      breaker.read(at: now)
      guard breaker.generation != old.generation else { return }
      let before = breaker.snapshot(at: now)
      breaker.record(chance.pick(Self.outcomes), old, at: now)
      if breaker.snapshot(at: now) != before { throw Broken("a late result changed the breaker") }
    }
  }

  @Test("a breaker restored from a snapshot goes on as the one it was taken from")
  func snapshots() {
    overTraces(20_000) { chance in
      let policy = Self.policy(&chance)
      var breaker = CircuitBreaker(policy)
      var now: Int64 = 0
      for _ in 0..<8 {
        now += Int64(chance.below(12))
        if case .admitted(let permit) = breaker.admit(at: now) {
          breaker.record(chance.pick([.success, .failure]), permit, at: now)
        }
      }
      guard breaker.state != .halfOpen else { return }
      var restored = try CircuitBreaker(policy, restoring: breaker.snapshot(at: now), at: now)
      for _ in 0..<8 {
        now += Int64(chance.below(12))
        let outcome = chance.pick([Outcome.success, .failure])
        switch (breaker.admit(at: now), restored.admit(at: now)) {
        case (.admitted(let left), .admitted(let right)):
          breaker.record(outcome, left, at: now)
          restored.record(outcome, right, at: now)
        case (.refused(let left), .refused(let right)):
          if left != right {
            throw Broken("refused with \(String(describing: right)) instead of \(String(describing: left))")
          }
        default: throw Broken("one admits, the other refuses, at \(now)")
        }
        if breaker.state != restored.state { throw Broken("\(restored.state) instead of \(breaker.state)") }
      }
    }
  }
}
