import Primitives
import SimCore

extension ChaosScenario {
  static let thunderingHerd = ChaosScenario(
    "thundering-herd",
    """
    Two hundred requests come at once and find the hotel searches down. All of them will try again, and jitter \
    spreads them over the seconds after: when the service is back it meets a crowd and not a wall. Without jitter \
    they would all come back in the same instant.
    """,
    load: ChaosLoad(requests: 200, arrivals: .together, scope: .searchOnly),
    profile: limited(servers: 8, latency: .milliseconds(20)), policies: retriesAlone,
    faults: FaultPlan([
      Fault("down", target: "hotels.*", kind: .connectionRefused, window: .seconds(0, to: 1))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .atMost(.queuePeak, 100, of: "hotels.primary"),
    ])
}
