import Primitives
import SimCore

extension ChaosScenario {
  static let modelOutage = ChaosScenario(
    "model-outage",
    """
    The language model is away: what classifies hangs, what narrates sends nonsense. The built-in rules understand \
    the request and the built-in words describe the trip, so every plan is whole. Without a timeout the plan would \
    wait for the model for ever.
    """,
    load: ChaosLoad(requests: 40, arrivals: .spread(over: .seconds(30))),
    faults: FaultPlan([
      Fault("no classifier", target: "intent", kind: .hang, window: .seconds(0, to: 60)),
      Fault("no narrator", target: "narrator", kind: .corrupt(.malformed), window: .seconds(0, to: 60)),
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .atMost(.latencyMax, seconds(40)), .sometimes(.rulesServed, "100%"),
      .sometimes(.templateServed, "100%"),
    ])
}
