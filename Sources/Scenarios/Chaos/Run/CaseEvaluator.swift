import LoadGen
import Resilience
import SimCore
import TravelPlanner

/// Turns what was written down of a case into figures and violations.
struct CaseEvaluator {
  let scenario: ChaosScenario
  let chaosCase: ChaosCase
  let record: CaseRecord
  /// The record of the same case without faults, where an expectation compares with it.
  let control: CaseRecord?

  var result: CaseResult {
    var findings = CheckReport()
    for check in CaseEvaluator.invariants { check(record, &findings) }
    let judge = ExpectationEvaluator(faults: chaosCase.faults, record: record, control: control)
    for expectation in scenario.expectations { judge.judge(expectation, &findings) }
    var measures = CaseMeasures(record)
    if let recovery = recovery { measures.recoveries.record(recovery) }
    return CaseResult(
      digest: Digest(), violations: findings.violations, seen: CoverageCounts(record), faultsFired: [],
      evaluations: findings.evaluations, measures: measures, pending: findings.pending, trace: Trace(),
      schedule: Schedule())
  }

  /// Runs the checks of every scenario.
  static let invariants: [@Sendable (CaseRecord, inout CheckReport) -> Void] = [
    RequestTerminationCheck.check, CallChecks.check, PlanEventOrderCheck.check, PlanSanityCheck.check,
    BreakersRecloseCheck.check,
    BookingInvariantsCheck.check,
  ]

  /// From the end of the last fault to the last request that did not get all it asked for; nil when no fault
  /// ended before the last request came.
  private var recovery: Int64? {
    guard let healed = chaosCase.faults.lastEnd, let last = record.requests.map(\.arrivedAt).max(),
      last > healed
    else { return nil }
    let bad = record.requests.filter { $0.ending != .ok && $0.ending != .abandoned && $0.arrivedAt >= healed }
    return bad.map { $0.arrivedAt - healed }.max() ?? 0
  }
}
