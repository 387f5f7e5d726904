/// Explains the first failing seeds of a sweep: each is shrunk, saved, and confirmed in a fresh process.
package struct FailureExplainer {
  private let sweep: Sweep
  private let budget: Int
  private let mutant: String?
  private let version: String

  /// The services of the host that an explanation needs.
  package protocol Host {
    /// True as soon as no further seed should be explained.
    var shouldStop: Bool { get }
    func progress(_ activity: String)
    /// Saves a replay file and returns its path.
    func save(_ file: ReplayFile, as name: String) throws -> String
    /// Returns true if a fresh process replays the saved case with the same digest and violation.
    func failsAgain(_ path: String) throws -> Bool
  }

  /// An explained seed.
  package struct Finding: Sendable {
    package var explanation: Explanation
    /// The path of its replay file.
    package var path: String
    /// True if a fresh process had the same digest and violation.
    package var isConfirmed: Bool

    /// The explanation for a person. `replayCommand` returns the command that replays a file.
    package func text(replayCommand: (_ path: String) -> String) -> String {
      let command = replayCommand(path)
      return explanation.text()
        + (isConfirmed
          ? "  confirmed in a fresh process: \(command)\n"
          : "  a fresh process gives another result: the run does not depend on its seed alone; \(command)\n")
    }
  }

  /// An explanation takes at most `budget` runs. `version` is the program's, for the replay file.
  package init(sweep: Sweep, budget: Int, mutant: String?, version: String) {
    self.sweep = sweep
    self.budget = budget
    self.mutant = mutant
    self.version = version
  }

  /// Explains the first seed of each check that failed, at most `limit` of them. Within a scenario, the check that
  /// most seeds violate comes first.
  package func explain(_ report: SweepReport, limit: Int, host: some Host) throws -> [Finding] {
    var findings: [Finding] = []
    for (line, part) in zip(report.scenarios, sweep.parts) {
      for failure in line.failures.sorted(by: FailureExplainer.isMoreFrequent) where findings.count < limit {
        guard let seed = failure.firstSeed, !host.shouldStop else { continue }
        host.progress("explaining \(line.scenario), seed \(seed): \(failure.check)")
        let explanation = Explanation.find(
          part.scenario, sweep.makeCase(part.scenario, seed: seed), check: failure.check,
          shrinker: CaseShrinker(runner: sweep.runner, budget: budget))
        guard let explanation else { continue }
        let file = ReplayFile(explanation, scenario: part.recipe, version: version, mutant: mutant)
        let path = try host.save(
          file, as: "\(explanation.scenario.name)-\(explanation.found.seed)-\(findings.count + 1).replay.json"
        )
        findings.append(
          Finding(explanation: explanation, path: path, isConfirmed: try host.failsAgain(path)))
      }
    }
    return findings
  }

  private static func isMoreFrequent(_ one: SweepReport.Failure, _ other: SweepReport.Failure) -> Bool {
    (other.seeds ?? 0, one.check) < (one.seeds ?? 0, other.check)
  }
}
