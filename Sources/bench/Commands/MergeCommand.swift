import LoadGen
import Scenarios

/// The shards of a sweep, joined.
enum MergeCommand: Command {
  static let name = "merge"
  static let summary = "joins the shards of a sweep: the same bytes as one run of the whole"
  static let operands = "FILE..."
  static let discussion = """
    Reads the chaos.json of every shard of one sweep, in any order, and prints the report of the whole, which is
    judged now: whether a rare state was reached can only be said of all seeds together. All shards must be there,
    each once and complete. Nothing is run.

    examples:
      bench merge part0/chaos.json part1/chaos.json
      bench merge part*/chaos.json --json > chaos.json
    """

  static let options = [ChaosCommand.output, ChaosCommand.junit, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw CommandError.usage("bench merge takes the chaos.json of every shard")
    }
    var reports: [SweepReport] = []
    for path in arguments.operands { reports.append(try JSONText.read(SweepReport.self, from: path)) }
    let report = try merged(reports)
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : report.text())
    try SweepOutputs(folder: arguments.text(ChaosCommand.output), junit: arguments.text(ChaosCommand.junit))
      .write(report, "", console)
    console.note("digest=\(report.digest) repeat: \(report.command)")
    return SweepOutputs.exitCode(report)
  }

  private static func merged(_ reports: [SweepReport]) throws(CommandError) -> SweepReport {
    let result: SweepResult
    do {
      result = try SweepResult.merged(reports.map(\.result))
    } catch {
      throw .badInput("\(error)")
    }
    var scenarios: [ChaosScenario] = []
    for recipe in result.recipes {
      do {
        scenarios.append(try recipe.scenario())
      } catch {
        throw .badInput("\(error)")
      }
    }
    return SweepReport(result, of: scenarios, command: reports[0].command)
  }
}
