import Primitives
import SimCore

extension ChaosScenario {
  static let storeOutage = ChaosScenario(
    "store-outage",
    """
    For thirteen seconds the store of sessions takes nothing: it fails, it is full, it does not answer; then it \
    keeps what it is given and loses the reply. Plans are made \
    all the same and say that they were not saved; when the store is back, what is planned is saved again.
    """,
    load: ChaosLoad(requests: 60, arrivals: .spread(over: .seconds(40))),
    faults: FaultPlan([
      Fault(
        "down", target: "store", operation: "save", kind: .store(.failedSave), window: .seconds(10, to: 14)),
      Fault(
        "full", target: "store", operation: "save", kind: .store(.fullDisk), window: .seconds(14, to: 17)),
      Fault(
        "silent", target: "store", operation: "save", kind: .store(.slowSave), window: .seconds(17, to: 20)),
      Fault(
        "unsure", target: "store", operation: "save", kind: .replyLost, window: .seconds(20, to: 23),
        probability: "50%"),
    ]),
    expectations: [
      .atLeast(.success, Expectation.percent(95)), .exactly(.failed, 0), .sometimes(.saveFailed, "100%"),
      .recovers(to: "95%", within: .seconds(1)),
    ])
}
