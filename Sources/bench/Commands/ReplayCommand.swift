import Mutation
import Scenarios
import SimCore

/// A saved failing case, run again.
enum ReplayCommand: Command {
  static let name = "replay"
  static let summary = "runs a saved failing case again and prints every decision"
  static let operands = "FILE"
  static let discussion = """
    Runs the case of a replay file, as bench chaos saves them, compares its digest with the recorded one, and
    prints the timeline of all decisions and the violations.

    Exit codes: 3 when the recorded check fails again, which is the result as long as the defect is not repaired;
    5 when the digest differs, because the program, its scenarios or its policies are not those of the recording
    (the message says whether the check still fails); 65 for a file that is not a replay file.

    examples:
      bench replay results/chaos/baseline-17-1.replay.json
      bench replay results/chaos/baseline-17-1.replay.json --trace trace.json --no-timeline
    """

  static let trace = Option(
    "trace", nil, "FILE", "write the decisions for the Perfetto viewer", changesResult: false)
  static let noTimeline = Option("no-timeline", nil, nil, "leave out the timeline", changesResult: false)
  static let options = [trace, noTimeline, .json]

  private struct Report: Encodable {
    var schema = "bench.replayed/1"
    var scenario: String
    var seed: UInt64
    var check: String
    var digest: String
    var recordedDigest: String
    var isSameDigest: Bool
    var failsAgain: Bool
    var violations: [Violation]
    var pending: [PendingWork]
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw CommandError.usage("bench replay takes one replay file")
    }
    // In JSON there is no timeline to leave out.
    try arguments.refuseUnused(exceptLater: trace, noTimeline, .json)
    let file = try JSONText.read(ReplayFile.self, from: path)
    let scenario = try prepare(file, path)
    let result = CaseRunner.simulated.run(scenario, file.chaosCase, keeping: .trace)
    let outcome = file.outcome(of: result)
    let fails = result.violations.contains { $0.check == file.check }
    if let target = arguments.text(trace) { try OutputFolder.write(result.trace.chromeJSON, toFile: target) }
    if arguments.has(.json) {
      console.out(
        try JSONText.pretty(
          Report(
            scenario: scenario.name, seed: file.chaosCase.seed, check: file.check,
            digest: result.digest.description, recordedDigest: file.digest,
            isSameDigest: result.digest.description == file.digest, failsAgain: fails,
            violations: result.violations, pending: result.pending)))
    } else {
      if !arguments.has(noTimeline) { console.out(result.trace.timeline + "\n") }
      console.out(file.text(of: result))
    }
    switch outcome {
    case .again:
      console.note("digest=\(result.digest), as recorded: the check fails again")
      return .violation
    case .otherDigest(let digest, let stillFails):
      throw CommandError(
        message:
          "\(path): the digest is \(digest), recorded was \(file.digest) by version \(file.version): the program, "
          + "the scenario or the policies are not those of the recording; the check "
          + (stillFails ? "still fails" : "passes now"),
        code: .incompatibleRecording)
    }
  }

  /// Selects the mutant of the recording and returns its scenario.
  private static func prepare(_ file: ReplayFile, _ path: String) throws(CommandError) -> ChaosScenario {
    if let problem = file.problem { throw .badInput("\(path): \(problem)") }
    let scenario: ChaosScenario
    do {
      scenario = try file.scenario.scenario()
    } catch {
      throw .badInput("\(path): \(error)")
    }
    if let name = file.mutant {
      guard Mutation.isAvailable else {
        throw .badInput("\(path): was recorded with the mutant \(name): \(MutantOptions.unavailable.message)")
      }
      Mutation.select(try MutantOptions.mutant(named: name))
    }
    return scenario
  }
}
