import Primitives
import SimCore

extension ChaosScenario {
  static let flapping = ChaosScenario(
    "flapping",
    """
    The primary hotel search is down for five seconds of every ten. A breaker that trusted each recovery would \
    open again and again; ours waits half a minute before it probes, so it opens a few times at most, and the \
    secondary serves meanwhile.
    """,
    load: ChaosLoad(requests: 120, arrivals: .spread(over: .seconds(80))),
    faults: FaultPlan([
      Fault(
        "flapping", target: "hotels.primary", kind: .connectionRefused, window: .seconds(5, to: 75),
        shape: .squareWave(period: .seconds(10), on: .seconds(5)))
    ]),
    expectations: [
      .atLeast(.success, Expectation.percent(95)), .atMost(.breakerOpens, 4, of: "hotels.primary"),
      .sometimes(.breakerOpened, "95%"), .sometimes(.secondaryServed, "95%"),
    ])
}
