import Primitives
import Resilience
import SimCore

extension ChaosScenario {
  static let retriesAtSeveralLayers = ChaosScenario(
    "retries-at-several-layers",
    """
    Both hotel searches fail, the planner tries each three times, and users who got no hotel ask for the whole plan \
    again, twice: one request can become eighteen calls. The budget of each provider counts them all, wherever they \
    come from, and lets a fifth through. Without it every layer multiplies the last.
    """,
    load: ChaosLoad(
      requests: 60, arrivals: .spread(over: .seconds(20)), scope: .searchOnly, userRetries: 2),
    policies: budgeted,
    faults: FaultPlan([
      Fault("down", target: "hotels.*", kind: .transientError(code: 500), window: .seconds(0, to: 90))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atMost(.amplification, 1_300_000, of: "hotels.primary"),
      .sometimes(.budgetExhausted, "100%"), .sometimes(.everyAlternativeFailed, "100%"),
    ])
}
