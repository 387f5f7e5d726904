package import Configuration
import Resilience
import SimCore
import TravelPlanner

extension ChaosScenario {
  /// The parts of a run to store besides its result.
  package struct Keeping: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Every event, for a timeline; many times the cost.
    package static let trace = Keeping(rawValue: 1)
    /// The scheduler's choices, for replay and shrinking.
    package static let schedule = Keeping(rawValue: 2)
  }

  /// Runs one case in a world of its own, and judges it.
  ///
  /// Whatever does not hold is a violation of the result, a deadlock or a budget that ran out too. Throws only
  /// when the scenario itself is wrong: a policy for a target the planner does not have.
  package func run(_ chaosCase: ChaosCase, keeping: Keeping = []) throws(ConfigurationError) -> CaseResult {
    var control: CaseRecord?
    if expectations.contains(where: { $0.needsControl }), !chaosCase.faults.isEmpty {
      if case .success(let outcome) = try attempt(chaosCase.control, keeping: []).result {
        control = outcome.value
      }
    }
    let attempt = try attempt(chaosCase, keeping: keeping)
    switch attempt.result {
    case .success(let outcome):
      var result = CaseEvaluator(
        scenario: self, chaosCase: chaosCase, record: outcome.value, control: control
      ).result
      result.digest = outcome.digest
      result.faultsFired = outcome.faultsInjected
      result.trace = outcome.trace
      result.schedule = outcome.schedule
      result.measures.simulatedNanoseconds = outcome.value.endedAt
      result.measures.events = outcome.steps + outcome.timersFired
      result.measures.tasks = outcome.tasks
      return result
    case .failure(let error):
      return CaseResult(
        digest: attempt.digest,
        violations: [Violation("the run", "\(error)", time: attempt.endedAt.nanoseconds)],
        seen: CoverageCounts(), faultsFired: chaosCase.faults.faults.map { _ in 0 }, evaluations: [],
        measures: CaseMeasures(), pending: [], trace: attempt.trace, schedule: attempt.schedule)
    }
  }

  private func attempt(
    _ chaosCase: ChaosCase, keeping: Keeping
  ) throws(ConfigurationError) -> Simulation.Attempt<CaseRecord> {
    let guards = try ChaosPolicies(policies)
    var simulation = Simulation(seed: chaosCase.seed, scheduling: chaosCase.scheduling)
    simulation.faults = chaosCase.faults
    simulation.keepsTrace = keeping.contains(.trace)
    simulation.recordsSchedule = keeping.contains(.schedule)
    // A hundred times what a plan needs: more is a loop that lets no time pass.
    simulation.stepBudget = UInt64(chaosCase.requests) * 20_000 + 1_000_000
    simulation.timeBudget = .seconds(366 * 86_400)
    let scenario = self
    return simulation.attempt { world in await CaseHarness(scenario, chaosCase, guards, world).run() }
  }
}

extension Expectation {
  /// True if it compares with the same case without faults, which has to be run as well.
  var needsControl: Bool { if case .comparedWithControl = kind { true } else { false } }
}
