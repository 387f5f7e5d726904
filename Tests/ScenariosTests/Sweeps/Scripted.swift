import LoadGen
import Primitives
import SimCore

@testable import Scenarios

/// Cases whose outcome a test decides, without a world.
enum Scripted {
  /// A runner whose cases fail `check` when `fails` says so.
  static func runner(
    check: String = "all is well", digest: @escaping @Sendable (ChaosCase) -> UInt64 = { $0.seed },
    fails: @escaping @Sendable (ChaosCase) -> Bool
  ) -> CaseRunner {
    CaseRunner { _, chaosCase, _ in
      result(
        of: chaosCase, digest: digest(chaosCase),
        violations: fails(chaosCase) ? [Violation(check, "it is not", time: 5, request: 2)] : [])
    }
  }

  static func result(
    of chaosCase: ChaosCase, digest value: UInt64 = 0, violations: [Violation] = []
  ) -> CaseResult {
    var digest = Digest()
    digest.mix(value)
    var measures = CaseMeasures()
    measures.cases = 1
    measures.requests = chaosCase.requests
    measures.firstTries = 2
    measures.attempts = 3
    measures.latencies.record(Int64(chaosCase.seed % 97 + 1), times: 3)
    measures.simulatedNanoseconds = 1_000_000_000
    return CaseResult(
      digest: digest, violations: violations, seen: CoverageCounts(),
      faultsFired: chaosCase.faults.faults.map { _ in 1 }, evaluations: [CheckCount("all is well", 1)],
      measures: measures, pending: [], trace: Trace(), schedule: Schedule())
  }

  static func fault(
    _ name: String, _ kind: FaultKind = .transientError(code: 503), probability: Ratio = .always
  ) -> Fault {
    Fault(name, target: "flights.*", kind: kind, probability: probability)
  }

  static func scenario(_ name: String = "scripted", faults: [Fault] = [], requests: Int = 20) -> ChaosScenario
  {
    ChaosScenario(
      name, "For tests.", load: ChaosLoad(requests: requests), faults: FaultPlan(faults))
  }
}
