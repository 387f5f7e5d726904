import SimCore

/// Why a case fails, as far as trying can tell: the smallest case that still does, and which of its faults it
/// cannot do without.
public struct Explanation: Sendable {
  public var scenario: ChaosScenario
  /// The check it is about.
  public var check: String
  /// As it was found.
  public var found: ChaosCase
  public var shrunk: ChaosCase
  /// What the small case gives.
  public var result: CaseResult
  public var faults: [FaultRole]
  /// Whether the small case fails with no fault at all.
  public var failsWithoutFaults: Bool
  /// Runs that shrinking took.
  public var runs: Int
  /// True when shrinking ended for lack of runs.
  public var ranOut: Bool

  /// The part a fault of the small case plays.
  public struct FaultRole: Sendable, Hashable, Codable {
    public var fault: String
    /// Whether the check fails with this fault and no other.
    public var failsAlone: Bool
    /// Whether the check fails with every fault but this one.
    public var failsWithout: Bool
    /// How often it strikes in the small case.
    public var strikes: Int

    /// Without it, all is well.
    public var isNecessary: Bool { !failsWithout }
  }

  /// Shrinks a failing case and tries each fault that is left. Nil when `check` does not fail in it.
  public init?(
    _ scenario: ChaosScenario, _ chaosCase: ChaosCase, check: String, shrinker: CaseShrinker = CaseShrinker()
  ) {
    guard let shrunk = shrinker.shrink(scenario, chaosCase, check: check) else { return nil }
    self.scenario = scenario
    self.check = check
    found = chaosCase
    self.shrunk = shrunk.chaosCase
    result = shrunk.result
    runs = shrunk.runs
    ranOut = shrunk.ranOut
    func fails(_ faults: [Fault]) -> Bool {
      var candidate = shrunk.chaosCase
      candidate.faults.faults = faults
      return shrinker.runner.run(scenario, candidate).violations.contains { $0.check == check }
    }
    let all = shrunk.chaosCase.faults.faults
    failsWithoutFaults = fails([])
    faults = all.indices.map { place in
      FaultRole(
        fault: all[place].name, failsAlone: all.count == 1 ? true : fails([all[place]]),
        failsWithout: fails(Array(all[..<place] + all[(place + 1)...])),
        strikes: shrunk.result.faultsFired[place])
    }
  }

  /// The violation that it is about.
  public var violation: Violation? { result.violations.first { $0.check == check } }

  /// Names of the faults without which the check holds.
  public var necessary: [String] { faults.filter(\.isNecessary).map(\.fault) }
}
