import LoadGen
import Primitives
import Resilience
import Scenarios
import SimCore
import Testing
import TravelPlanner

/// Each scenario watches over a behaviour: without the behaviour it must turn red.
@Suite("What scenarios guard")
struct GuardTests {
  /// What is taken away from a scenario, and which of its checks notices.
  struct Removal: Sendable, CustomTestStringConvertible {
    var scenario: String
    var what: String
    /// How the check that turns red begins.
    var check: String
    var remove: @Sendable (inout ChaosScenario) -> Void
    var testDescription: String { "\(scenario) without \(what)" }

    /// Takes it out of the guards.
    static func guards(
      _ scenario: String, _ what: String, _ check: String,
      _ change: @escaping @Sendable (inout PolicySet) -> Void
    ) -> Removal {
      Removal(scenario: scenario, what: what, check: check) { scenario in
        var set = scenario.policies ?? PolicySet.planner
        change(&set)
        scenario.policies = set
      }
    }

    static func keys(_ scenario: String, _ check: String) -> Removal {
      Removal(scenario: scenario, what: "idempotency keys", check: check) {
        $0.load.trade.ignoresKeys = true
      }
    }
  }

  static let removals: [Removal] = [
    .guards("baseline", "time for its searches", "s") { $0.deadline = .milliseconds(300) },
    .guards("latency-spike", "timeouts", "success") { $0.standard.timeout = nil },
    .guards("brown-out", "retries", "success") { $0.standard.retry = nil },
    .guards("blackout", "breakers", "attempts of flights.primary") { $0.standard.breaker = nil },
    .guards("flapping", "the breaker's wait", "openings of hotels.primary") {
      $0.standard.breaker?.open.wait = .milliseconds(100)
    },
    .guards("slow-start", "bulkheads", "queuePeak") { $0.standard.bulkhead = nil },
    .guards("retry-storm", "the budget", "amplification") { $0.standard.budget = nil },
    .guards("thundering-herd", "jitter", "queuePeak") { $0.standard.retry?.delay.jitter.kind = .none },
    .guards("throttled", "listening to the server", "attempts of") { $0.standard.retry?.delay.hint = nil },
    Removal(scenario: "partial-response", what: "taking a short answer for an answer", check: "success") {
      // A planner that held a short answer against its provider would see this.
      for index in $0.faults.faults.indices { $0.faults.faults[index].kind = .corrupt(.truncated) }
    },
    .guards("corrupt-payload", "retries", "s") { $0.standard.retry = nil },
    .guards("gray-failure", "the hedge", "latency.p90") { $0.targets = [:] },
    .guards("correlated-failure", "breakers", "breaker") { $0.standard.breaker = nil },
    .guards("one-slow-dependency", "timeout and deadline", "latency") {
      $0.standard.timeout = nil
      $0.deadline = nil
    },
    .guards("poison-request", "telling refusals from failures", "openings") {
      $0.standard.breaker?.outcomes.ignored = .failure
    },
    .guards("cancellation-storm", "telling cancellations from failures", "openings") {
      $0.standard.breaker?.outcomes.cancelled = .failure
    },
    .guards("breaker-with-few-calls", "a minimum of calls", "openings") {
      $0.standard.breaker?.trip.minimumCalls = 1
    },
    .guards("model-outage", "timeout and deadline", "every request ends") {
      $0.standard.timeout = nil
      $0.deadline = nil
    },
    .guards("clock-step", "breakers", "attempts of flights.primary") { $0.standard.breaker = nil },
    .keys("crash-in-booking", "P"), .keys("duplicate-delivery", "P"), .keys("reply-lost", "P"),
    .keys("late-success", "P"), .keys("sample-trips", "P"),
    .guards("retries-at-several-layers", "the budget", "amplification") { $0.standard.budget = nil },
    .guards("disaster-and-recovery", "breakers that close again", "recovers") {
      $0.standard.breaker?.open.wait = .seconds(3600)
    },
    .guards("refund-failure", "a breaker that closes again", "P") { set in
      var payments = set.standard
      payments.breaker?.open.wait = .seconds(7_200)
      set.targets["payments"] = payments
    },
    .guards("cache-stampede", "the cache", "loads") { $0.cache = nil },
  ]

  @Test("a scenario turns red without what it guards", arguments: removals)
  func turnsRed(removal: Removal) throws {
    var scenario = try #require(ChaosScenario.named(removal.scenario))
    removal.remove(&scenario)
    scenario.patience = min(scenario.patience, 120_000_000_000)
    var found: [String] = []
    for seed: UInt64 in 1...30 {
      let violations = try scenario.run(scenario.makeCase(seed: seed)).violations
      if violations.contains(where: { $0.check.hasPrefix(removal.check) }) { return }
      found += violations.map(\.check)
    }
    Issue.record("30 seeds did not notice; they found \(Set(found).sorted())")
  }

  @Test func `every scenario is watched over, but those a mutant is for`() {
    let watched = Set(Self.removals.map(\.scenario))
    // That a plan which cannot be saved is made all the same, that users who leave hold no place, and that a
    // process which takes over asks under the same key, no policy can switch off: mutants do.
    #expect(
      ChaosScenario.catalogue.map(\.name).filter { !watched.contains($0) }
        == MutantTests.guarded.map(\.scenario))
  }
}
