import SimCore

/// The explanation of a failing case, by experiment: the smallest case that still fails, and the faults that it
/// cannot do without.
package struct Explanation: Sendable {
  package var scenario: ChaosScenario
  /// The check it is about.
  package var check: String
  /// As it was found.
  package var found: ChaosCase
  package var shrunk: ChaosCase
  /// The result of the shrunk case.
  package var result: CaseResult
  package var faults: [FaultRole]
  /// True if the shrunk case fails without any fault.
  package var failsWithoutFaults: Bool
  /// Runs that shrinking took.
  package var runs: Int
  /// True when shrinking ended for lack of runs.
  package var ranOut: Bool

  /// The part a fault of the small case plays.
  package struct FaultRole: Sendable, Hashable, Codable {
    package var fault: String
    /// True if the check fails with this fault alone.
    package var failsAlone: Bool
    /// True if the check fails with every fault but this one.
    package var failsWithout: Bool
    /// The number of its injections in the shrunk case.
    package var injections: Int

    private enum CodingKeys: String, CodingKey {
      case fault, failsAlone, failsWithout
      case injections = "strikes"
    }

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
        injections: shrunk.result.faultsFired[index])
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
