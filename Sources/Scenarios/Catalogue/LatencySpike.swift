import Primitives
import SimCore

extension ChaosScenario {
  static let latencySpike = ChaosScenario(
    "latency-spike",
    """
    For twenty seconds the primary flight search takes twenty seconds and more where it took a fifth of one. A \
    timeout gives up after five, the breaker stops asking, and the secondary serves: plans come late but whole. \
    Without the timeout searches run into their deadline and plans come without flights.
    """,
    load: ChaosLoad(requests: 60, arrivals: .every(.milliseconds(1_500))),
    profile: .calm,
    faults: FaultPlan([
      Fault(
        "slow flights", target: "flights.primary", kind: .drawnLatency(twentySeconds),
        window: .seconds(10, to: 30))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .breaker("flights.primary", opensWithin: .seconds(20), closesWithin: .seconds(45), of: "slow flights"),
      .recovers(to: "95%", within: .seconds(10)), .sometimes(.attemptTimedOut, "90%"),
      .sometimes(.secondaryServed, "90%"),
    ])

  private static let twentySeconds: LatencyDistribution = {
    guard let slow = try? LatencyDistribution(.logNormal(median: .seconds(20), p99: .seconds(40))) else {
      preconditionFailure("a log-normal from 20 s to 40 s exists")
    }
    return slow
  }()
}
