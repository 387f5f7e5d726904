import SimCore

/// Why a case fails, as far as trying can tell: the smallest case that still does, and which of its faults it
/// cannot do without.
package struct Explanation: Sendable {
  package var scenario: ChaosScenario
  /// The check it is about.
  package var check: String
  /// As it was found.
  package var found: ChaosCase
  package var shrunk: ChaosCase
  /// What the small case gives.
  package var result: CaseResult
  package var faults: [FaultRole]
  /// Whether the small case fails with no fault at all.
  package var failsWithoutFaults: Bool
  /// Runs that shrinking took.
  package var runs: Int
  /// True when shrinking ended for lack of runs.
  package var ranOut: Bool

  /// The part a fault of the small case plays.
  package struct FaultRole: Sendable, Hashable, Codable {
    package var fault: String
    /// Whether the check fails with this fault and no other.
    package var failsAlone: Bool
    /// Whether the check fails with every fault but this one.
    package var failsWithout: Bool
    /// How often it strikes in the small case.
    package var strikes: Int

    /// Without it, all is well.
    package var isNecessary: Bool { !failsWithout }
  }

  /// Shrinks a failing case and tries each fault that is left. Returns nil when `check` does not fail in it.
  package static func find(
    _ scenario: ChaosScenario, _ chaosCase: ChaosCase, check: String, shrinker: CaseShrinker = CaseShrinker()
  ) -> Explanation? {
    guard let shrunk = shrinker.shrink(scenario, chaosCase, check: check) else { return nil }
    func fails(_ faults: [Fault]) -> Bool {
      var candidate = shrunk.chaosCase
      candidate.faults.faults = faults
      return shrinker.runner.run(scenario, candidate).violations.contains { $0.check == check }
    }
    let all = shrunk.chaosCase.faults.faults
    let failsWithoutFaults = fails([])
    let faults = all.indices.map { index in
      FaultRole(
        fault: all[index].name, failsAlone: all.count == 1 ? true : fails([all[index]]),
        failsWithout: fails(Array(all[..<index] + all[(index + 1)...])),
        strikes: shrunk.result.faultsFired[index])
    }
    return Explanation(
      scenario: scenario, check: check, found: chaosCase, shrunk: shrunk.chaosCase, result: shrunk.result,
      faults: faults, failsWithoutFaults: failsWithoutFaults, runs: shrunk.runs, ranOut: shrunk.ranOut)
  }

  /// The violation that it is about.
  package var violation: Violation? { result.violations.first { $0.check == check } }

  /// Names of the faults without which the check holds.
  package var necessary: [String] { faults.filter(\.isNecessary).map(\.fault) }
}
