import Configuration
import Resilience
import SimCore

/// Runs cases: the real thing, or what a test puts in its place.
package struct CaseRunner: Sendable {
  package typealias Keeping = ChaosScenario.Keeping

  private let perform: @Sendable (ChaosScenario, ChaosCase, Keeping) -> CaseResult

  package init(_ perform: @escaping @Sendable (ChaosScenario, ChaosCase, Keeping) -> CaseResult) {
    self.perform = perform
  }

  /// A world of its own for each case.
  package static let simulated = CaseRunner { scenario, chaosCase, keeping in
    do throws(ConfigurationError) {
      return try scenario.run(chaosCase, keeping: keeping)
    } catch {
      // Scenarios are checked when they are read; one made in code can still be wrong.
      return CaseResult(impossible: "\(error)", chaosCase)
    }
  }

  package func run(_ scenario: ChaosScenario, _ chaosCase: ChaosCase, keeping: Keeping = []) -> CaseResult {
    perform(scenario, chaosCase, keeping)
  }
}

extension CaseResult {
  fileprivate init(impossible reason: String, _ chaosCase: ChaosCase) {
    self.init(
      digest: Digest(), violations: [Violation("the scenario", reason)], seen: CoverageCounts(),
      faultsFired: chaosCase.faults.faults.map { _ in 0 }, evaluations: [], measures: CaseMeasures(),
      pending: [],
      trace: Trace(), schedule: Schedule())
  }
}
