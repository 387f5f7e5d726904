import Primitives
import Resilience
import TestSupport
import Testing

@Suite("Pipeline of a provider call")
struct PipelineTests {
  let clock = TestClock()
  let recorder = ResilienceEventRecorder()

  func pipeline(_ policies: TargetPolicy...) -> Pipeline<TestClock> {
    let targets = policies.enumerated().map {
      Target(id: UInt32($0.offset), $0.element, observer: recorder)
    }
    return Pipeline(over: targets, on: clock, random: RandomSource(seed: 1))
  }

  static let quick = RetryPolicy(delay: .none)

  @Test func `the first success is served with the attempts it took`() async throws {
    let calls = Counter()
    let served = try await pipeline(TargetPolicy(retry: Self.quick, timeout: TimeoutPolicy())).call(
      request: 9
    ) { attempt throws(ProviderError) in
      if calls.next() < 3 { throw .unavailable }
      return attempt
    }
    #expect(
      served.value == Attempt(request: 9, target: 0, number: 3, deadline: .init(nanoseconds: 5 * second)))
    #expect(served.attempts == 3)
    #expect(
      recorder.kinds == [
        .attemptStarted, .attemptFailed, .retryScheduled, .attemptStarted, .attemptFailed, .retryScheduled,
        .attemptStarted, .attemptSucceeded,
      ])
  }

  @Test func `the secondary serves when the primary has used its attempts`() async throws {
    let served = try await pipeline(TargetPolicy(retry: Self.quick), TargetPolicy(retry: Self.quick)).call(
      request: 1
    ) { attempt throws(ProviderError) in
      if attempt.target == 0 { throw .unavailable }
      return "from \(attempt.target)"
    }
    #expect(served == Served("from 1", target: 1, attempts: 4))
  }

  @Test func `when all fail every cause is reported in order`() async {
    _ = await #expect {
      try await pipeline(TargetPolicy(retry: Self.quick), TargetPolicy()).call(request: 1) {
        attempt throws(ProviderError) -> Int in
        throw attempt.target == 0 ? .unavailable : .gone
      }
    } throws: { error in
      guard let failure = error as? CallFailure<ProviderError> else { return false }
      guard case .failed(.gone) = failure.error, failure.attempts == 4 else { return false }
      guard failure.causes.map(\.index) == [0, 1], failure.causes.map(\.attempts) == [3, 1] else {
        return false
      }
      guard case .failed(.unavailable) = failure.causes[0].error else { return false }
      return true
    }
    #expect(recorder.kinds.suffix(1) == [.fallbackExhausted])
  }

  @Test func `a final failure calls no other target`() async {
    await #expect(throws: CallFailure<ProviderError>.self) {
      try await pipeline(TargetPolicy(retry: Self.quick), TargetPolicy()).call(request: 1) {
        attempt throws(ProviderError) -> Int in
        if attempt.target == 1 { return 1 }
        throw .wrongRequest
      }
    }
    #expect(recorder.kinds == [.attemptStarted, .attemptFailed, .retryStopped])
  }

  @Test func `a breaker that refuses is not retried, the fallback takes over at once`() async throws {
    // Time leaps over backoffs, so that a retry would be seen and not waited for.
    let clock = TestClock(leaps: true)
    var policy = TargetPolicy.typical
    policy.retry = RetryPolicy(maxAttempts: 3)
    let targets = [Target(id: 0, policy, observer: recorder), Target(id: 1, TargetPolicy())]
    let pipeline = Pipeline(over: targets, on: clock, random: RandomSource(seed: 1))
    try targets[0].force(.open, at: 0)
    let served = try await pipeline.call(request: 1) { attempt throws(ProviderError) in attempt.target }
    #expect(served == Served(1, target: 1, attempts: 2))
    #expect(clock.nanoseconds == 0)
    #expect(recorder.kinds.filter { $0 == .retryScheduled }.isEmpty)
    #expect(targets[0].breaker?.rejected == 1)
  }

  @Test func `three timeouts open a provider's breaker`() async {
    let clock = clock
    let pipeline = pipeline(
      TargetPolicy(breaker: BreakerPolicy(consecutiveFailures: 3), timeout: TimeoutPolicy()))
    let gate = Gate()
    for _ in 0..<3 {
      let caller = Task {
        _ = try? await pipeline.call(request: 1) { _ throws(ProviderError) in await gate.wait() }
      }
      await clock.untilPending(1)
      clock.advance(by: .seconds(5))
      await caller.value
    }
    gate.open()
    #expect(pipeline.targets[0].breaker?.state == .open)
    #expect(clock.pending == 0)
  }

  @Test func `the caller's deadline ends an attempt and does not count against the target`() async {
    let clock = clock
    let pipeline = pipeline(
      TargetPolicy(breaker: BreakerPolicy(consecutiveFailures: 1), timeout: TimeoutPolicy()))
    let caller = Task {
      _ = await #expect {
        try await pipeline.call(request: 1, deadline: Deadline(nanoseconds: second)) {
          _ throws(ProviderError) in
          try? await clock.sleep(untilNanoseconds: .max)
          throw .unavailable
        }
      } throws: {
        guard case .deadlineExceeded? = ($0 as? CallFailure<ProviderError>)?.error else { return false }
        return true
      }
    }
    await clock.untilPending(2)
    clock.advance(by: .seconds(1))
    await caller.value
    #expect(pipeline.targets[0].breaker?.state == .closed)
    #expect(recorder.kinds == [.attemptStarted, .attemptCancelled])
  }

  @Test func `an expired deadline fails without a call`() async {
    clock.advance(by: .seconds(2))
    let calls = Counter()
    await #expect(throws: CallFailure<ProviderError>.self) {
      try await pipeline(.typical).call(request: 1, deadline: Deadline(nanoseconds: 2 * second)) {
        _ throws(ProviderError) in calls.next()
      }
    }
    #expect(calls.value == 0)
    #expect(recorder.kinds == [.deadlineExceeded])
  }

  @Test func `a cancelled call is neither success nor failure`() async {
    let clock = clock
    let pipeline = pipeline(
      TargetPolicy(
        retry: RetryPolicy(), breaker: BreakerPolicy(consecutiveFailures: 1), timeout: TimeoutPolicy()))
    let caller = Task {
      _ = try? await pipeline.call(request: 1) { _ throws(ProviderError) in
        do { try await clock.sleep(untilNanoseconds: .max) } catch { throw .unavailable }
      }
    }
    await clock.untilPending(2)
    caller.cancel()
    await caller.value
    #expect(pipeline.targets[0].breaker?.counts(at: 0).calls == 0)
    #expect(clock.pending == 0)
    #expect(recorder.kinds.contains(.attemptCancelled))
  }

  @Test func `a cancelled wait between attempts ends the call after the retry was announced`() async {
    let clock = clock
    let pipeline = pipeline(TargetPolicy(retry: RetryPolicy(delay: .init(.constant(.seconds(2))))))
    let caller = Task {
      _ = await #expect {
        try await pipeline.call(request: 1) { _ throws(ProviderError) -> Int in throw .unavailable }
      } throws: {
        guard case .cancelled? = ($0 as? CallFailure<ProviderError>)?.error else { return false }
        return true
      }
    }
    await clock.untilPending(1)
    caller.cancel()
    await caller.value
    #expect(clock.pending == 0)
    #expect(recorder.kinds == [.attemptStarted, .attemptFailed, .retryScheduled])
  }

  @Test func `a classification that throws returns the probe's permit`() async throws {
    struct Broken: Error {}
    let pipeline = pipeline(TargetPolicy(breaker: BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))))
    try pipeline.targets[0].force(.open, at: 0)
    clock.advance(by: .seconds(1))
    let judge: @Sendable (Result<Int, ProviderError>) throws -> Verdict = { _ in throw Broken() }
    await #expect(throws: CallFailure<ProviderError>.self) {
      try await pipeline.call(request: 1, judge: judge) { _ throws(ProviderError) in 1 }
    }
    #expect(pipeline.targets[0].breaker?.state == .halfOpen)
    let served = try await pipeline.call(request: 2) { _ throws(ProviderError) in 2 }
    #expect(served.value == 2)
    #expect(pipeline.targets[0].breaker?.state == .closed)
  }

  @Test func `a value that is judged bad is retried and at last returned as it is`() async throws {
    let calls = Counter()
    let judge: @Sendable (Result<Int, ProviderError>) throws -> Verdict = { _ in .transient }
    let served = try await pipeline(TargetPolicy(retry: Self.quick)).call(request: 1, judge: judge) {
      _ throws(ProviderError) in calls.next()
    }
    #expect(served == Served(3, target: 0, attempts: 3))
  }

  @Test func `waits are drawn by request and attempt alone`() async throws {
    func waits(request: UInt64, noise: Int) async -> [Int64] {
      let clock = TestClock()
      let recorder = ResilienceEventRecorder()
      let target = Target(
        id: 3, TargetPolicy(retry: RetryPolicy(maxAttempts: 4)), observer: recorder)
      let pipeline = Pipeline(over: [target], on: clock, random: RandomSource(seed: 5))
      for other in 0..<noise {
        _ = try? await pipeline.call(request: 1000 + UInt64(other)) { _ throws(ProviderError) in throw .gone }
      }
      let caller = Task {
        _ = try? await pipeline.call(request: request) { _ throws(ProviderError) in throw .unavailable }
      }
      for _ in 0..<3 {
        await clock.untilPending(1)
        clock.advance(by: .seconds(60))
      }
      await caller.value
      return recorder.events.filter { $0.kind == .retryScheduled && $0.request == request }.map(\.detail)
    }
    let alone = await waits(request: 1, noise: 0)
    #expect(alone.count == 3)
    #expect(await waits(request: 1, noise: 5) == alone)
    #expect(await waits(request: 2, noise: 0) != alone)
  }
}
