import Primitives
import SimCore

extension ChaosScenario {
  static let cancellationStorm = ChaosScenario(
    "cancellation-storm",
    """
    For ten seconds every user loses patience after half a second, in the middle of the searches. What they had \
    begun is cancelled, every permit comes back, and nobody is to blame: no breaker counts a user who left. \
    Counted as failures, the leaving would shut out those who stay.
    """,
    load: ChaosLoad(requests: 100, arrivals: .spread(over: .seconds(20))),
    profile: .calm,
    faults: FaultPlan([
      Fault(
        "impatience", target: "users", operation: "plan", kind: .cancel(after: .milliseconds(250)),
        window: .seconds(5, to: 15))
    ]),
    expectations: [
      .atLeast(.abandoned, 20), .atLeast(.success, Expectation.percent(97)), .exactly(.breakerOpens, 0),
      .sometimes(.userGaveUp, "100%"),
    ])
}
