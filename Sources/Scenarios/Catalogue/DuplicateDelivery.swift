import Primitives
import SimCore

extension ChaosScenario {
  static let duplicateDelivery = ChaosScenario(
    "duplicate-delivery",
    """
    Every second message to the gateway and the desks arrives twice. The key it carries makes the second one a \
    question for the first one's answer: one charge, one flight, one room for each traveller.
    """,
    load: ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(6)), scope: .booking),
    faults: FaultPlan([
      Fault(
        "twice to the gateway", target: "payments", kind: .duplicate, window: .seconds(0, to: 60),
        probability: "50%"),
      Fault(
        "twice to the desks", target: "bookings.*", kind: .duplicate, window: .seconds(0, to: 60),
        probability: "50%"),
    ]),
    expectations: [.atLeast(.booked, 9), .exactly(.refunded, 0), .sometimes(.keySeenAgain, "100%")])
}
