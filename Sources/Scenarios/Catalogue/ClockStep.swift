import Primitives
import SimCore

extension ChaosScenario {
  static let clockStep = ChaosScenario(
    "clock-step",
    """
    The calendar jumps an hour ahead, then two hours back, and runs too fast, while a provider is away and another \
    names dates to come back at. Timeouts, back-offs and breakers go by the monotonic clock and notice nothing; a \
    date that a wrong calendar turns into an hour's wait is cut to what is reasonable, one that lies in the past is \
    no wait at all.
    """,
    load: ChaosLoad(requests: 80, arrivals: .every(.seconds(1))),
    profile: .calm,
    faults: FaultPlan([
      Fault(
        "ahead", target: "clock", kind: .calendarStep(.seconds(3_600)), window: .seconds(8, to: 9)
      ),
      Fault(
        "back", target: "clock", kind: .calendarStep(.seconds(-7_200)),
        window: .seconds(20, to: 21)),
      Fault(
        "fast", target: "clock", kind: .calendarDrift(perSecond: .milliseconds(200)),
        window: .seconds(25, to: 60)),
      Fault("outage", target: "flights.primary", kind: .connectionRefused, window: .seconds(10, to: 30)),
      Fault(
        "dates", target: "hotels.primary", kind: .throttleUntil(.seconds(30)),
        window: .seconds(15, to: 28), calls: .every(4)),
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .breaker("flights.primary", opensWithin: .seconds(8), closesWithin: .seconds(35), of: "outage"),
      .atMost(.attempts, 12, of: "flights.primary", during: .window(of: "outage")),
      .recovers(to: "95%", within: .seconds(1)),
    ])
}
