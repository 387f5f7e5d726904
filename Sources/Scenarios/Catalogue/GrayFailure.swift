import Primitives
import Resilience
import SimCore
import TravelPlanner

extension ChaosScenario {
  static let grayFailure = ChaosScenario(
    "gray-failure",
    """
    One hotel search in eight hangs, the others are well, and the service says it is healthy. No breaker sees three \
    in a row. A second call beside one that is slow hides what the breaker cannot see. Without the hedge such \
    plans would wait for the timeout.
    """,
    // Both calls of a hedged search hang in 1.4 % of 160. That 17 do, which p90 would show, is one in a billion;
    // without the hedge 19 is usual.
    load: ChaosLoad(requests: 160, arrivals: .spread(over: .seconds(40)), scope: .searchOnly),
    policies: hedgedHotels,
    faults: FaultPlan([
      Fault(
        "some hang", target: "hotels.primary", kind: .hang, window: .seconds(0, to: 45), probability: "12%")
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .atMost(.latencyP90, seconds(4)), .sometimes(.hedgeWon, "95%"),
    ])

  /// A second call for hotels after 600 ms.
  static let hedgedHotels: PolicySet = {
    var set = PolicySet.planner
    set.overall = nil
    var hotels = set.standard
    hotels.hedge = HedgePolicy(delay: .milliseconds(600))
    set.targets["hotels.primary"] = hotels
    return set
  }()
}
