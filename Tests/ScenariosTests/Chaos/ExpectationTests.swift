import LoadGen
import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import Testing
import TravelPlanner

@testable import Scenarios

/// Ten requests, one a second; the breaker of `flights.primary` is open from 3 s to 5 s, half-open to 6 s.
@Suite("Expectations")
struct ExpectationTests {
  private static let second: Int64 = 1_000_000_000

  private static let record: CaseRecord = {
    var record = CaseRecord()
    record.targets = [CaseRecord.TargetEntry(Target(id: 16, .provider))]
    record.requests = (0..<10).map { number in
      let arrival = Int64(number) * second
      let ending: CaseRecord.RequestEntry.Ending =
        switch number {
        case 3, 4: .degraded
        case 5: .failed
        case 6: .abandoned
        default: .ok
        }
      return CaseRecord.RequestEntry(
        number: number, arrivedAt: arrival, endedAt: arrival + Int64(number + 1) * second, ending: ending)
    }
    func event(_ kind: ResilienceEvent.Kind, _ time: Int64, _ attempt: UInt32 = 1) -> ResilienceEvent {
      ResilienceEvent(kind, at: time * second, request: 1, target: 16, attempt: attempt)
    }
    record.calls = [
      event(.attemptStarted, 1), event(.attemptStarted, 2, 2), event(.attemptTimedOut, 2, 2),
      event(.attemptFailed, 2), event(.attemptFailed, 2, 3),
      event(.breakerOpened, 3), event(.breakerRefused, 4), event(.breakerHalfOpened, 5),
      event(.attemptStarted, 5), event(.breakerClosed, 6), event(.attemptStarted, 8),
    ]
    record.services = [CaseRecord.ServiceEntry(name: "flights.primary", StationMeasures(start: 0))]
    record.endedAt = 30 * second
    return record
  }()

  private static let plan = FaultPlan([
    Fault(
      "outage", target: "flights.primary", kind: .hang,
      window: FaultWindow(from: .seconds(2), until: .seconds(4)))
  ])

  private func judge(
    _ kind: Scenarios.Expectation.Kind, faults: FaultPlan = Self.plan, control: CaseRecord? = nil
  ) -> (holds: Bool, evaluations: Int, message: String) {
    var findings = CheckReport()
    ExpectationEvaluator(faults: faults, record: Self.record, control: control)
      .judge(Scenarios.Expectation(kind), &findings)
    return (
      findings.violations.isEmpty, findings.evaluations.reduce(0) { $0 + $1.count },
      findings.violations.first?.message ?? ""
    )
  }

