import Primitives
import Resilience
import SimCore
import TravelPlanner

extension ChaosScenario {
  static let throttled = ChaosScenario(
    "throttled",
    """
    The primary flight search answers 429 and says when to come back, for six seconds: in two seconds, at a date, \
    in a hundred years, three days ago. The planner comes back when it was told and not before; of the absurd it \
    believes what is reasonable. Without listening, all its attempts would be spent before the time came.
    """,
    load: ChaosLoad(requests: 60, arrivals: .spread(over: .seconds(30))),
    profile: .calm, policies: withoutBreakers,
    faults: FaultPlan([
      Fault(
        "in eight seconds", target: "flights.primary", kind: .throttle(retryAfter: .seconds(8)),
        window: .seconds(5, to: 12)),
      Fault(
        "at a date", target: "hotels.primary", kind: .throttleUntil(.seconds(12)),
        window: .seconds(5, to: 12)),
      Fault(
        "absurd", target: "weather.primary", kind: .throttle(retryAfter: .seconds(3_153_600_000)),
        window: .seconds(5, to: 12), probability: "20%"),
      Fault(
        "negative", target: "activities.primary", kind: .throttle(retryAfter: .seconds(-259_200)),
        window: .seconds(5, to: 12), probability: "20%"),
    ]),
    expectations: [
      .atLeast(.success, Expectation.percent(95)), .exactly(.attempts, 0, of: "flights.secondary"),
      .exactly(.attempts, 0, of: "hotels.secondary"), .sometimes(.retryAfterHonoured, "95%"),
    ])

  /// The standard guards but for the breakers.
  static let withoutBreakers: PolicySet = {
    var set = PolicySet.planner
    set.standard.breaker = nil
    return set
  }()
}
