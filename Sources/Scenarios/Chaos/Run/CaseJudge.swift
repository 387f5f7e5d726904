import LoadGen
import Resilience
import SimCore
import TravelPlanner

/// Turns what was written down of a case into figures and violations.
struct CaseJudge {
  let scenario: ChaosScenario
  let chaosCase: ChaosCase
  let record: CaseRecord
  /// What the same case gave without faults, where an expectation asks for it.
  let control: CaseRecord?

  var result: CaseResult {
    var findings = Findings()
    for check in CaseJudge.invariants { check(record, &findings) }
    let judge = ExpectationJudge(faults: chaosCase.faults, record: record, control: control)
    for expectation in scenario.expectations { judge.judge(expectation, &findings) }
    var measures = CaseMeasures(record)
    if let recovery = recovery { measures.recoveries.record(recovery) }
    return CaseResult(
      digest: Digest(), violations: findings.violations, seen: RareStateCounts(record), faultsFired: [],
      judged: findings.judged, measures: measures, pending: findings.pending, trace: Trace(),
      schedule: Schedule())
  }

  /// What must hold in every case of every scenario.
  static let invariants: [@Sendable (CaseRecord, inout Findings) -> Void] = [
    RequestsEnd.check, CallChecks.check, PlanEvents.check, SoundPlans.check, Healing.check,
    BookingsEnd.check,
  ]

  /// From the end of the last fault to the last request that did not get all it asked for; nil when no fault
  /// ended before the last request came.
  private var recovery: Int64? {
    guard let healed = chaosCase.faults.lastEnd, let last = record.requests.map(\.arrivedAt).max(),
      last > healed
    else { return nil }
    let bad = record.requests.filter { $0.ending != .ok && $0.ending != .gaveUp && $0.arrivedAt >= healed }
    return bad.map { $0.arrivedAt - healed }.max() ?? 0
  }
}
