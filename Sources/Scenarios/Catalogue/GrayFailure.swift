import Randomness
import Resilience
import SimCore

extension ChaosScenario {
  static let grayFailure = ChaosScenario(
    "gray-failure",
    """
    One hotel search in five hangs, the others are well, and the service says it is healthy. No breaker sees three \
    in a row. A second call beside one that is slow hides what the breaker cannot see. Without the hedge such \
    plans would wait for the timeout.
    """,
    load: ChaosLoad(requests: 60, arrivals: .spread(nanoseconds: seconds(40))),
    policies: hedgedHotels,
    faults: FaultPlan([
      Fault(
        "some hang", target: "hotels.primary", kind: .hang, window: .seconds(5, to: 35), probability: "20%")
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .atMost(.latencyP90, seconds(6)), .sometimes(.hedgeWon, "95%"),
    ])

  /// A second call for hotels after half a second.
  static let hedgedHotels: PolicySet = {
    var set = PolicySet()
    set.overall = nil
    var hotels = set.standard
    hotels.hedge = HedgePolicy(delay: .milliseconds(600))
    set.targets["hotels.primary"] = hotels
    return set
  }()
}
