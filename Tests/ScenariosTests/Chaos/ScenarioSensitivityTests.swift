import LoadGen
import Primitives
import Resilience
import Scenarios
import SimCore
import Testing
import TravelPlanner

/// Each scenario tests a policy: without the policy, one of its checks must fail.
@Suite("Sensitivity of scenarios")
struct ScenarioSensitivityTests {
  /// A policy that is removed from a scenario, and the check that fails then.
  struct Removal: Sendable, CustomTestStringConvertible {
    var scenario: String
    /// The name of the removed policy.
    var policy: String
    /// The whole name of a check that must fail.
    var check: String
    var remove: @Sendable (inout ChaosScenario) -> Void
    var testDescription: String { "\(scenario) without \(policy)" }

    /// Removes or changes a resilience policy.
    static func policy(
      _ scenario: String, _ policy: String, _ check: String,
      _ change: @escaping @Sendable (inout PolicySet) -> Void
    ) -> Removal {
      Removal(scenario: scenario, policy: policy, check: check) { scenario in
        var set = scenario.policies ?? PolicySet.planner
        change(&set)
        scenario.policies = set
      }
    }

    /// Makes the booking providers ignore idempotency keys.
    static func idempotencyKeys(_ scenario: String) -> Removal {
      Removal(scenario: scenario, policy: "idempotency keys", check: "P7 two effects of one key") {
        $0.load.outcomeRates.ignoresIdempotencyKeys = true
      }
    }
  }

  static let removals: [Removal] = [
    .policy("baseline", "time for its searches", "success at least 95%") { $0.deadline = .milliseconds(300) },
    .policy("latency-spike", "timeouts", "success at least 95%") { $0.standard.timeout = nil },
    .policy("brown-out", "retries", "success at least 96%") { $0.standard.retry = nil },
    .policy("blackout", "breakers", "attempts of flights.primary at most 12 during outage") {
      $0.standard.breaker = nil
    },
    .policy("flapping", "the breaker's open interval", "openings of hotels.primary at most 4") {
      $0.standard.breaker?.open.wait = .milliseconds(100)
    },
    .policy("slow-start", "bulkheads", "queuePeak of flights.primary at most 11") {
      $0.standard.bulkhead = nil
    },
    .policy("retry-storm", "the retry budget", "amplification of flights.primary at most 1.3") {
      $0.standard.budget = nil
    },
    .policy("thundering-herd", "jitter", "queuePeak of hotels.primary at most 100") {
      $0.standard.retry?.delay.jitter.kind = .none
    },
    .policy("throttled", "Retry-After", "attempts of flights.secondary exactly 0") {
      $0.standard.retry?.delay.hint = nil
    },
    Removal(scenario: "partial-response", policy: "partial results", check: "success at least 95%") {
      // A planner that refused partial results would see truncated responses as failures.
      for index in $0.faults.faults.indices { $0.faults.faults[index].kind = .corrupt(.truncated) }
    },
    .policy("corrupt-payload", "retries", "success at least 95%") { $0.standard.retry = nil },
    .policy("gray-failure", "hedging", "latency.p90 at most 4s") { $0.targets = [:] },
    .policy(
      "correlated-failure", "breakers",
      "breaker flights.primary opens within 10s of power's start, closes within 40s of power's end"
    ) { $0.standard.breaker = nil },
    .policy("one-slow-dependency", "timeout and deadline", "latency.p50 at most 6s") {
      $0.standard.timeout = nil
      $0.deadline = nil
    },
    .policy("poison-request", "ignoring rejections in the breaker", "openings exactly 0") {
      $0.standard.breaker?.outcomes.ignored = .failure
    },
    .policy("cancellation-storm", "ignoring cancellations in the breaker", "openings exactly 0") {
      $0.standard.breaker?.outcomes.cancelled = .failure
    },
    .policy("breaker-with-few-calls", "a minimum number of calls", "openings exactly 0") {
      $0.standard.breaker?.trip.minimumCalls = 1
    },
    .policy("model-outage", "timeout and deadline", "every request ends") {
      $0.standard.timeout = nil
      $0.deadline = nil
    },
    .policy("clock-step", "breakers", "attempts of flights.primary at most 12 during outage") {
      $0.standard.breaker = nil
    },
    .idempotencyKeys("crash-in-booking"), .idempotencyKeys("duplicate-delivery"),
    .idempotencyKeys("reply-lost"), .idempotencyKeys("late-success"), .idempotencyKeys("sample-trips"),
    .policy(
      "retries-at-several-layers", "the retry budget", "amplification of hotels.primary at most 1.3"
    ) { $0.standard.budget = nil },
    .policy(
      "disaster-and-recovery", "breakers that close again",
      "recovers to 97% within 35s of the last fault's end"
    ) { $0.standard.breaker?.open.wait = .seconds(3600) },
    .policy("refund-failure", "a breaker that closes again", "P4 lost refund") { set in
      var payments = set.standard
      payments.breaker?.open.wait = .seconds(7_200)
      set.targets["payments"] = payments
    },
    .policy("cache-stampede", "the cache", "loads of hotels.primary at most 20") { $0.cache = nil },
  ]

  @Test("a scenario fails without its policy", arguments: removals)
  func fails(removal: Removal) throws {
    var scenario = try #require(ChaosScenario.named(removal.scenario))
    removal.remove(&scenario)
    scenario.settleTimeout = min(scenario.settleTimeout, .seconds(120))
    var found: [String] = []
    for seed: UInt64 in 1...30 {
      let violations = try scenario.run(scenario.makeCase(seed: seed)).violations
      if violations.contains(where: { $0.check == removal.check }) { return }
      found += violations.map(\.check)
    }
    Issue.record("no seed of 30 failed \(removal.check); failed checks: \(Set(found).sorted())")
  }

  /// The scenarios for behavior that no policy switches off: a plan that cannot be saved is returned all the same,
  /// users who cancel return their permits, and a process that takes over uses the same keys. `MutantDetectionTests`
  /// runs a mutant against each.
  static let testedByMutants = ["store-outage", "impatient-crowd", "crash-and-lost-replies"]

  @Test func `every scenario has a removal or a mutant`() {
    let tested = Set(Self.removals.map(\.scenario))
    #expect(ChaosScenario.catalogue.map(\.name).filter { !tested.contains($0) } == Self.testedByMutants)
  }
}
