import Primitives
import Resilience
import Scenarios
import SimCore
import Synchronization
import Testing

private enum ProviderError: ClassifiedFailure, Hashable {
  case unavailable, gone

  var verdict: Verdict { self == .unavailable ? .transient : .permanent }
}

/// Counts and keeps the highest of what is open at a time.
private final class Meter: Sendable {
  private let state = Mutex((now: 0, most: 0, total: 0))
  var most: Int { state.withLock { $0.most } }
  var total: Int { state.withLock { $0.total } }
  @discardableResult func enter() -> Int {
    state.withLock {
      $0.now += 1
      $0.total += 1
      $0.most = max($0.most, $0.now)
      return $0.total
    }
  }
  func leave() { state.withLock { $0.now -= 1 } }
}

private final class Recorder: ResilienceObserver {
  private let state = Mutex<[ResilienceEvent]>([])
  var kinds: [ResilienceEvent.Kind] { state.withLock { $0.map(\.kind) } }
  var events: [ResilienceEvent] { state.withLock { $0 } }
  func record(_ event: ResilienceEvent) { state.withLock { $0.append(event) } }
}

private func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }

/// Runs `body` in a world that must be clean when it is over: no task, no timer.
private func inCleanWorld<Value>(
  seed: UInt64 = 1, _ scheduling: Scheduling = .fifo,
  _ body: @escaping @Sendable (World) async throws -> sending Value
) throws -> Value {
  let outcome = try Simulation(seed: seed, scheduling: scheduling).run { world in
    let value = try await body(world)
    // What was cancelled is given the chance to end.
    for _ in 0..<50 { await Task.yield() }
    return value
  }
  #expect(outcome.certificate.leftoverTasks.isEmpty)
  #expect(outcome.certificate.leftoverTimers == 0)
  return outcome.value
}

private func pipeline(_ world: World, _ policies: TargetPolicy..., observer: Recorder? = nil) -> Pipeline<
  SimClock
> {
  Pipeline(
    over: policies.enumerated().map { Target(id: UInt32($0.offset), $0.element, observer: observer) },
    on: world.clock, random: world.random)
}

@Suite("Stages on a virtual clock")
struct ShellTests {
  @Test func `a timeout is told at the deadline while the call goes on, and its late value is handed back`()
    throws
  {
    try inCleanWorld { world in
      let clock = world.clock
      let undone = Meter()
      let call = pipeline(world, TargetPolicy(timeout: TimeoutPolicy(after: .seconds(1))))
      do throws(CallFailure<ProviderError>) {
        _ = try await call.call(
          request: 1, judge: { (_: Result<Int, ProviderError>) in .success },
          compensate: { _ in undone.enter() }
        ) { _ throws(ProviderError) in
          await withCheckedContinuation { done in
            _ = clock.schedule(at: milliseconds(3000)) { done.resume() } as TimerID
          }
          return 7
        }
        Issue.record("the call was served")
      } catch {
        guard case .timedOut = error.error else { throw error }
      }
      #expect(clock.nanoseconds == milliseconds(1000))
      #expect(undone.total == 0)
      try await clock.sleep(untilNanoseconds: milliseconds(3000))
      for _ in 0..<10 { await Task.yield() }
      #expect(undone.total == 1)
    }
  }

