package import Mutation
import Primitives

/// The result of one mutant in a sweep.
package struct MutantFinding: Sendable, Hashable, Codable {
  package var mutant: String
  /// The mutant's defect.
  package var summary: String
  /// Nil for a mutant that nothing noticed.
  package var found: Found?

  package struct Found: Sendable, Hashable, Codable {
    /// The check that noticed.
    package var check: String
    package var scenario: String
    package var seed: UInt64
    /// The number of seeds of all scenarios run by then, this one included.
    package var seedsToDetection: Int
    /// The finding.
    package var message: String
    /// The faults without which it is not noticed.
    package var necessaryFaults: [String]
    /// Requests that the smallest case has.
    package var requests: Int

    package init(
      check: String, scenario: String, seed: UInt64, seedsToDetection: Int, message: String,
      necessaryFaults: [String] = [], requests: Int = 0
    ) {
      self.check = check
      self.scenario = scenario
      self.seed = seed
      self.seedsToDetection = seedsToDetection
      self.message = message
      self.necessaryFaults = necessaryFaults
      self.requests = requests
    }
  }

  package init(mutant: String, summary: String, found: Found?) {
    self.mutant = mutant
    self.summary = summary
    self.found = found
  }
}

/// The standard sweep against one mutant, or against the code as it is.
package struct MutantTrial: Sendable {
  package var sweep: Sweep
  /// Runs that making the first failing case small may take.
  package var shrinkRuns: Int

  package init(_ sweep: Sweep, shrinkRuns: Int = 400) {
    self.sweep = sweep
    self.sweep.recheckShare = .never
    self.shrinkRuns = shrinkRuns
  }

  /// Runs the sweep until something is noticed. The mutant must have been selected.
  package func run(
    _ mutant: Mutant?, threads: Int, progress: @escaping @Sendable (Sweep.Progress) -> Void = { _ in }
  ) -> MutantFinding {
    MutantFinding(
      mutant: mutant?.name ?? "none", summary: mutant?.summary ?? "the code as it is",
      found: firstFailure(threads, progress) ?? shortfall(threads, progress))
  }

  private func firstFailure(
    _ threads: Int, _ progress: @escaping @Sendable (Sweep.Progress) -> Void
  ) -> MutantFinding.Found? {
    guard let first = sweep.firstFailure(threads: threads, progress: progress),
      let violation = first.violations.first
    else { return nil }
    let scenario = sweep.parts[first.part].scenario
    let explanation = Explanation.find(
      scenario, sweep.makeCase(scenario, seed: first.seed), check: violation.check,
      shrinker: CaseShrinker(runner: sweep.runner, budget: shrinkRuns))
    return MutantFinding.Found(
      check: violation.check, scenario: scenario.name, seed: first.seed, seedsToDetection: first.number,
      message: "\(violation)", necessaryFaults: explanation?.necessary ?? [],
      requests: explanation.map { $0.shrunk.requests - $0.shrunk.omitted.count } ?? 0)
  }

  /// A violation that only the whole sweep shows: a coverage goal that is no longer reached.
  private func shortfall(
    _ threads: Int, _ progress: @escaping @Sendable (Sweep.Progress) -> Void
  ) -> MutantFinding.Found? {
    let result = sweep.run(threads: threads, progress: progress).result
    for (part, tally) in zip(sweep.parts, result.scenarios) {
      guard let first = tally.coverage.shortfalls(of: part.scenario).first else { continue }
      return MutantFinding.Found(
        check: first.check, scenario: part.scenario.name, seed: part.seeds.last,
        seedsToDetection: result.cases, message: "\(first)")
    }
    return nil
  }
}
