import Primitives
import SimCore

/// A failing case, saved: everything another process needs to see it again.
package struct ReplayFile: Sendable, Codable {
  /// The name and version of the form.
  package static let schemaID = "bench.replay/1"

  package var schema = ReplayFile.schemaID
  /// Of the program that wrote it.
  package var version: String
  /// A known-wrong variant of the code that was run in its place; nil for the code as it is.
  package var mutant: String?
  package var scenario: ScenarioReference
  /// The check it is about.
  package var check: String
  /// The case, small.
  package var chaosCase: ChaosCase
  /// Sixteen hexadecimal digits: of every decision of the case.
  package var digest: String
  package var violations: [Violation]
  /// The faults that are left, and what each is needed for.
  package var faults: [Explanation.FaultRole]
  /// As it was found, before anything was taken out.
  package var found: ChaosCase
  /// Runs that shrinking took.
  package var shrinkingRuns: Int
  /// False when shrinking ended for lack of runs.
  package var isMinimal: Bool

  enum CodingKeys: String, CodingKey {
    case schema, version, mutant, scenario, check
    case chaosCase = "case"
    case digest, violations, faults, found, shrinkingRuns, isMinimal
  }

  package init(
    _ explanation: Explanation, scenario: ScenarioReference, version: String, mutant: String? = nil
  ) {
    self.version = version
    self.mutant = mutant
    self.scenario = scenario
    check = explanation.check
    chaosCase = explanation.shrunk
    digest = explanation.result.digest.description
    violations = explanation.result.violations
    faults = explanation.faults
    found = explanation.found
    shrinkingRuns = explanation.runs
    isMinimal = !explanation.ranOut
  }

  /// The reason for which this case cannot be run; nil when it can.
  package var problem: String? {
    if schema != ReplayFile.schemaID { return "schema is \(schema), must be \(ReplayFile.schemaID)" }
    if !(1...1_000_000).contains(chaosCase.requests) {
      return "case.requests is \(chaosCase.requests), must be 1 to 1,000,000"
    }
    for (place, fault) in chaosCase.faults.faults.enumerated() where fault.window.start >= fault.window.end {
      return "case.faults.faults[\(place)].window must have a length"
    }
    return nil
  }

  /// The outcome of a replay.
  package enum Outcome: Sendable, Hashable {
    /// The same digest and the same violations as recorded.
    case again
    /// Another digest: the program, its scenario or its policies are not those of the recording.
    case otherDigest(String, stillFails: Bool)
  }

  /// Compares a run of the case with the recording.
  package func outcome(of result: CaseResult) -> Outcome {
    let digest = result.digest.description
    let fails = result.violations.contains { $0.check == check }
    return digest == self.digest && fails ? .again : .otherDigest(digest, stillFails: fails)
  }

  /// The result of a replay for a person: violations, pending work, and the roles of the faults.
  package func text(of result: CaseResult) -> String {
    var lines = ["\(scenario.name), seed \(chaosCase.seed), check: \(check)"]
    lines += result.violations.map { "  violated: \($0)" }
    if result.violations.isEmpty { lines.append("  no violations") }
    lines += result.pending.map { "  pending: \($0)" }
    lines += faults.map { "  fault \($0.fault): \($0.isNecessary ? "necessary" : "not necessary")" }
    // Names of faults come from scenario files.
    return lines.map { Escape.line($0) + "\n" }.joined()
  }
}
