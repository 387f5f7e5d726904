import Primitives
import Resilience
import SimCore
import SimulatedTravel
import Testing
import TravelPlanner

@testable import Scenarios

/// Each check is shown a record that breaks what it watches over, and one that does not.
@Suite("Checks of a case")
struct CheckTests {
  private static let second: Int64 = 1_000_000_000

  /// The decisions of the policies of `flights.primary`: kind, second, attempt, detail; for request 1 by default.
  struct Step: Sendable {
    var kind: ResilienceEvent.Kind
    var time: Int64
    var attempt: UInt32 = 1
    var detail: Int64 = 0
    var request: UInt64 = 1

    init(
      _ kind: ResilienceEvent.Kind, _ time: Int64, _ attempt: UInt32 = 1, detail: Int64 = 0,
      request: UInt64 = 1
    ) {
      self.kind = kind
      self.time = time
      self.attempt = attempt
      self.detail = detail
      self.request = request
    }
  }

  private static func record(_ steps: [Step], _ policy: TargetPolicy = .provider) -> CaseRecord {
    var record = CaseRecord()
    record.targets = [CaseRecord.TargetEntry(Target(id: 16, policy))]
    record.calls = steps.map {
      ResilienceEvent(
        $0.kind, at: $0.time * second, request: $0.request, target: 16, attempt: $0.attempt, detail: $0.detail
      )
    }
    record.endedAt = 1_000 * second
    return record
  }

  private func violations(_ steps: [Step], _ policy: TargetPolicy = .provider) -> [String] {
    var findings = CheckReport()
    CallChecks.check(Self.record(steps, policy), &findings)
    return findings.violations.map { "\($0.check): \($0.message)" }
  }

  /// A call that fails at `time`.
  private static func failure(_ time: Int64, request: UInt64) -> [Step] {
    [Step(.attemptStarted, time, request: request), Step(.attemptFailed, time, detail: 1, request: request)]
  }

  private static let three = (1...3).flatMap { failure(Int64($0), request: UInt64($0)) }
  private static let opened = three + [Step(.breakerOpened, 3, detail: 30 * second)]
  private static let halfOpen =
    opened + [Step(.breakerHalfOpened, 33), Step(.attemptStarted, 33, request: 9)]

