import Primitives
import SimCore

extension ChaosScenario {
  static let disasterAndRecovery = ChaosScenario(
    "disaster-and-recovery",
    """
    For fifteen seconds nearly everything is gone: all providers, the model, the stores, and then the process dies. \
    Whoever asks then gets an honest half of a plan. A minute later everything works as if nothing had been: breakers \
    have closed, bookings that were under way have come to their end, and every plan is whole.
    """,
    load: ChaosLoad(requests: 80, arrivals: .every(.milliseconds(1_500)), scope: .booking),
    profile: .calm,
    faults: FaultPlan([
      Fault("providers", target: "*.*ary", kind: .connectionRefused, window: .seconds(15, to: 30)),
      Fault("model", target: "intent", kind: .connectionRefused, window: .seconds(15, to: 30)),
      Fault("words", target: "narrator", kind: .connectionRefused, window: .seconds(15, to: 30)),
      Fault("gateway", target: "payments", kind: .connectionReset, window: .seconds(15, to: 30)),
      Fault("sessions", target: "store", kind: .store(.failedSave), window: .seconds(15, to: 30)),
      Fault(
        "journal", target: "journal", operation: "save", kind: .store(.failedSave),
        window: .seconds(11, to: 15)),
      Fault(
        "death", target: "bookings.*", kind: .crash, window: .seconds(12, to: 16), calls: .first(1),
        side: .after),
    ]),
    expectations: [
      .exactly(.failed, 0), .recovers(to: "97%", within: .seconds(35)),
      .breaker("flights.primary", opensWithin: .seconds(15), closesWithin: .seconds(60), of: "providers"),
      .sometimes(.processRestarted, "50%"), .sometimes(.everyAlternativeFailed, "100%"),
      .sometimes(.saveFailed, "95%"),
    ])
}
