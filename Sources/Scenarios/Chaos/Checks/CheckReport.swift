import SimCore

/// The violations, evaluation counts and pending work that the checks of a case report.
struct CheckReport {
  private(set) var violations: [Violation] = []
  private(set) var evaluations: [CheckCount] = []
  private(set) var pending: [PendingWork] = []

  /// The violations stored per check; further ones are dropped.
  static let mostOfOneCheck = 8

  /// Adds to the number of evaluations of a check.
  mutating func evaluated(_ check: String, _ times: Int) { evaluations.append(CheckCount(check, times)) }

  mutating func add(_ violation: Violation) {
    guard violations.count(where: { $0.check == violation.check }) < CheckReport.mostOfOneCheck else {
      return
    }
    violations.append(violation)
  }

  mutating func add(_ work: PendingWork) { pending.append(work) }
}
