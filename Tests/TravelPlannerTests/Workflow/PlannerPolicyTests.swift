import Configuration
import Resilience
import Testing
import TravelPlanner

@Suite("A planner's policy from a policy set")
struct PlannerPolicyTests {
  @Test func `each target gets its own policy, or that of its search, or the default`() throws {
    let policy = try PlannerPolicy(
      PolicySet(
        parsing: """
          {deadlineMs: 4000, overall: {limit: 7}, default: {retry: {maxAttempts: 5}},
           targets: {flights: {retry: {maxAttempts: 2}}, "flights.secondary": {retry: null}, narrator: {breaker: null}}}
          """, defaults: .planner))
    #expect(policy.provider.retry?.maxAttempts == 5)
    #expect(policy.providers.keys.sorted() == ["flights.primary", "flights.secondary"])
    #expect(policy.providers["flights.primary"]?.retry?.maxAttempts == 2)
    #expect(policy.providers["flights.secondary"]?.retry == nil)
    #expect(policy.classifier == policy.provider)
    #expect(policy.narrator.breaker == nil)
    #expect(policy.overall?.limit == 7)
    #expect(policy.searchDeadline == .seconds(4))
  }

  @Test func `without a deadline none passes`() throws {
    let policy = try PlannerPolicy(PolicySet(parsing: "{deadlineMs: null}", defaults: .planner))
    #expect(Deadline(policy.searchDeadline, after: 1) == .none)
  }

  @Test("gives the dependency of every allowed name its policy", arguments: PlannerPolicy.targetNames)
  func allowed(name: String) throws {
    let marked = TargetPolicy(timeout: TimeoutPolicy(after: .seconds(77)))
    let policy = try PlannerPolicy(PolicySet(targets: [name: marked]))
    let policies = ["intent": policy.classifier, "narrator": policy.narrator].merging(policy.providers) { $1 }
    let changed = policies.keys.filter { policies[$0] == marked }.sorted()
    let isSearch = SearchKind.allCases.contains { "\($0)" == name }
    #expect(changed == (isSearch ? ["\(name).primary", "\(name).secondary"] : [name]))
  }

  @Test(
    "an unknown target or a cache is refused with its path",
    arguments: [
      ("{targets: {fligts: {}}}", "targets.fligts"),
      ("{targets: {'flights.third': {}}}", "targets.flights.third"),
      ("{cache: {}}", "cache"),
    ])
  func refused(text: String, path: String) throws {
    let set = try PolicySet(parsing: text, defaults: .planner)
    let error = #expect(throws: ConfigurationError.self) { try PlannerPolicy(set) }
    #expect(error?.path == path)
    #expect(error?.problem.contains("allowed: ") == true)
  }

  @Test func `an empty file means the planner's own policies, which nothing is known against`() throws {
    let set = try PolicySet(parsing: "{}", defaults: .planner)
    #expect(set == .planner && set.advice == [])
    #expect(set.deadline == .seconds(15) && set.overall?.limit == 100 && set.standard == .provider)
    #expect(set.standard.breaker?.trip.consecutiveFailures == 3)
    #expect(try PlannerPolicy(set).provider == PlannerPolicy().provider)
  }

  @Test func `the planner's presets have names, beside those of libraries`() throws {
    let defaults = PolicyDefaults.planner
    #expect(defaults.names.starts(with: ["planner", "provider", "platform", "resilience4j"]))
    #expect(defaults.set(named: "planner")?.standard.breaker == BreakerPolicy())
    #expect(defaults.set(named: "provider") == .planner)
    #expect(defaults.set(named: "platform")?.standard.breaker?.halfOpen?.successes == 2)
    let set = try PolicySet(parsing: "{targets: {hotels: {breaker: 'platform'}}}", defaults: defaults)
    #expect(set.policy(for: "hotels.primary").breaker?.trip.consecutiveFailures == 5)
    #expect(set.policy(for: "hotels.primary").retry == TargetPolicy.provider.retry)
  }
}
