import Primitives
import SimCore

extension ChaosScenario {
  static let crashInBooking = ChaosScenario(
    "crash-in-booking",
    """
    The process dies again and again while it books: before a call to the gateway, a desk or the journal, and after \
    it, when nobody can tell whether it happened. Each time it is started again from its journal and brings to an \
    end what it had begun. Nobody pays twice, nobody pays for nothing, nothing is owed at the end. That a crash is \
    survived at every single step, one after another, is shown by enumeration; here crashes meet each other.
    """,
    load: ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(10)), scope: .booking),
    faults: FaultPlan([
      Fault(
        "dies before", target: "payments", kind: .crash, window: .seconds(0, to: 40), probability: "3%"),
      Fault(
        "dies after", target: "payments", kind: .crash, window: .seconds(0, to: 40), probability: "3%",
        side: .after),
      Fault(
        "dies booking", target: "bookings.*", kind: .crash, window: .seconds(0, to: 40), probability: "3%",
        side: .after),
      Fault(
        "dies saving", target: "journal", operation: "save", kind: .crash, window: .seconds(0, to: 40),
        probability: "1%", side: .after),
    ]),
    expectations: [
      .atLeast(.booked, 6), .exactly(.failed, 0), .sometimes(.processRestarted, "60%"),
      .sometimes(.keySeenAgain, "30%"),
    ])
}
