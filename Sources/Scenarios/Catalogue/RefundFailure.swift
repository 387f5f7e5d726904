import Primitives
import SimCore

extension ChaosScenario {
  static let refundFailure = ChaosScenario(
    "refund-failure",
    """
    Half of the hotels are sold out when they are to be booked, after the money has moved; and the gateway takes \
    no refunds for a minute, and for another loses half of its answers. What is owed stays in the journal and is tried again until it is done: every traveller \
    whose trip fell through has the money back, once.
    """,
    load: soldOut,
    faults: FaultPlan([
      Fault(
        "no refunds", target: "payments", operation: "refund", kind: .transientError(code: 500),
        window: .seconds(0, to: 60)),
      Fault(
        "unsure refunds", target: "payments", operation: "refund", kind: .replyLost,
        window: .seconds(60, to: 120), probability: "50%"),
    ]),
    expectations: [
      .exactly(.failed, 0), .sometimes(.refundMade, "100%"), .sometimes(.effectUnknown, "95%"),
      .atLeast(.requests, 12),
    ])

  private static let soldOut: ChaosLoad = {
    var load = ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(6)), scope: .booking)
    load.outcomeRates.soldOutHotels = "50%"
    return load
  }()
}