  @Test(
    "a breaker's moves are followed",
    arguments: [
      (opened, nil), (halfOpen + [Step(.attemptSucceeded, 34, request: 9), Step(.breakerClosed, 34)], nil),
      (
        halfOpen + [
          Step(.attemptFailed, 34, detail: 1, request: 9), Step(.breakerOpened, 34, detail: 30 * second),
        ], nil
      ),
      (Array(three.prefix(4)) + [Step(.breakerOpened, 3)], "opened after 2 failures"),
      (three + failure(4, request: 4), "stayed closed after 3 failures"),
      (opened + failure(5, request: 5), "while it was open"),
      (opened + [Step(.breakerHalfOpened, 32)], "before its wait was over"),
      (opened + [Step(.breakerClosed, 40)], "closed when it was open"),
      (opened + [Step(.breakerOpened, 4)], "opened when it was open"),
      ([Step(.breakerHalfOpened, 1)], "became half-open when it was closed"),
      (halfOpen + [Step(.attemptStarted, 33, request: 10)], "2 probes through at once"),
      // A success in between begins the count anew.
      (
        Array(three.prefix(4)) + [
          Step(.attemptStarted, 3, request: 7), Step(.attemptSucceeded, 3, request: 7),
        ]
          + failure(4, request: 8), nil
      ),
      // An answer that blames nobody, as of a key that is in use, does not count.
      (
        Array(three.prefix(4)) + [
          Step(.attemptStarted, 3, request: 7), Step(.attemptFailed, 3, detail: 2, request: 7),
        ], nil
      ),
      // So does nothing that a caller's leaving says.
      (
        Array(three.prefix(4)) + [
          Step(.attemptStarted, 3, request: 7), Step(.attemptCancelled, 3, request: 7),
        ]
          + failure(4, request: 8), "stayed closed"
      ),
    ] as [([Step], String?)])
  func breaker(steps: [Step], found: String?) {
    let all = violations(steps + [Step(.deadlineExceeded, 999, request: 999)])
      .filter { $0.hasPrefix(BreakerOracle.name) }
    #expect((all.first == nil) == (found == nil), "\(all)")
    if let found { #expect(all.first?.contains(found) == true, "\(all)") }
  }

  private static func waits(_ details: [Int64]) -> [Step] {
    details.enumerated().flatMap { index, detail in
      failure(Int64(index) * 10, request: UInt64(index))
        + [Step(.retryScheduled, Int64(index) * 10, detail: detail, request: UInt64(index))]
    }
  }

  @Test(
    "retries come as announced, as often as allowed, and spread",
    arguments: [
      (
        failure(0, request: 1) + [
          Step(.retryScheduled, 0, detail: second), Step(.attemptStarted, 1, 2),
          Step(.attemptSucceeded, 1, 2),
        ], nil
      ),
      (
        failure(0, request: 1) + [
          Step(.retryScheduled, 0, detail: 2 * second), Step(.attemptStarted, 1, 2),
          Step(.attemptSucceeded, 1, 2),
        ], "before it was due"
      ),
      (
        failure(0, request: 1) + [Step(.attemptStarted, 1, 2), Step(.attemptSucceeded, 1, 2)],
        "never announced"
      ),
      (
        failure(0, request: 1) + [
          Step(.retryScheduled, 0, 3, detail: second), Step(.attemptStarted, 2, 4),
          Step(.attemptSucceeded, 2, 4),
        ], "made attempt 4, 3 are allowed"
      ),
      (
        failure(0, request: 1) + [
          Step(.retryScheduled, 0, detail: second), Step(.retryScheduled, 0, detail: second),
        ], "announced twice"
      ),
      (waits([600_000_000, 700_000_000, 800_000_000, 900_000_000]), nil),
      (waits([750_000_000, 750_000_000, 750_000_000]), nil),
      (waits([750_000_000, 750_000_000, 750_000_000, 750_000_000]), "jitter should spread them"),
      // A time the server named is no draw.
      (waits([8 * second, 8 * second, 8 * second, 8 * second]), nil),
    ] as [([Step], String?)])
  func retries(steps: [Step], found: String?) {
    var policy = TargetPolicy.provider
    policy.breaker = nil
    let all = violations(steps, policy)
    #expect((all.first == nil) == (found == nil), "\(all)")
    if let found { #expect(all.contains { $0.contains(found) }, "\(all)") }
  }

  @Test(
    "every attempt that began ends once",
    arguments: [
      ([Step(.attemptStarted, 1)], "attempt 1 never ended"),
      ([Step(.attemptSucceeded, 1)], "ended without having begun"),
      (
        [Step(.attemptStarted, 1), Step(.attemptSucceeded, 1), Step(.attemptTimedOut, 2)],
        "without having begun"
      ),
      ([Step(.attemptStarted, 1), Step(.attemptStarted, 1), Step(.attemptSucceeded, 1)], "began twice"),
      (
        [
          Step(.attemptStarted, 1), Step(.hedgeStarted, 2, detail: 1), Step(.attemptStarted, 2),
          Step(.attemptSucceeded, 3), Step(.attemptCancelled, 3),
        ], nil
      ),
    ] as [([Step], String?)])
  func attempts(steps: [Step], found: String?) {
    let all = violations(steps).filter { $0.hasPrefix(AttemptAccountingCheck.name) }
    #expect((all.first == nil) == (found == nil), "\(all)")
    if let found { #expect(all.contains { $0.contains(found) }, "\(all)") }
  }

  // MARK: Plans

  private func planViolations(_ events: [(Int64, PlannerEvent)], ends: Bool = true) -> [String] {
    var record = CaseRecord()
    record.steps = events.map {
      CaseRecord.StepEntry(time: $0.0 * Self.second, plan: 0, event: $0.1)
    }
    record.searchDeadline = 15 * Self.second
    record.requests = [
      CaseRecord.RequestEntry(
        number: 0, arrivedAt: 0, endedAt: ends ? 20 : .max, ending: ends ? .ok : .pending)
    ]
    var findings = CheckReport()
    PlanEventOrderCheck.check(record, &findings)
    RequestTerminationCheck.check(record, &findings)
    return findings.violations.map(\.message)
  }

  @Test(
    "a plan's events fit together",
    arguments: [
      ([(0, .planStarted), (20, .planCompleted)], nil),
      ([(0, .planStarted)], "an answer and no end"),
      ([(0, .planStarted), (0, .planStarted), (1, .planCompleted)], "started twice"),
      ([(0, .planStarted), (1, .planCompleted), (2, .planFailed)], "after its end"),
      ([(0, .planStarted), (1, .searchStarted(.hotels)), (2, .planCompleted)], "a search under way"),
      (
        [
          (0, .planStarted), (1, .searchStarted(.hotels)), (16, .searchFailed(.hotels, .timedOut)),
          (17, .planCompleted),
        ], nil
      ),
      (
        [
          (0, .planStarted), (1, .searchStarted(.hotels)), (17, .searchFailed(.hotels, .timedOut)),
          (17, .planCompleted),
        ], "the deadline is"
      ),
      (
        [
          (0, .planStarted), (1, .searchCompleted(.hotels, provider: 0, attempts: 1)), (2, .planCompleted),
        ], "ended without having begun"
      ),
      ([(0, .planStarted), (1, .saved(revision: 1)), (2, .saved(revision: 2)), (3, .planCompleted)], nil),
      (
        [(0, .planStarted), (1, .saved(revision: 2)), (2, .saved(revision: 2)), (3, .planCompleted)],
        "revision 2"
      ),
    ] as [([(Int64, PlannerEvent)], String?)])
  func plans(events: [(Int64, PlannerEvent)], found: String?) {
    let all = planViolations(events)
    #expect((all.first == nil) == (found == nil), "\(all)")
    if let found { #expect(all.first?.contains(found) == true, "\(all)") }
  }

  @Test func `a request without an answer says what it did last`() {
    let all = planViolations([(0, .planStarted), (1, .searchStarted(.weather))], ends: false)
    #expect(all.count == 1 && all[0].contains("searchStarted"))
  }

  @Test func `a breaker left open and places not given back are pending`() throws {
    var record = Self.record([])
    let target = Target(id: 16, .provider)
    try target.force(.forcedOpen, at: 0)
    record.targets = [CaseRecord.TargetEntry(target)]
    record.targets[0].running = 1
    record.hasHealed = true
    var findings = CheckReport()
    BreakersRecloseCheck.check(record, &findings)
    RequestTerminationCheck.check(record, &findings)
    #expect(findings.violations.map(\.check) == [BreakersRecloseCheck.name, RequestTerminationCheck.permits])
    #expect(findings.pending.map(\.kind) == [.breaker, .permit])
    record.hasHealed = false
    var unhealed = CheckReport()
    BreakersRecloseCheck.check(record, &unhealed)
    #expect(unhealed.violations.isEmpty && unhealed.evaluations.isEmpty)
  }

  @Test func `an offer for nothing or in another currency is never to be shown`() throws {
    let lisbon = try #require(City("Lisbon"))
    let berlin = try #require(City("Berlin"))
    let outcome = try SinglePlanRun.run(
      PlanRequest(TripRequest(text: "Plan a week in Lisbon from Berlin, budget 2000 EUR"), key: 1),
      profile: .reference, seed: 1)
    #expect(outcome.state.trip?.destination == lisbon && outcome.state.trip?.origin == berlin)
    #expect(PlanSanityCheck.problem(in: outcome.state) == nil)
    var free = outcome.state
    free.flights.options[0].price = 0
    #expect(PlanSanityCheck.problem(in: free) == "a flight for nothing")
    var foreign = outcome.state
    foreign.hotels.currency = .usd
    #expect(PlanSanityCheck.problem(in: foreign) == "hotels in another currency than asked for")
    var room = outcome.state
    room.hotels.options[0].pricePerNight = -1
    #expect(PlanSanityCheck.problem(in: room) == "a hotel for nothing")
    var unfinished = outcome.state
    unfinished.searches.weather.status = .running
    #expect(PlanSanityCheck.problem(in: unfinished) == "the weather search is still under way")
  }

  // MARK: Processes that die

  /// Three calls at the gateway fail, the process dies with a fourth under way, and its successor makes that one
  /// again; then the dead one's ends.
  private func afterDeath(strays: [Int]) -> [String] {
    var record = CaseRecord()
    record.targets = [CaseRecord.TargetEntry(Target(id: DependencyID.payments.number, .provider))]
    let steps =
      Array(Self.three.prefix(4)) + [
        Step(.attemptStarted, 3, request: 3),  // The first life ends here.
        Step(.attemptStarted, 5, request: 3), Step(.attemptTimedOut, 8, request: 3),
        Step(.attemptSucceeded, 9, request: 3),
      ]
    record.calls = steps.map {
      ResilienceEvent(
        $0.kind, at: $0.time * Self.second, request: $0.request, target: DependencyID.payments.number,
        attempt: $0.attempt, detail: $0.detail)
    }
    record.restarts = [5]
    record.strays = strays
    record.endedAt = 1_000 * Self.second
    var findings = CheckReport()
    CallChecks.check(record, &findings)
    return findings.violations.map { "\($0.check): \($0.message)" }
  }

  @Test func `what a dead process still says is not its successor's`() {
    #expect(afterDeath(strays: [6]).isEmpty)
    // Taken for the successor's, one attempt would end twice.
    #expect(afterDeath(strays: []).contains { $0.contains("ended without having begun") })
  }

  @Test func `a process that begins anew has guards that know nothing`() {
    var findings = CheckReport()
    var record = Self.record([])
    record.targets = [CaseRecord.TargetEntry(Target(id: DependencyID.payments.number, .provider))]
    record.calls = (1...4).flatMap { time -> [ResilienceEvent] in
      [.attemptStarted, .attemptFailed].map {
        ResilienceEvent(
          $0, at: Int64(time) * Self.second, request: UInt64(time), target: DependencyID.payments.number,
          attempt: 1, detail: $0 == .attemptFailed ? 1 : 0)
      }
    }
    record.restarts = [4]
    CallChecks.check(record, &findings)
    #expect(findings.violations.isEmpty, "\(findings.violations)")
    record.restarts = []
    CallChecks.check(record, &findings)
    #expect(findings.violations.contains { $0.message.contains("stayed closed after 3 failures") })
  }
}
