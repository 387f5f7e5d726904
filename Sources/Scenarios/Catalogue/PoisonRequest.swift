import Primitives
import SimCore

extension ChaosScenario {
  static let poisonRequest = ChaosScenario(
    "poison-request",
    """
    One request cannot be served: every provider refuses it, whenever it is asked. It fails alone. A refusal is \
    the request's fault and not the provider's, so no breaker counts it and nobody else notices. Counted as \
    failures, its attempts would open breakers for everybody.
    """,
    load: ChaosLoad(requests: 40, arrivals: .spread(over: .seconds(10))), profile: .calm,
    faults: FaultPlan([
      Fault(
        "poison", target: "*.*ary", kind: .permanentError(code: 422), window: .seconds(0, to: 60),
        calls: .keys([3, 4, 5, 6, 7, 8]))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .exactly(.degraded, 6), .exactly(.breakerOpens, 0),
      .sometimes(.everyAlternativeFailed, "100%"),
    ])
}
