import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Bulkhead stage")
struct BulkheadStageTests {
  @Test(
    "no more calls are in flight than permits, whatever the order",
    arguments: [Scheduling.fifo, .random, .pct(depth: 3)])
  func bulkhead(scheduling: Scheduling) throws {
    for seed in 0..<100 {
      let meter = CallMeter()
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
          #expect(call.targets[0].bulkhead?.bulkhead.inFlight == 0)
          #expect(call.targets[0].bulkhead?.bulkhead.waiting == 0)
          return served
        }
      }
      #expect(meter.most == 3)
      // At 0, 10 and 20 ms three are admitted; the rest has waited 25 ms when the next permits are free.
      #expect(served == 9)
    }
  }

  @Test func `an attempt that the breaker refuses returns its permit`() throws {
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
          guard case .circuitOpen = error.error else { throw error }
        }
      }
      #expect(call.targets[0].bulkhead?.bulkhead.inFlight == 0)
    }
  }

  @Test func `a caller that is cancelled while it waits holds no permit`() throws {
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
      #expect(call.targets[0].bulkhead?.bulkhead.inFlight == 0)
    }
  }
}
