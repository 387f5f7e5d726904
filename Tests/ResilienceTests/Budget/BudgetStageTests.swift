import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Budget stage")
struct BudgetStageTests {
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
      // The one retry that may be in flight is free again.
      let calls = CallMeter()
      let served = try await call.call(request: 2) { _ throws(ProviderError) in
        if calls.enter() == 1 { throw .unavailable }
        return 7
      }
      #expect(served == Served(7, target: 0, attempts: 2))
    }
  }
}
