import Primitives
import SimCore

extension ChaosScenario {
  static let partialResponse = ChaosScenario(
    "partial-response",
    """
    Answers come with a success code and a quarter of what they should hold, some with nothing. That is an answer: \
    nobody is asked again, the plan is made of what there is, and every day of the trip is still in it.
    """,
    load: ChaosLoad(requests: 60, arrivals: .spread(over: .seconds(20))),
    faults: FaultPlan([
      Fault(
        "short", target: "*.*ary", kind: .partial(kept: "25%"), window: .seconds(0, to: 60),
        probability: "50%"),
      Fault(
        "empty", target: "*.*ary", kind: .partial(kept: "0%"), window: .seconds(0, to: 60), probability: "5%"),
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      Expectation(.comparedWithControl(Metric(.attempts), atMostPercent: 100, plus: 0)),
    ])
}
