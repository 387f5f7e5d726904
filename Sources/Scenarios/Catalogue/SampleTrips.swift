import Primitives
import SimCore

extension ChaosScenario {
  static let sampleTrips = ChaosScenario(
    "sample-trips",
    """
    The four trips of the demonstration, each asked for three times, planned, booked and paid in rupees, while the \
    gateway and the desks stumble now and then. They are booked, and none twice. What each trip leaves behind, its \
    seven records, bench trips writes.
    """,
    load: ChaosLoad(
      requests: 12, arrivals: .spread(over: .seconds(8)), scope: .booking, trips: .samples),
    policies: patientBookings,
    faults: FaultPlan([
      Fault(
        "gateway stumbles", target: "payments", kind: .transientError(code: 502), window: .seconds(0, to: 40),
        probability: "10%"),
      Fault(
        "desks stumble", target: "bookings.*", kind: .connectionReset, window: .seconds(0, to: 40),
        probability: "10%", side: .after),
    ]),
    expectations: [
      .exactly(.booked, 12), .exactly(.refunded, 0), .exactly(.success, Expectation.percent(100)),
      .sometimes(.keySeenAgain, "60%"),
    ])
}
