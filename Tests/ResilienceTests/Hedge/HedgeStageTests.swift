import Primitives
import Resilience
import SimCore
import Synchronization
import TestSupport
import Testing

@Suite("Hedge stage")
struct HedgeStageTests {
  @Test func `the second call wins when it is faster, and the first is cancelled`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let recorder = ResilienceEventRecorder()
      let calls = CallMeter()
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

  @Test func `a loser that had an effect all the same is compensated`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let calls = CallMeter()
      let undone = Mutex<[Int]>([])
      let call = pipeline(world, TargetPolicy(hedge: HedgePolicy(delay: .milliseconds(50))))
      let served = try await call.call(
        request: 1, compensate: { (value: Int) in undone.withLock { $0.append(value) } }
      ) { _ throws(ProviderError) in
        let number = calls.enter()
        if number == 1 {
          // Ignores its cancellation.
          await withCheckedContinuation { done in
            _ = clock.schedule(atNanoseconds: milliseconds(100)) { done.resume() }
          }
        }
        return number
      }
      #expect(served.value == 2)
      try await clock.sleep(untilNanoseconds: milliseconds(100))
      await world.settle()
      #expect(undone.withLock { $0 } == [1])
    }
  }

  @Test func `a refused hedge leaves the call in flight alone`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let calls = CallMeter()
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
}
