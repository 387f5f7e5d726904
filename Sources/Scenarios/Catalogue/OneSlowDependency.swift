import Primitives
import SimCore

extension ChaosScenario {
  static let oneSlowDependency = ChaosScenario(
    "one-slow-dependency",
    """
    Looking up activities takes a minute, at both providers, for as long as the run lasts. The plan does not wait \
    for it: attempts are cut off, the search ends at its deadline, the breakers spare the next plans even that, and \
    everything else is there. Without timeout and deadline every plan would take minutes.
    """,
    load: ChaosLoad(requests: 60, arrivals: .every(.seconds(1))),
    profile: .calm,
    faults: FaultPlan([
      Fault(
        "slow activities", target: "activities.*", kind: .addedLatency(.seconds(60)),
        window: .seconds(0, to: 100))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)),
      // Intent, searches and words have fifteen seconds each.
      .atMost(.latencyMax, seconds(45)),
      .atMost(.latencyP50, seconds(6)), .exactly(.breakerOpens, 0, of: "hotels.primary"),
      .sometimes(.everyAlternativeFailed, "95%"), .sometimes(.partialPlan, "95%"),
    ])
}
