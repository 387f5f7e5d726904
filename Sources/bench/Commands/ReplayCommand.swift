import LoadGen
import Mutation
import Scenarios
import SimCore

/// One saved case, again.
enum ReplayCommand: Command {
  static let name = "replay"
  static let summary = "a saved failing case again, decision by decision"
  static let operands = "FILE"
  static let discussion = """
    Runs the case of a replay file, as bench chaos saves them, compares its digest with the recorded one, and
    prints what is violated and the timeline of everything that was decided.

    Exit codes: 3 when the recorded check fails again, which is what a replay of an unrepaired program gives; 5 when
    the digest is another one, for then the program, its scenarios or its policies are not those of the recording,
    and the message says whether the check still fails; 65 for a file that is no replay file.

    examples:
      bench replay results/chaos/baseline-17-1.replay.json
      bench replay results/chaos/baseline-17-1.replay.json --trace trace.json --no-timeline
    """

  static let trace = Option("trace", nil, "FILE", "write the decisions for the Perfetto viewer")
  static let noTimeline = Option("no-timeline", nil, nil, "leave out the timeline")
  static let options = [trace, noTimeline, .json]

  /// The replay as JSON.
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
    let file = try JSONText.read(ReplayFile.self, from: path)
    if let problem = file.problem { throw CommandError.badInput("\(path): \(problem)") }
    let scenario: ChaosScenario
    do {
      scenario = try file.scenario.scenario()
    } catch {
      throw CommandError.badInput("\(path): \(error)")
    }
    if let name = file.mutant {
      guard Mutation.isAvailable else {
        throw CommandError.badInput(
          "\(path): was recorded with the mutant \(name): \(ChosenMutant.unavailable.message)")
      }
      Mutation.select(try ChosenMutant.named(name))
    }
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
      console.out(text(file, result))
    }
    switch outcome {
    case .again:
      console.note("digest=\(result.digest), as recorded: the check fails again")
      return .violation
    case .otherDigest(let digest, let stillFails):
      throw CommandError(
        message:
          "\(path): the digest is \(digest), recorded was \(file.digest) by version \(file.version): this is "
          + "not the program, the scenario or the policies of the recording; the check "
          + (stillFails ? "still fails" : "holds now"),
        code: .baseline)
    }
  }

  private static func text(_ file: ReplayFile, _ result: CaseResult) -> String {
    var text = "\(file.scenario.name), seed \(file.chaosCase.seed), about: \(file.check)\n"
    for violation in result.violations { text += "  violated: \(violation)\n" }
    if result.violations.isEmpty { text += "  nothing is violated\n" }
    for work in result.pending { text += "  pending: \(work)\n" }
    for role in file.faults {
      text += "  fault \(role.fault): \(role.isNecessary ? "necessary" : "not necessary")\n"
    }
    return text
  }
}
