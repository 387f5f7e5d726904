import Primitives
import Resilience
import SimCore

extension ChaosScenario {
  static let retryStorm = ChaosScenario(
    "retry-storm",
    """
    Both flight searches lose their four servers for fifteen seconds, under a load they carry easily when they \
    are whole. Timeouts turn into retries, and retries into load. The budget lets retries be a fifth of the calls \
    and no more, so the load ends with its cause. Without it each call becomes three, and the queue feeds itself.
    """,
    load: ChaosLoad(requests: 400, arrivals: .spread(over: .seconds(80)), scope: .searchOnly),
    profile: limited(servers: 4), policies: budgeted,
    faults: FaultPlan([
      Fault("lost servers", target: "flights.*", kind: .capacity(removed: 4), window: .seconds(10, to: 25))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)),
      .atMost(.amplification, 1_300_000, of: "flights.primary"),
      .recovers(to: "95%", within: .seconds(25)), .sometimes(.budgetExhausted, "95%"),
    ])

  /// No breaker and no bulkhead: the budget is all that keeps retries away.
  static let budgeted: PolicySet = {
    var set = retriesAlone
    set.standard.budget = .ratio(BudgetPolicy.Ratio(minPerSecond: 0))
    set.standard.timeout = TimeoutPolicy(after: .seconds(2))
    return set
  }()
}
