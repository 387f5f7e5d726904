import Primitives
import SimCore

extension ChaosScenario {
  static let blackout = ChaosScenario(
    "blackout",
    """
    The primary flight search refuses every connection for twenty seconds. Three failures open its breaker; from \
    then on calls go to the secondary at once, and no plan comes short. When the primary is back, one probe \
    closes the breaker. Without the breaker every request would knock at the closed door three times.
    """,
    load: ChaosLoad(requests: 80, arrivals: .every(.seconds(1))),
    profile: .calm,
    faults: FaultPlan([
      Fault(
        "outage", target: "flights.primary", kind: .connectionRefused, window: .seconds(10, to: 30))
    ]),
    expectations: [
      .atLeast(.success, Expectation.percent(95)),
      .breaker("flights.primary", opensWithin: .seconds(8), closesWithin: .seconds(35), of: "outage"),
      .atMost(.attempts, 12, of: "flights.primary", during: .window(of: "outage")),
      .recovers(to: "95%", within: .seconds(1)), .sometimes(.breakerRefusedCall, "95%"),
      .sometimes(.secondaryServed, "95%"), .sometimes(.breakerClosedAgain, "95%"),
    ])
}
