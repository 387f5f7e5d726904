package import SimCore

/// What came of one case.
package struct CaseResult: Sendable {
  /// The fingerprint of every decision of the run.
  package var digest: Digest
  /// What did not hold; empty for a case that passed.
  package var violations: [Violation]
  /// How often each rare state was seen.
  package var seen: RareStateCounts
  /// How often each fault of the case struck, in the plan's order.
  package var faultsFired: [Int]
  /// How often each check was put to the test: one that never was has proved nothing.
  package var judged: [CheckCount]
  package var measures: CaseMeasures
  /// What had not come to rest when the case's patience ended.
  package var pending: [PendingWork]
  /// Empty unless the trace was kept.
  package var trace: Trace
  /// Empty unless the schedule was kept.
  package var schedule: Schedule

  package var passed: Bool { violations.isEmpty }
}
