import Primitives
import SimCore

extension ChaosScenario {
  static let replyLost = ChaosScenario(
    "reply-lost",
    """
    One answer in five of the gateway and the desks never arrives, though what was asked for was done. An unknown \
    outcome is not a failure: the same question is asked again under the same key, and the answer is what happened \
    the first time. A new key would charge twice; giving up would charge for nothing.
    """,
    load: ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(6)), scope: .booking),
    policies: patientBookings,
    faults: FaultPlan([
      Fault("lost", target: "payments", kind: .replyLost, window: .seconds(0, to: 60), probability: "20%"),
      Fault(
        "lost by desks", target: "bookings.*", kind: .replyLost, window: .seconds(0, to: 60),
        probability: "20%"),
    ]),
    expectations: [
      .exactly(.booked, 12), .sometimes(.keySeenAgain, "95%"), .sometimes(.attemptTimedOut, "95%"),
    ])
}
