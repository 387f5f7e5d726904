import Primitives

extension ChaosScenario {
  package static let baseline = ChaosScenario(
    "baseline",
    """
    Nothing goes wrong but what always does: two calls in a thousand fail and latencies vary as in production. \
    Nobody notices: retries hide the failures, no breaker opens, every plan is whole.
    """,
    load: ChaosLoad(requests: 20, arrivals: .spread(over: .seconds(2))),
    expectations: [
      Expectation(.threshold(Metric(.served), .exactly, 1_000_000, during: nil)),
      Expectation(.threshold(Metric(.success), .atLeast, 950_000, during: nil)),
    ])
}
