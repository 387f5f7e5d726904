import Foundation
import LoadGen
import Scenarios

/// Explains the first failing seeds of a sweep: each is made small, saved, and confirmed in a process of its own.
struct Explainer {
  let sweep: Sweep
  /// Runs that a seed may take.
  let budget: Int
  /// Where replay files go.
  let folder: String
  let mutant: String?

  /// One explained seed.
  struct Finding {
    var explanation: Explanation
    var path: String
    /// Whether a fresh process saw the same digest and violation.
    var isConfirmed: Bool

    var text: String {
      explanation.text()
        + (isConfirmed
          ? "  confirmed in a fresh process: bench replay \(path)\n"
          : "  NOT the same in a fresh process: something in the run is not of its seed; bench replay \(path)\n")
    }
  }

  /// The first seed of each check that failed, `limit` of them at most; of a scenario's checks, what most seeds
  /// violate comes first.
  func explain(_ report: SweepReport, limit: Int, _ console: Console) throws -> [Finding] {
    var findings: [Finding] = []
    for (line, part) in zip(report.scenarios, sweep.parts) {
      for failure in line.failures.sorted(by: Explainer.isMoreFrequent) where findings.count < limit {
        guard let seed = failure.firstSeed, !Interrupt.hasCome else { continue }
        console.progress("explaining \(line.scenario), seed \(seed): \(failure.check)")
        let explanation = Explanation(
          part.scenario, sweep.makeCase(part.scenario, seed: seed), check: failure.check,
          shrinker: CaseShrinker(runner: sweep.runner, budget: budget))
        guard let explanation else { continue }
        findings.append(try save(explanation, part, number: findings.count + 1))
      }
    }
    console.endProgress()
    return findings
  }

  private static func isMoreFrequent(_ one: SweepReport.Failure, _ other: SweepReport.Failure) -> Bool {
    (other.seeds ?? 0, one.check) < (one.seeds ?? 0, other.check)
  }

  private func save(_ explanation: Explanation, _ part: Sweep.Part, number: Int) throws -> Finding {
    let file = ReplayFile(explanation, scenario: part.recipe, version: Bench.version, mutant: mutant)
    let name = "\(explanation.scenario.name)-\(explanation.found.seed)-\(number).replay.json"
    try OutputFolder(folder).write(try JSONText.pretty(file), to: name)
    let path = "\(folder)/\(name)"
    return Finding(explanation: explanation, path: path, isConfirmed: try confirm(path))
  }

  /// Replays the file with this program in another process.
  private func confirm(_ path: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.executable)
    process.arguments = ["replay", path, "--quiet", "--no-timeline"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .exit && process.terminationStatus == ExitCode.violation.rawValue
  }
}

extension CommandLine {
  /// The file this program was started from.
  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? arguments[0]
  }
}
