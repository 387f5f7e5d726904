import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Rate limiter stage")
struct RateLimiterStageTests {
  @Test func `a rate limiter delays calls and refuses one that would start too late`() throws {
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
}
