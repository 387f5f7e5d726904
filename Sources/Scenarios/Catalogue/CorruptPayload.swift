import Primitives
import SimCore

extension ChaosScenario {
  static let corruptPayload = ChaosScenario(
    "corrupt-payload",
    """
    Providers send nonsense with a success code: text that is no answer, answers cut off in the middle, offers in a \
    currency nobody asked for, rooms and flights for nothing. None of it is shown; the answer counts as none, and \
    another attempt or the other provider serves.
    """,
    load: ChaosLoad(requests: 60, arrivals: .spread(over: .seconds(30))),
    policies: slowBreakers,
    faults: FaultPlan(
      [FaultKind.Corruption.malformed, .truncated, .wrongCurrency, .zeroPrice].map { corruption in
        Fault(
          corruption.rawValue, target: "*.*ary", kind: .corrupt(corruption), window: .seconds(2, to: 25),
          probability: "5%")
      }),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .atLeast(.retries, 5),
    ])
}
