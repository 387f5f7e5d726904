import Scenarios

/// The shards of a sweep, merged.
enum MergeCommand: Command {
  static let name = "merge"
  static let summary = "merges the shards of a sweep into the bytes of one run of the whole"
  static let operands = "FILE..."
  static let discussion = """
    Reads the chaos.json of every shard of one sweep, in any order, and prints the report of the whole sweep.
    Coverage goals are evaluated here, because they apply to all seeds together. Every shard must be given once and
    must be complete. Nothing is run.

    examples:
      bench merge part0/chaos.json part1/chaos.json
      bench merge part*/chaos.json --json > chaos.json
    """

  static let options = [ChaosCommand.output, ChaosCommand.junit, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw CommandError.usage("bench merge takes the chaos.json of every shard")
    }
    try arguments.refuseUnused(exceptLater: ChaosCommand.output, ChaosCommand.junit, .json)
    var reports: [SweepReport] = []
    for path in arguments.operands { reports.append(try JSONText.read(SweepReport.self, from: path)) }
    let report = try merged(reports)
    let outputs = SweepOutputs(arguments, report)
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : outputs.text())
    try outputs.write(explanations: "", console)
    console.note("digest=\(report.digest) repeat: \(report.command)")
    return outputs.exitCode
  }

  private static func merged(_ reports: [SweepReport]) throws(CommandError) -> SweepReport {
    do {
      let result = try SweepResult.merged(reports.map(\.result))
      return SweepReport(
        result, of: try result.recipes.map { try $0.scenario() }, command: reports[0].command)
    } catch {
      throw .badInput("\(error)")
    }
  }
}