  @Test func `a call that is trusted to end in time has timed out when it does not`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let call = pipeline(
        world,
        TargetPolicy(
          breaker: BreakerPolicy(consecutiveFailures: 1),
          timeout: .init(after: .seconds(1), enforcement: .byCall)))
      await #expect(throws: CallFailure<ProviderError>.self) {
        try await call.call(request: 1) { attempt throws(ProviderError) in
          #expect(attempt.deadline.nanoseconds == milliseconds(1000))
          try? await clock.sleep(untilNanoseconds: milliseconds(1000))
        }
      }
      #expect(call.targets[0].breaker?.state == .open)
    }
  }

  @Test(
    "no more calls at once than places, whatever the order",
    arguments: [Scheduling.fifo, .random, .pct(depth: 3)])
  func bulkhead(scheduling: Scheduling) throws {
    for seed in 0..<100 {
      let meter = Meter()
      let served = try inCleanWorld(seed: UInt64(seed), scheduling) { world in
        let clock = world.clock
        let call = pipeline(
          world, TargetPolicy(bulkhead: BulkheadPolicy(limit: 3, queue: 20, maxWait: .milliseconds(25))))
        return await withTaskGroup(of: Int.self) { group in
          for request in 0..<20 {
            group.addTask {
              do {
                _ = try await call.call(request: UInt64(request)) { _ throws(ProviderError) in
                  meter.enter()
                  try? await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(10))
                  meter.leave()
                }
                return 1
              } catch { return 0 }
            }
          }
          let served = await group.reduce(0, +)
          #expect(call.targets[0].bulkhead?.bulkhead.running == 0)
          #expect(call.targets[0].bulkhead?.bulkhead.waiting == 0)
          return served
        }
      }
      #expect(meter.most == 3)
      // At 0, 10 and 20 ms three get in; the rest has waited 25 ms when the next places are free.
      #expect(served == 9)
    }
  }

  @Test func `an attempt that the breaker refuses gives its place back`() throws {
    try inCleanWorld { world in
      let call = pipeline(
        world,
        TargetPolicy(bulkhead: BulkheadPolicy(limit: 1), breaker: BreakerPolicy(consecutiveFailures: 1)))
      try call.targets[0].force(.open, at: 0)
      for _ in 0..<2 {
        do throws(CallFailure<ProviderError>) {
          _ = try await call.call(request: 1) { _ throws(ProviderError) in }
          Issue.record("the call was served")
        } catch {
          guard case .open = error.error else { throw error }
        }
      }
      #expect(call.targets[0].bulkhead?.bulkhead.running == 0)
    }
  }

  @Test func `a caller that is cancelled while it waits leaves no place behind`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let call = pipeline(world, TargetPolicy(bulkhead: BulkheadPolicy(limit: 1, queue: 2)))
      @Sendable func one(_ request: UInt64) async -> Bool {
        (try? await call.call(request: request) { _ throws(ProviderError) in
          do { try await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(10)) } catch {
            throw .gone
          }
        }) != nil
      }
      let first = Task { await one(1) }
      let second = Task { await one(2) }
      let third = Task { await one(3) }
      try await clock.sleep(untilNanoseconds: milliseconds(5))
      second.cancel()
      #expect(await first.value)
      #expect(await second.value == false)
      #expect(await third.value)
      #expect(clock.nanoseconds == milliseconds(20))
      #expect(call.targets[0].bulkhead?.bulkhead.running == 0)
    }
  }

  @Test func `the second call wins when it is faster, and the first is cancelled`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let recorder = Recorder()
      let calls = Meter()
      let call = pipeline(
        world, TargetPolicy(hedge: HedgePolicy(delay: .milliseconds(50))), observer: recorder)
      let served = try await call.call(request: 1) { _ throws(ProviderError) in
        let number = calls.enter()
        try? await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(number == 1 ? 500 : 20))
        return number
      }
      #expect(served.value == 2)
      #expect(clock.nanoseconds == milliseconds(70))
      #expect(recorder.kinds.contains(.hedgeStarted))
      #expect(recorder.events.last { $0.kind == .hedgeWon }?.detail == 1)
    }
  }

  @Test func `a loser that had an effect all the same is handed back`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let calls = Meter()
      let undone = Mutex<[Int]>([])
      let call = pipeline(world, TargetPolicy(hedge: HedgePolicy(delay: .milliseconds(50))))
      let served = try await call.call(
        request: 1, compensate: { (value: Int) in undone.withLock { $0.append(value) } }
      ) { _ throws(ProviderError) in
        let number = calls.enter()
        if number == 1 {
          // Books without looking at its cancellation.
          await withCheckedContinuation { done in
            _ = clock.schedule(at: milliseconds(100)) { done.resume() } as TimerID
          }
        }
        return number
      }
      #expect(served.value == 2)
      try await clock.sleep(untilNanoseconds: milliseconds(100))
      for _ in 0..<10 { await Task.yield() }
      #expect(undone.withLock { $0 } == [1])
    }
  }

  @Test func `a refused hedge leaves the call under way alone`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let calls = Meter()
      let call = pipeline(
        world,
        TargetPolicy(
          budget: .concurrency(.init(rule: .cap, maxRate: 0, minConcurrency: 0)),
          hedge: HedgePolicy(delay: .milliseconds(10))))
      let served = try await call.call(request: 1) { _ throws(ProviderError) in
        try? await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(100))
        return calls.enter()
      }
      #expect(served.value == 1)
      #expect(calls.total == 1)
    }
  }

  @Test(
    "a budget is asked when the retry is due, or when it is scheduled",
    arguments: RetryPolicy.BudgetCharge.allCases)
  func budget(charge: RetryPolicy.BudgetCharge) throws {
    try inCleanWorld { world in
      let recorder = Recorder()
      let call = pipeline(
        world,
        TargetPolicy(
          retry: RetryPolicy(delay: .init(.constant(.seconds(2))), budgetCharge: charge),
          budget: .ratio(.init(minPerSecond: 0, ratio: 0))), observer: recorder)
      do throws(CallFailure<ProviderError>) {
        _ = try await call.call(request: 1) { _ throws(ProviderError) -> Int in throw .unavailable }
        Issue.record("the call was served")
      } catch {
        guard case .budgetExceeded(last: .failed(.unavailable)?) = error.error else { throw error }
        #expect(error.attempts == (charge == .due ? 2 : 1))
      }
      #expect(world.clock.nanoseconds == (charge == .due ? milliseconds(2000) : 0))
      #expect(recorder.kinds.last == .budgetRefused)
    }
  }

  @Test func `a caller that is cancelled between attempts gives its retry back to the budget`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let call = pipeline(
        world,
        TargetPolicy(
          retry: RetryPolicy(maxAttempts: 2, delay: .init(.constant(.seconds(1))), budgetCharge: .scheduled),
          budget: .concurrency(.init(rule: .cap, maxRate: 0, minConcurrency: 1))))
      for _ in 0..<3 {
        let caller = Task {
          _ = try? await call.call(request: 1) { _ throws(ProviderError) -> Int in throw .unavailable }
        }
        try await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(500))
        caller.cancel()
        await caller.value
      }
      // The one retry that may be under way at a time is free again.
      let calls = Meter()
      let served = try await call.call(request: 2) { _ throws(ProviderError) in
        if calls.enter() == 1 { throw .unavailable }
        return 7
      }
      #expect(served == Served(7, target: 0, attempts: 2))
    }
  }

  @Test func `a rate limiter makes calls wait their turn and refuses what would come too late`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let call = pipeline(world, TargetPolicy(rateLimiter: .smooth(.init(interval: .milliseconds(100)))))
      for turn in 0..<3 {
        let served = try await call.call(request: 1) { _ throws(ProviderError) in clock.nanoseconds }
        #expect(served.value == milliseconds(Int64(turn) * 100))
      }
      await #expect(throws: CallFailure<ProviderError>.self) {
        try await call.call(request: 1, deadline: Deadline(.milliseconds(50), after: clock.nanoseconds)) {
          _ throws(ProviderError) in
        }
      }
      #expect(clock.nanoseconds == milliseconds(200))
    }
  }

  @Test(
    "half-open admits no more probes than allowed and is left again, whatever the order",
    arguments: [Scheduling.random, .pct(depth: 3)], TimeoutPolicy.Enforcement.allCases)
  func halfOpenRaces(scheduling: Scheduling, enforcement: TimeoutPolicy.Enforcement) throws {
    for seed in 0..<1500 {
      let probes = Meter()
      let state = try inCleanWorld(seed: UInt64(seed), scheduling) { world in
        let clock = world.clock
        var breaker = BreakerPolicy(consecutiveFailures: 1, wait: .milliseconds(10))
        breaker.halfOpen = .init(permits: 1 + seed % 2, successes: 1 + seed % 3)
        let call = pipeline(
          world,
          TargetPolicy(
            breaker: breaker, timeout: TimeoutPolicy(after: .milliseconds(4), enforcement: enforcement)))
        try call.targets[0].force(.open, at: 0)
        await withTaskGroup(of: Void.self) { group in
          for request in 0..<8 {
            group.addTask {
              var chance = world.random.draw("call", UInt64(request))
              for _ in 0..<6 {
                try? await clock.sleep(
                  untilNanoseconds: clock.nanoseconds + milliseconds(Int64(1 + chance.next(below: 6))))
                let wait = milliseconds(Int64(chance.next(below: 7)))
                let fails = chance.next(below: 3) == 0
                _ = try? await call.call(request: UInt64(request)) { attempt throws(ProviderError) in
                  let probing = call.targets[0].breaker?.state == .halfOpen
                  if probing { probes.enter() }
                  let end = clock.nanoseconds + wait
                  try? await clock.sleep(
                    untilNanoseconds: enforcement == .byCall ? min(end, attempt.deadline.nanoseconds) : end)
                  if probing { probes.leave() }
                  if fails { throw .unavailable }
                }
              }
            }
          }
        }
        // Nobody holds a permit any more: a good call after the wait closes it again.
        for _ in 0..<4 {
          try await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(10))
          _ = try? await call.call(request: 99) { _ throws(ProviderError) in }
        }
        return call.targets[0].breaker?.state
      }
      // A probe that is timed out from outside still runs, cancelled, at its own instant: at most one more for
      // each permit. One that keeps its deadline itself is over when the next is let in.
      let permits = 1 + seed % 2
      #expect(probes.most <= (enforcement == .always ? 2 * permits : permits), "seed \(seed)")
      #expect(state == .closed, "seed \(seed)")
    }
  }
}

