import SimCore

/// What the checks of a case have found so far.
struct Findings {
  private(set) var violations: [Violation] = []
  private(set) var judged: [CheckCount] = []
  private(set) var pending: [PendingWork] = []

  /// More of one kind tell no more.
  static let mostOfOneCheck = 8

  /// A check was put to the test so many times.
  mutating func judged(_ check: String, _ times: Int) { judged.append(CheckCount(check, times)) }

  mutating func add(_ violation: Violation) {
    guard violations.count(where: { $0.check == violation.check }) < Findings.mostOfOneCheck else { return }
    violations.append(violation)
  }

  mutating func add(_ work: PendingWork) { pending.append(work) }
}
