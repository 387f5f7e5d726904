package import Resilience

// The planner's own resilience policies, as values and as profiles with a name.

extension TargetPolicy {
  /// The policies of a provider: 3 attempts within a budget of a fifth of the calls and ten a second, 30 calls in
  /// flight with a short queue, a breaker that opens for 30 s after three failures in a row, 5 s for each attempt.
  package static let provider = preset(BreakerPolicy(consecutiveFailures: 3, wait: .seconds(30)))

  fileprivate static func preset(_ breaker: BreakerPolicy) -> TargetPolicy {
    TargetPolicy(
      retry: RetryPolicy(), budget: .standard,
      bulkhead: BulkheadPolicy(limit: 30, queue: 100, maxWait: .seconds(1)), breaker: breaker,
      timeout: TimeoutPolicy())
  }
}

extension BulkheadPolicy {
  /// The bulkhead of all providers together: 100 calls in flight, 300 wait for at most a second.
  package static let overall = BulkheadPolicy(limit: 100, queue: 300, maxWait: .seconds(1))
}

extension PolicySet {
  /// The planner's policies where nothing else is asked for: 15 s for a call, 100 calls in flight in all, each
  /// target with the policies of a provider.
  package static let planner = PolicySet(
    deadline: .seconds(15), overall: .overall, standard: .provider)
}

extension PolicyDefaults {
  /// The defaults of the policy files that the planner reads: they change `PolicySet.planner`, and may name
  /// `planner`, `provider`, `platform` and the profiles of libraries.
  package static let planner = PolicyDefaults(
    base: .planner,
    profiles: [
      Profile(name: "planner", policy: .preset(BreakerPolicy(consecutiveFailures: 5, wait: .seconds(60)))),
      Profile(name: "provider", policy: .provider),
      Profile(
        name: "platform",
        policy: .preset(BreakerPolicy(consecutiveFailures: 5, wait: .seconds(60), successes: 2))),
    ] + Profile.libraries)
}
