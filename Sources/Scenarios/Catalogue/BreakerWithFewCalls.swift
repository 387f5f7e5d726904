import Primitives
import Resilience
import SimCore
import TravelPlanner

extension ChaosScenario {
  static let breakerWithFewCalls = ChaosScenario(
    "breaker-with-few-calls",
    """
    At night there are few calls, and a breaker that goes by the rate of failures sees one of two fail: half. It \
    knows that two calls say nothing, and stays closed. Without a minimum of calls, one stray error would shut the \
    provider out for half a minute.
    """,
    load: ChaosLoad(requests: 12, arrivals: .every(.seconds(20))),
    policies: rateBreakers,
    faults: FaultPlan([
      Fault(
        "strays", target: "*.primary", kind: .connectionReset, window: .seconds(0, to: 300), calls: .every(9))
    ]),
    expectations: [
      .atLeast(.success, Expectation.percent(90)), .exactly(.breakerOpens, 0), .atLeast(.retries, 1),
    ])

  /// Breakers that trip at half of the last minute's calls failing, of ten at least.
  static let rateBreakers: PolicySet = {
    var set = PolicySet.planner
    var breaker = BreakerPolicy()
    breaker.trip = BreakerPolicy.Trip()
    breaker.trip.failureRate = 0.5
    breaker.trip.minimumCalls = 10
    breaker.window = .time(.seconds(60), buckets: 6)
    breaker.open = BreakerPolicy.Open(wait: .seconds(30))
    set.standard.breaker = breaker
    return set
  }()
}
