import Primitives
import SimCore

extension ChaosScenario {
  static let crashAndLostReplies = ChaosScenario(
    "crash-and-lost-replies",
    """
    Two troubles at a time: processes die in the middle of bookings, and those who take the bookings over lose one \
    answer in four. Meanwhile cards are declined, rooms are sold out, the journal has a bad minute and the desks are \
    slow. Whatever comes together, every booking ends as its providers' books say: paid and booked once, or paid \
    back; a card that was declined is not asked again.
    """,
    load: roughTrade,
    faults: FaultPlan([
      Fault(
        "dies", target: "payments", kind: .crash, window: .seconds(0, to: 40), probability: "8%", side: .after
      ),
      Fault(
        "dies booking", target: "bookings.*", kind: .crash, window: .seconds(0, to: 40), probability: "5%",
        side: .after),
      Fault("loses", target: "payments", kind: .replyLost, window: .seconds(0, to: 60), probability: "25%"),
      Fault(
        "loses bookings", target: "bookings.*", kind: .replyLost, window: .seconds(0, to: 60),
        probability: "25%"),
      Fault(
        "dawdles", target: "bookings.*", kind: .addedLatency(.seconds(1)),
        window: .seconds(0, to: 40), probability: "30%"),
      Fault(
        "saves badly", target: "journal", operation: "save", kind: .store(.failedSave),
        window: .seconds(5, to: 30), probability: "5%"),
    ]),
    expectations: [
      .exactly(.failed, 0), .sometimes(.processRestarted, "70%"), .sometimes(.keySeenAgain, "80%"),
      .sometimes(.refundMade, "50%"), .sometimes(.paymentDeclined, "60%"),
      .sometimes(.bookingTakenOver, "50%"),
    ])

  private static let roughTrade: ChaosLoad = {
    var load = ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(10)), scope: .booking)
    load.outcomeRates.declined = "15%"
    load.outcomeRates.soldOutHotels = "15%"
    return load
  }()
}
