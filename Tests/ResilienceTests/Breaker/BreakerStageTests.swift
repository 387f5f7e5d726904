import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Breaker stage")
struct BreakerStageTests {
  @Test(
    "half-open admits no more probes than allowed and is left again, whatever the order",
    arguments: [Scheduling.random, .pct(depth: 3)], TimeoutPolicy.Enforcement.allCases)
  func halfOpenRaces(scheduling: Scheduling, enforcement: TimeoutPolicy.Enforcement) throws {
    for seed in 0..<1500 {
      let probes = CallMeter()
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
        // All permits have been returned: a good call after the wait closes it again.
        for _ in 0..<4 {
          try await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(10))
          _ = try? await call.call(request: 99) { _ throws(ProviderError) in }
        }
        return call.targets[0].breaker?.state
      }
      // With `always`, a probe that has timed out still runs, cancelled, at that instant: at most one more for
      // each permit. With `byCall` it has ended when the next is admitted.
      let permits = 1 + seed % 2
      #expect(probes.most <= (enforcement == .always ? 2 * permits : permits), "seed \(seed)")
      #expect(state == .closed, "seed \(seed)")
    }
  }
}
