import Primitives
import SimCore

extension ChaosScenario {
  static let lateSuccess = ChaosScenario(
    "late-success",
    """
    The gateway answers, but long after its caller gave up; and some payments are processed for seconds before \
    anybody knows. The booking asks until it knows and then goes on with what is true: a payment that succeeded \
    late is used, and never made anew.
    """,
    load: late, policies: patientBookings,
    faults: FaultPlan([
      Fault(
        "late", target: "payments", kind: .late(by: .seconds(12)), window: .seconds(0, to: 30),
        probability: "40%")
    ]),
    expectations: [
      .exactly(.booked, 12), .exactly(.refunded, 0), .sometimes(.attemptTimedOut, "95%"),
      .sometimes(.keySeenAgain, "95%"),
    ])

  private static let late: ChaosLoad = {
    var load = ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(6)), scope: .booking)
    load.outcomeRates.slowPayments = "30%"
    return load
  }()
}