  @Test(
    "a figure is what the record says",
    arguments: [
      (Metric(.requests), 10), (Metric(.ok), 6), (Metric(.degraded), 2), (Metric(.failed), 1),
      (Metric(.abandoned), 1), (Metric(.success), 666_666), (Metric(.served), 888_888),
      (Metric(.latencyP50), 4 * second), (Metric(.latencyP90), 10 * second),
      (Metric(.latencyMax), 10 * second),
      (Metric(.attempts), 4), (Metric(.firstTries), 3), (Metric(.retries), 1), (Metric(.timeouts), 1),
      (Metric(.refusals), 1), (Metric(.breakerOpens), 1), (Metric(.breakerCloses), 1),
      (Metric(.amplification), 1_333_333), (Metric(.attempts, of: "flights.primary"), 4),
      (Metric(.attempts, of: "hotels.primary"), 0), (Metric(.queuePeak, of: "flights.primary"), 0),
      (Metric(.serviceCalls), 0), (Metric(.booked), 0),
    ] as [(Metric, Int64)])
  func figures(metric: Metric, value: Int64) {
    #expect(MetricReader(record: Self.record).value(metric) == value)
    #expect(judge(.threshold(metric, .exactly, value, during: nil)).holds)
    #expect(!judge(.threshold(metric, .atLeast, value + 1, during: nil)).holds)
    if value > 0 { #expect(!judge(.threshold(metric, .atMost, value - 1, during: nil)).holds) }
  }

  @Test func `a figure of a stretch counts what began in it`() {
    let span = TimeSpan(from: .nanoseconds(3 * Self.second), until: .nanoseconds(6 * Self.second))
    let reader = MetricReader(record: Self.record, span: span)
    #expect(reader.value(Metric(.requests)) == 3)
    #expect(reader.value(Metric(.attempts)) == 1)
    #expect(reader.value(Metric(.success)) == 0)
    let empty = TimeSpan(from: .nanoseconds(100 * Self.second), until: TimeSpan.endless)
    #expect(MetricReader(record: Self.record, span: empty).value(Metric(.success)) == nil)
    // Nothing to take it of is no proof.
    #expect(judge(.threshold(Metric(.success), .atLeast, 1, during: .span(empty))).evaluations == 0)
  }

  private static let open = Condition.breaker(target: "flights.primary", .open)
  private static let closed = Condition.breaker(target: "flights.primary", .closed)
  private static let halfOpen = Condition.breaker(target: "flights.primary", .halfOpen)

  @Test(
    "what is said of time holds or does not, at both ends",
    arguments: [
      (
        .always(closed, during: .span(TimeSpan(from: .nanoseconds(0), until: .nanoseconds(2 * second)))), true
      ),
      (
        .always(closed, during: .span(TimeSpan(from: .nanoseconds(0), until: .nanoseconds(3 * second)))),
        false
      ),
      (
        .always(closed, during: .span(TimeSpan(from: .nanoseconds(6 * second), until: TimeSpan.endless))),
        true
      ),
      (.always(closed, during: nil), false),
      (.eventually(open, within: .nanoseconds(3 * second), after: .start), true),
      (.eventually(open, within: .nanoseconds(3 * second - 1), after: .start), false),
      (.eventually(halfOpen, within: .nanoseconds(second), after: .endOf(fault: "outage")), true),
      (.eventually(halfOpen, within: .nanoseconds(second - 1), after: .healed), false),
      (.never(open, after: .at(.nanoseconds(5 * second))), true),
      (.never(open, after: .at(.nanoseconds(5 * second - 1))), false),
      (.never(open, after: .startOf(fault: "outage")), false),
      (.always(.inFlight(.atMost, 6), during: nil), true),
      (.always(.inFlight(.atMost, 4), during: nil), false),
      (.eventually(.inFlight(.atLeast, 5), within: .nanoseconds(20 * second), after: .start), true),
      (.recovers(to: .always, within: .nanoseconds(3 * second), after: .healed), true),
      (.recovers(to: .always, within: .zero, after: .healed), false),
      (.recovers(to: "60%", within: .zero, after: .healed), true),
      (
        .breaker(
          target: "flights.primary", opensWithin: .nanoseconds(second),
          closesWithin: .nanoseconds(2 * second), fault: "outage"),
        true
      ),
      (
        .breaker(
          target: "flights.primary", opensWithin: .nanoseconds(second - 1), closesWithin: nil, fault: "outage"
        ),
        false
      ),
      (
        .breaker(
          target: "flights.primary", opensWithin: nil, closesWithin: .nanoseconds(2 * second - 1),
          fault: "outage"),
        false
      ),
    ] as [(Scenarios.Expectation.Kind, Bool)])
  func temporal(kind: Scenarios.Expectation.Kind, holds: Bool) {
    let judgement = judge(kind)
    #expect(judgement.holds == holds, "\(judgement.message)")
    #expect(judgement.evaluations > 0)
  }

  @Test func `a stretch can be the window of a fault`() {
    #expect(judge(.threshold(Metric(.attempts), .exactly, 1, during: .window(of: "outage"))).holds)
    #expect(!judge(.threshold(Metric(.attempts), .exactly, 4, during: .window(of: "outage"))).holds)
    #expect(!judge(.always(Self.closed, during: .window(of: "outage"))).holds)
    let text = Scenarios.Expectation(.threshold(Metric(.ok), .atLeast, 1, during: .window(of: "outage")))
    #expect(text.description == "ok at least 1 during outage")
  }

  @Test func `a breaker that nobody called is not blamed`() {
    var record = Self.record
    // Two bad results are one too few to open, and after the wait nobody asked whether it would close.
    record.calls = [
      ResilienceEvent(.attemptTimedOut, at: 2 * Self.second, request: 1, target: 16, attempt: 1),
      ResilienceEvent(.attemptTimedOut, at: 3 * Self.second, request: 1, target: 16, attempt: 2),
    ]
    func judged(opens: Duration?, closes: Duration?) -> (holds: Bool, evaluations: Int) {
      var findings = CheckReport()
      ExpectationEvaluator(faults: Self.plan, record: record, control: nil).judge(
        Scenarios.Expectation(
          .breaker(target: "flights.primary", opensWithin: opens, closesWithin: closes, fault: "outage")),
        &findings)
      return (findings.violations.isEmpty, findings.evaluations.reduce(0) { $0 + $1.count })
    }
    #expect(judged(opens: .seconds(1), closes: nil) == (true, 0))
    record.calls.append(
      ResilienceEvent(.attemptFailed, at: 3 * Self.second, request: 2, target: 16, attempt: 1, detail: 1))
    #expect(judged(opens: .seconds(1), closes: nil) == (false, 1))
    record.calls.append(
      ResilienceEvent(
        .breakerOpened, at: 4 * Self.second, request: 2, target: 16, attempt: 1, detail: 5 * Self.second))
    #expect(judged(opens: nil, closes: .seconds(8)) == (true, 0))
    record.calls.append(
      ResilienceEvent(.breakerRefused, at: 10 * Self.second, request: 3, target: 16, attempt: 1))
    #expect(judged(opens: nil, closes: .seconds(8)) == (false, 1))
  }

  @Test func `what refers to a fault that was taken out is not judged`() {
    for kind: Scenarios.Expectation.Kind in [
      .threshold(Metric(.attempts), .exactly, 0, during: .window(of: "outage")),
      .always(Self.closed, during: .window(of: "outage")),
      .eventually(Self.open, within: .zero, after: .endOf(fault: "outage")),
      .recovers(to: .always, within: .zero, after: .healed),
      .breaker(target: "flights.primary", opensWithin: .zero, closesWithin: .zero, fault: "outage"),
    ] {
      let judgement = judge(kind, faults: FaultPlan())
      #expect(judgement.holds && judgement.evaluations == 0)
    }
  }

  @Test func `a control run is compared with`() {
    var control = Self.record
    control.calls = Array(control.calls.prefix(2))
    func compared(_ percent: Int64, plus: Int64 = 0) -> Bool {
      judge(.comparedWithControl(Metric(.attempts), atMostPercent: percent, plus: plus), control: control)
        .holds
    }
    #expect(compared(200) && !compared(199) && compared(100, plus: 2) && !compared(100, plus: 1))
    #expect(judge(.comparedWithControl(Metric(.attempts), atMostPercent: 100, plus: 0)).evaluations == 0)
  }

  // MARK: What a sweep must reach

  @Test func `a sweep that never sees what it is for falls short`() throws {
    let scenario = ChaosScenario(
      "short", "A sweep that proves nothing.", load: ChaosLoad(requests: 1, scope: .searchOnly),
      profile: .reference,
      faults: FaultPlan([
        Fault("never", target: "hotels.primary", kind: .hang, calls: .nth(1_000)),
        Fault("often", target: "hotels.primary", kind: .addedLatency(.nanoseconds(1))),
      ]),
      expectations: [
        Scenarios.Expectation(.sometimes(.breakerOpened, share: "80%")),
        Scenarios.Expectation(
          .threshold(
            Metric(.latencyMax), .atMost, 0,
            during: .span(TimeSpan(from: .nanoseconds(1 << 60), until: TimeSpan.endless)))),
      ])
    var coverage = Coverage()
    var halves = [Coverage(), Coverage()]
    for seed: UInt64 in 1...30 {
      let chaosCase = scenario.makeCase(seed: seed)
      let result = try scenario.run(chaosCase)
      #expect(result.passed)
      coverage.add(result, of: chaosCase)
      halves[Int(seed % 2)].add(result, of: chaosCase)
      if seed == 5 { #expect(coverage.shortfalls(of: scenario) == []) }
    }
    let found = coverage.shortfalls(of: scenario)
    #expect(found.count == 3, "\(found)")
    #expect(found.contains { $0.message.contains("fault never never struck") })
    #expect(found.contains { $0.message.contains("latency.max at most") })
    #expect(found.contains { $0.check.hasPrefix("sometimes breakerOpened") })
    halves[0].merge(halves[1])
    #expect(halves[0] == coverage)
  }

  @Test func `every share of cases that a sweep reaches is enough, a quarter of it is not`() {
    var scenario = ChaosScenario.baseline
    scenario.expectations = [.sometimes(.hedgeWon, "50%")]
    var coverage = Coverage()
    let seen = {
      var counts = CoverageCounts()
      counts[.hedgeWon] = 1
      return counts
    }()
    for number in 0..<1_000 {
      let result = CaseResult(
        digest: Digest(), violations: [], seen: number % 9 == 0 ? seen : CoverageCounts(), faultsFired: [],
        evaluations: [], measures: CaseMeasures(), pending: [], trace: Trace(), schedule: Schedule())
      coverage.add(result, of: scenario.makeCase(seed: 1))
    }
    #expect(coverage.shortfalls(of: scenario).count == 1)
    scenario.expectations = [.sometimes(.hedgeWon, "30%")]
    #expect(coverage.shortfalls(of: scenario) == [])
  }
}
