import Resilience
import Testing

@Suite("Circuit breaker")
struct CircuitBreakerTests {
  private func failing(_ breaker: inout CircuitBreaker, _ times: Int, at now: Int64 = 0) {
    for _ in 0..<times {
      guard case .admitted(let permit) = breaker.admit(at: now) else { return }
      breaker.record(.failure, permit, at: now)
    }
  }

  private func admits(_ breaker: inout CircuitBreaker, at now: Int64) -> CircuitBreaker.Permit? {
    if case .admitted(let permit) = breaker.admit(at: now) { permit } else { nil }
  }

  @Test("opens on the failure that reaches the limit", arguments: 1...6)
  func opensAtLimit(limit: Int) {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: limit))
    failing(&breaker, limit - 1)
    #expect(breaker.state == .closed)
    failing(&breaker, 1)
    #expect(breaker.state == .open)
    #expect(breaker.remainingWait(at: 0) == 60 * second)
  }

  @Test func `a success starts the count of failures again`() {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: 3))
    failing(&breaker, 2)
    breaker.record(.success, admits(&breaker, at: 0)!, at: 0)
    failing(&breaker, 2)
    #expect(breaker.state == .closed)
    failing(&breaker, 1)
    #expect(breaker.state == .open)
  }

  @Test(
    "at exactly the end of the wait the probe is let through, unless the boundary is after",
    arguments: BreakerPolicy.Boundary.allCases)
  func waitBoundary(boundary: BreakerPolicy.Boundary) {
    var policy = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(30))
    policy.open.boundary = boundary
    var breaker = CircuitBreaker(policy)
    failing(&breaker, 1)
    #expect(admits(&breaker, at: 30 * second - 1) == nil)
    #expect((admits(&breaker, at: 30 * second) != nil) == (boundary == .atOrAfter))
    var other = CircuitBreaker(policy)
    failing(&other, 1)
    #expect(admits(&other, at: 30 * second + 1) != nil)
  }

  @Test func `one probe at a time, and its place is free when it has ended`() {
    var policy = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))
    policy.halfOpen?.successes = 2
    var breaker = CircuitBreaker(policy)
    failing(&breaker, 1)
    let probe = admits(&breaker, at: second)!
    #expect(admits(&breaker, at: second) == nil)
    breaker.record(.success, probe, at: second)
    let next = admits(&breaker, at: second)!
    breaker.record(.success, next, at: second)
    #expect(breaker.state == .closed)
  }

  @Test(
    "a probe that says nothing gives its place back and counts as neither",
    arguments: [Outcome.cancelled, .ignored, .unclassified])
  func permitReturned(outcome: Outcome) {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1)))
    failing(&breaker, 1)
    breaker.record(outcome, admits(&breaker, at: second)!, at: second)
    #expect(breaker.state == .halfOpen)
    #expect(breaker.counts(at: second).calls == 0)
    #expect(admits(&breaker, at: second) != nil)
  }

  @Test func `a result from before the breaker moved on changes nothing`() {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1)))
    let late = admits(&breaker, at: 0)!
    failing(&breaker, 1)
    let probe = admits(&breaker, at: second)!
    breaker.record(.failure, late, at: second)
    #expect(breaker.state == .halfOpen)
    breaker.record(.success, probe, at: second)
    #expect(breaker.state == .closed)
    breaker.record(.failure, probe, at: second)
    #expect(breaker.state == .closed)
  }

  @Test func `each opening since the last close waits longer, up to the longest`() {
    var policy = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))
    policy.open.multiplier = 2
    policy.open.maximum = .seconds(3)
    var breaker = CircuitBreaker(policy)
    var now: Int64 = 0
    var waits: [Int64] = []
    for _ in 0..<4 {
      failing(&breaker, 1, at: now)
      waits.append(breaker.openWait / second)
      now += breaker.openWait
    }
    #expect(waits == [1, 2, 3, 3])
    breaker.record(.success, admits(&breaker, at: now)!, at: now)
    failing(&breaker, 1, at: now)
    #expect(breaker.openWait == second)
  }

  @Test("fewer results than the minimum never trip a rate", arguments: 1...5)
  func minimumCalls(minimum: Int) {
    var policy = BreakerPolicy.bare
    policy.window = .count(10)
    policy.trip.failureRate = 0.5
    policy.trip.minimumCalls = minimum
    policy.open.wait = .seconds(1)
    var breaker = CircuitBreaker(policy)
    failing(&breaker, minimum - 1)
    #expect(breaker.state == .closed)
    #expect(breaker.failureRate(at: 0) == nil)
    failing(&breaker, 1)
    #expect(breaker.state == .open)
  }

  @Test func `a call of exactly the slow time is not slow`() {
    var policy = BreakerPolicy.bare
    policy.trip.slowRate = 1
    policy.trip.slowCall = .seconds(1)
    policy.open.wait = .seconds(1)
    var breaker = CircuitBreaker(policy)
    breaker.record(.success, admits(&breaker, at: 0)!, duration: second, at: 0)
    #expect(breaker.state == .closed)
    breaker.reset(at: 0)
    breaker.record(.success, admits(&breaker, at: 0)!, duration: second + 1, at: 0)
    #expect(breaker.state == .open)
  }

  @Test func `half-open is left at exactly its longest stay`() {
    var policy = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))
    policy.halfOpen?.maxWait = .seconds(2)
    var breaker = CircuitBreaker(policy)
    failing(&breaker, 1)
    _ = admits(&breaker, at: second)
    breaker.advance(to: 3 * second - 1)
    #expect(breaker.state == .halfOpen)
    breaker.advance(to: 3 * second)
    #expect(breaker.state == .open)
    #expect(breaker.remainingWait(at: 3 * second) == second)
  }

  @Test func `by hand it refuses, admits, only watches, and comes back`() throws {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: 1))
    try breaker.force(.forcedOpen, at: 0)
    #expect(breaker.admit(at: .max / 2) == .refused(retryAfter: nil))
    try breaker.force(.disabled, at: 0)
    failing(&breaker, 5)
    #expect(breaker.state == .disabled && breaker.counts(at: 0).calls == 0)
    try breaker.force(.metricsOnly, at: 0)
    failing(&breaker, 5)
    #expect(breaker.state == .metricsOnly && breaker.counts(at: 0).failures == 5)
    #expect(throws: CircuitBreaker.ManualError.illegalTransition(from: .metricsOnly, to: .open)) {
      try breaker.force(.open, at: 0)
    }
    breaker.reset(at: 0)
    #expect(breaker.state == .closed && breaker.counts(at: 0).calls == 0)
    #expect(throws: CircuitBreaker.ManualError.illegalTransition(from: .closed, to: .halfOpen)) {
      try breaker.force(.halfOpen, at: 0)
    }
  }

  @Test func `every decision is told once, at its own time`() {
    var policy = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))
    policy.open.expires = .timer
    policy.halfOpen?.maxWait = .seconds(2)
    var breaker = CircuitBreaker(policy)
    var events: [CircuitBreaker.Event] = []
    guard case .admitted(let permit) = breaker.admit(at: 0, { events.append($0) }) else { return }
    breaker.record(.failure, permit, at: 0) { events.append($0) }
    breaker.advance(to: 4 * second) { events.append($0) }
    #expect(events.map(\.kind) == [.failure, .tripped, .open, .halfOpen, .open, .halfOpen])
    #expect(events.map(\.time) == [0, 0, 0, second, 3 * second, 4 * second])
  }

  @Test func `a snapshot of an unknown version or state is refused`() throws {
    var snapshot = CircuitBreaker(BreakerPolicy()).snapshot(at: 0)
    snapshot.version = 2
    #expect(throws: CircuitBreaker.RestoreError.unknownVersion(2)) {
      try CircuitBreaker(BreakerPolicy(), restoring: snapshot, at: 0)
    }
    snapshot.version = 1
    snapshot.state = "ajar"
    #expect(throws: CircuitBreaker.RestoreError.unknownState("ajar")) {
      try CircuitBreaker(BreakerPolicy(), restoring: snapshot, at: 0)
    }
  }

  @Test func `an open breaker restored on another clock waits out the rest of its wait`() throws {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: 1, wait: .seconds(30)), at: 0)
    failing(&breaker, 1, at: 0)
    let snapshot = breaker.snapshot(at: 10 * second)
    var restored = try CircuitBreaker(
      BreakerPolicy(consecutiveFailures: 1, wait: .seconds(30)), restoring: snapshot, at: 1000 * second)
    #expect(restored.admit(at: 1020 * second - 1) == .refused(retryAfter: 1))
    #expect(admits(&restored, at: 1020 * second) != nil)
  }

  @Test func `when one of a group refuses, the others are as if they had not been asked`() {
    var group = BreakerGroup([
      BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1)),
      BreakerPolicy(consecutiveFailures: 1, wait: .seconds(5)),
    ])
    guard case .admitted(let permits) = group.admit(at: 0) else { return }
    group.record({ _ in .failure }, permits, at: 0)
    #expect(group.admit(at: 2 * second) == .refused(by: 1, retryAfter: 3 * second))
    #expect(group.breakers.map(\.state) == [.open, .open])
    guard case .admitted(let probes) = group.admit(at: 5 * second) else {
      Issue.record("the probe was refused")
      return
    }
    group.record({ _ in .success }, probes, at: 5 * second)
    #expect(group.breakers.map(\.state) == [.closed, .closed])
  }

  @Test func `a group's refusal gives back the permit and the start of one that was half-open before`() {
    // The first opens for a second and half-opens by itself, the second refuses for five.
    var probing = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))
    probing.open.expires = .timer
    var group = BreakerGroup([probing, BreakerPolicy(consecutiveFailures: 1, wait: .seconds(5))])
    guard case .admitted(let permits) = group.admit(at: 0) else {
      Issue.record("a closed group refused")
      return
    }
    group.record({ _ in .failure }, permits, at: 0)
    group.advance(to: 2 * second)
    #expect(group.breakers.map(\.state) == [.halfOpen, .open])
    for _ in 0..<3 {
      #expect(group.admit(at: 2 * second) == .refused(by: 1, retryAfter: 3 * second))
      #expect(group.breakers[0].state == .halfOpen)
      #expect(group.breakers[0].started == 0)
    }
    // Its only permit is there for the call that both let through.
    guard case .admitted(let probes) = group.admit(at: 5 * second) else {
      Issue.record("the permit is gone")
      return
    }
    group.record({ _ in .success }, probes, at: 5 * second)
    #expect(group.breakers.map(\.state) == [.closed, .closed])
  }
}
