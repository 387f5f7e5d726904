import LoadGen
import Resilience
import SimCore
import TravelPlanner

/// Turns what was written down of a case into figures and violations.
struct CaseJudge {
  private let scenario: ChaosScenario
  private let chaosCase: ChaosCase
  private let record: CaseRecord
  private let fired: [Int]

  init(_ scenario: ChaosScenario, _ chaosCase: ChaosCase, _ record: CaseRecord, firedFaults: [Int]) {
    self.scenario = scenario
    self.chaosCase = chaosCase
    self.record = record
    fired = firedFaults
  }

  var result: CaseResult {
    var findings = Findings()
    for check in CaseJudge.invariants { check(record, &findings) }
    return CaseResult(
      digest: Digest(), violations: findings.violations, seen: RareStateCounts(record),
      faultsFired: fired, judged: findings.judged, measures: CaseMeasures(record),
      pending: findings.pending, trace: Trace(), schedule: Schedule())
  }

  /// What must hold in every case of every scenario.
  static let invariants: [@Sendable (CaseRecord, inout Findings) -> Void] = [
    RequestsEnd.check
  ]
}

/// What checks have found so far.
struct Findings {
  private(set) var violations: [Violation] = []
  private(set) var judged: [CheckCount] = []
  var pending: [PendingWork] = []

  /// A check was put to the test so many times.
  mutating func judged(_ check: String, _ times: Int) { judged.append(CheckCount(check, times)) }

  mutating func add(_ violation: Violation) { violations.append(violation) }
}

/// Every request that was made has an end.
enum RequestsEnd {
  static let name = "every request ends"

  static func check(_ record: CaseRecord, _ findings: inout Findings) {
    findings.judged(name, record.requests.count)
    for request in record.requests where request.ending == .pending {
      findings.pending.append(
        PendingWork(
          .request, "\(request.number)", "no answer since \(SimInstant(nanoseconds: request.arrivedAt))"))
      findings.add(
        Violation(
          name, "no answer until \(SimInstant(nanoseconds: record.endedAt))", time: request.arrivedAt,
          request: request.number))
    }
  }
}

extension CaseMeasures {
  init(_ record: CaseRecord) {
    self.init()
    cases = 1
    requests = record.requests.count
    for request in record.requests {
      switch request.ending {
      case .pending: break
      case .ok: ok += 1
      case .degraded: degraded += 1
      case .failed: failed += 1
      case .gaveUp: gaveUp += 1
      }
      if request.ending == .ok || request.ending == .degraded {
        latencies.record(request.endedAt - request.arrivedAt)
      }
    }
    for event in record.calls {
      switch event.kind {
      case .attemptStarted:
        attempts += 1
        if event.attempt == 1 { firstTries += 1 } else { retries += 1 }
      case .attemptTimedOut: timeouts += 1
      case .hedgeStarted: hedges += 1
      case .fallbackTaken: fallbacks += 1
      case .breakerRefused, .bulkheadRefused, .rateRefused, .budgetRefused: refusals += 1
      case .breakerOpened: breakerOpenings += 1
      case .breakerClosed: breakerClosings += 1
      default: break
      }
    }
    // A hedge carries the number of the attempt it stands beside.
    firstTries -= min(firstTries, hedges)
  }
}

extension RareStateCounts {
  init(_ record: CaseRecord) {
    self.init()
    for event in record.calls {
      if let state = RareState(event) { self[state] += 1 }
    }
    for step in record.steps {
      switch step.event {
      case .searchCompleted(_, let provider, _) where provider > 0: self[.secondaryServed] += 1
      case .partial: self[.partialPlan] += 1
      default: break
      }
    }
    self[.userGaveUp] = record.requests.count { $0.ending == .gaveUp }
  }
}

extension RareState {
  /// The rare state a single decision stands for.
  init?(_ event: ResilienceEvent) {
    switch event.kind {
    case .breakerOpened: self = .breakerOpened
    case .breakerClosed: self = .breakerClosedAgain
    case .breakerRefused: self = .breakerRefusedCall
    case .budgetRefused: self = .budgetExhausted
    case .attemptTimedOut: self = .attemptTimedOut
    case .deadlineExceeded: self = .deadlinePassed
    case .bulkheadQueued: self = .bulkheadQueued
    case .bulkheadRefused: self = .bulkheadRefused
    case .rateRefused: self = .rateLimited
    case .fallbackExhausted: self = .everyAlternativeFailed
    case .cacheServedStale: self = .staleServed
    case .cacheJoined: self = .loadShared
    default: return nil
    }
  }
}
