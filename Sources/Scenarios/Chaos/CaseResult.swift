package import SimCore

/// The result of one case.
package struct CaseResult: Sendable {
  /// The fingerprint of every decision of the run.
  package var digest: Digest
  /// The violations; empty for a case that passed.
  package var violations: [Violation]
  /// The number of times each coverage goal was reached.
  package var seen: CoverageCounts
  /// The number of injections of each fault, in the plan's order.
  package var faultsFired: [Int]
  /// The number of evaluations of each check: a check that was never evaluated has proved nothing.
  package var evaluations: [CheckCount]
  package var measures: CaseMeasures
  /// The work that had not reached a terminal state when the settle timeout ended.
  package var pending: [PendingWork]
  /// Empty unless the trace was kept.
  package var trace: Trace
  /// Empty unless the schedule was kept.
  package var schedule: Schedule

  package var passed: Bool { violations.isEmpty }
}
