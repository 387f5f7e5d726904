import Primitives
import SimCore

extension ChaosScenario {
  static let brownOut = ChaosScenario(
    "brown-out",
    """
    For half a minute every provider, primary and secondary, is twice as slow and fails one call in seven. No \
    single failure matters: another attempt, or the other provider, serves. Without retries plans would come \
    short.
    """,
    load: ChaosLoad(requests: 60, arrivals: .spread(over: .seconds(60))),
    policies: slowBreakers,
    faults: FaultPlan([
      Fault(
        "errors", target: "*.*ary", kind: .transientError(code: 503), window: .seconds(10, to: 40),
        probability: "15%"),
      Fault(
        "slowness", target: "*.*ary", kind: .multipliedLatency(parts: 2, whole: 1),
        window: .seconds(10, to: 40)),
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(96)),
      .atMost(.amplification, 2_000_000), .sometimes(.secondaryServed, "10%"),
      .recovers(to: "90%", within: .seconds(5)),
    ])
}
