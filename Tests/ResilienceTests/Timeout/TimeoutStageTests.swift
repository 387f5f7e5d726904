import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Timeout stage")
struct TimeoutStageTests {
  @Test
  func `a timeout is reported at the deadline while the call goes on, and its late value is compensated`()
    throws
  {
    try inCleanWorld { world in
      let clock = world.clock
      let undone = CallMeter()
      let call = pipeline(world, TargetPolicy(timeout: TimeoutPolicy(after: .seconds(1))))
      do throws(CallFailure<ProviderError>) {
        _ = try await call.call(
          request: 1, judge: { (_: Result<Int, ProviderError>) in .success },
          compensate: { _ in undone.enter() }
        ) { _ throws(ProviderError) in
          await withCheckedContinuation { done in
            _ = clock.schedule(atNanoseconds: milliseconds(3000)) { done.resume() }
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
      await world.settle()
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
}