@Suite("Cache before a pipeline")
struct CacheTests {
  private typealias FlightCache = Cache<String, Int, ProviderError>

  @Test func `many who ask at once are answered by one load`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let loads = Meter()
      let cache = FlightCache(CachePolicy())
      let call = pipeline(world, TargetPolicy())
      let values = await withTaskGroup(of: Served<Int>?.self) { group in
        for request in 0..<10 {
          group.addTask {
            try? await call.call(request: UInt64(request), keptIn: cache, as: "LIS") {
              _ throws(ProviderError) in
              try? await clock.sleep(untilNanoseconds: milliseconds(10))
              return loads.enter()
            }
          }
        }
        return await group.reduce(into: [Served<Int>?]()) { $0.append($1) }
      }
      #expect(loads.total == 1)
      #expect(values.compactMap { $0?.value } == Array(repeating: 1, count: 10))
      #expect(values.compactMap { $0?.attempts }.sorted() == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    }
  }

  @Test func `a loader that is cancelled does not fail those who wait`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let loads = Meter()
      let cache = FlightCache(CachePolicy())
      let call = pipeline(world, TargetPolicy())
      @Sendable func one(_ request: UInt64) async -> Int? {
        try? await call.call(request: request, keptIn: cache, as: "LIS") { _ throws(ProviderError) in
          let load = loads.enter()
          do { try await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(10)) } catch {
            throw .gone
          }
          return load
        }.value
      }
      let first = Task { await one(1) }
      let second = Task { await one(2) }
      try await clock.sleep(untilNanoseconds: milliseconds(5))
      first.cancel()
      #expect(await first.value == nil)
      #expect(await second.value == 2)
      #expect(clock.nanoseconds == milliseconds(15))
    }
  }

  @Test func `one who waits gives up at its own deadline`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let cache = FlightCache(CachePolicy())
      let call = pipeline(world, TargetPolicy())
      let first = Task {
        try? await call.call(request: 1, keptIn: cache, as: "LIS") { _ throws(ProviderError) in
          try? await clock.sleep(untilNanoseconds: milliseconds(100))
          return 1
        }
      }
      await Task.yield()
      do throws(CallFailure<ProviderError>) {
        _ = try await call.call(
          request: 2, deadline: Deadline(nanoseconds: milliseconds(20)), keptIn: cache, as: "LIS"
        ) { _ throws(ProviderError) in 2 }
        Issue.record("served")
      } catch {
        guard case .deadlineExceeded = error.error else { throw error }
      }
      #expect(clock.nanoseconds == milliseconds(20))
      #expect(await first.value?.value == 1)
    }
  }

  @Test func `a value past its time is served when loading fails, and not for ever`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let cache = FlightCache(CachePolicy(timeToLive: .seconds(10), staleIfError: .seconds(5)))
      let call = pipeline(world, TargetPolicy())
      func ask(_ value: Int?) async -> Int? {
        try? await call.call(request: 1, keptIn: cache, as: "LIS") { _ throws(ProviderError) in
          guard let value else { throw .gone }
          return value
        }.value
      }
      #expect(await ask(1) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(9_999))
      #expect(await ask(2) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(10_000))
      #expect(await ask(nil) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(14_999))
      #expect(await ask(nil) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(15_000))
      #expect(await ask(nil) == nil)
    }
  }

  @Test func `a failure is remembered for its time`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let loads = Meter()
      let cache = FlightCache(CachePolicy(negative: .seconds(1)))
      let call = pipeline(world, TargetPolicy())
      func fails() async {
        _ = try? await call.call(request: 1, keptIn: cache, as: "LIS") { _ throws(ProviderError) -> Int in
          loads.enter()
          throw .gone
        }
      }
      await fails()
      await fails()
      #expect(loads.total == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(1000))
      await fails()
      #expect(loads.total == 2)
    }
  }
}
