import Foundation
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

  @Test func `one probe at a time, and its permit is free when it has ended`() {
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
    "a probe without a result returns its permit and counts as neither",
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

  @Test func `by hand it refuses, admits, only counts, and closes again`() throws {
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

  @Test func `every decision is emitted once, at its own time`() {
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

  @Test(
    "results and time lead to the states of the table",
    arguments: [
      (.closed, [.open]), (.open, [.closed, .halfOpen]), (.halfOpen, [.closed, .open]), (.forcedOpen, []),
      (.disabled, []), (.metricsOnly, []),
    ] as [(CircuitBreaker.State, [CircuitBreaker.State])])
  func successors(state: CircuitBreaker.State, successors: [CircuitBreaker.State]) {
    #expect(state.successors == successors)
  }

  @Test(
    "by hand every state can follow but those the table lacks, unless the policy allows them",
    arguments: CircuitBreaker.State.allCases, CircuitBreaker.State.allCases)
  func forced(from: CircuitBreaker.State, to: CircuitBreaker.State) throws {
    let isIllegal =
      from == .closed && to == .halfOpen || from == .metricsOnly && (to == .open || to == .halfOpen)
    #expect(from.canBeForced(to: to) != isIllegal)
    var policy = BreakerPolicy()
    for illegal in BreakerPolicy.IllegalTransitions.allCases {
      policy.illegalTransitions = illegal
      var breaker = CircuitBreaker(policy)
      if from != .closed {
        if from == .halfOpen { try breaker.force(.open, at: 0) }
        try breaker.force(from, at: 0)
      }
      if isIllegal && illegal == .error {
        #expect(throws: CircuitBreaker.ManualError.illegalTransition(from: from, to: to)) {
          try breaker.force(to, at: 0)
        }
        #expect(breaker.state == from)
      } else {
        try breaker.force(to, at: 0)
        #expect(breaker.state == to)
      }
    }
  }

  @Test func `a stored snapshot has the keys of earlier versions`() throws {
    var breaker = CircuitBreaker(BreakerPolicy(consecutiveFailures: 1, wait: .seconds(30)), at: 0)
    failing(&breaker, 1, at: second)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(breaker.snapshot(at: 2 * second)), as: UTF8.self)
    #expect(
      text == """
        {"age":1000000000,"consecutiveFailures":0,"consecutiveSuccesses":0,"escalatedWait":30000000000,\
        "openWait":30000000000,"openings":1,"rejected":0,"remainingWait":29000000000,"started":0,"state":"open",\
        "version":1,"window":{"age":1000000000,"average":0,"parts":[{"age":0,"calls":0,"failures":0,"slow":0}],\
        "results":""}}
        """)
  }
}
