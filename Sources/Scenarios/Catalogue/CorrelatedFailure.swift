import Primitives
import SimCore

extension ChaosScenario {
  static let correlatedFailure = ChaosScenario(
    "correlated-failure",
    """
    All four primaries stand in one building, and the building loses power for twenty seconds. Every breaker opens \
    by itself, every search goes to its secondary, and no plan comes short. Four outages at once need no more \
    than one: the guards of a provider share nothing with those of another.
    """,
    load: ChaosLoad(requests: 80, arrivals: .every(.seconds(1))),
    profile: .calm,
    faults: FaultPlan([
      Fault(
        "power", target: "*.primary", kind: .connectionReset, window: .seconds(10, to: 30), isCorrelated: true
      )
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .breaker("flights.primary", opensWithin: .seconds(10), closesWithin: .seconds(40), of: "power"),
      .breaker("hotels.primary", opensWithin: .seconds(10), closesWithin: .seconds(40), of: "power"),
      .breaker("weather.primary", opensWithin: .seconds(10), closesWithin: .seconds(40), of: "power"),
      .breaker("activities.primary", opensWithin: .seconds(10), closesWithin: .seconds(40), of: "power"),
      .recovers(to: "95%", within: .seconds(1)),
    ])
}
