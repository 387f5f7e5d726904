import Configuration
import Foundation
import Primitives
import QueueingValidation
import Reports

/// The simulator compared with queueing theory.
enum ValidateCommand: Command {
  static let name = "validate"
  static let summary = "compares the simulator with queueing theory"
  static let discussion = """
    Runs the service model, the arrivals and the statistics that every other command uses on systems with known
    results, and prints estimate, true value and z-score of each. A case fails beyond 4 standard errors.

    examples:
      bench validate
      bench validate --cases cases.json --json
    """

  static let cases = Option("cases", nil, "FILE", "run the cases of a JSON file instead of the built-in ones")
  static let options = [cases, .seed, .jobs, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    var suite = ValidationSuite()
    if let path = arguments.text(cases) {
      suite.cases = try read(path)
      suite.checksInstruments = false
    }
    suite.seed = try arguments.value(.seed, default: 42, ValueParser.seed)
    let jobs = try arguments.count(.jobs, default: Machine.cores)
    let chosen = suite
    try arguments.refuseUnused(exceptLater: .json)
    Interrupt.startPolling()
    let report = try runBlocking(heedsInterrupt: false) {
      try await chosen.run(jobs: jobs, shouldStop: { Interrupt.hasCome }) { done, all in
        console.progress("validating: \(done) of \(all) runs")
      }
    }
    console.endProgress()
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : text(report))
    let command = arguments.repeatCommand(ending: [(.seed, "\(suite.seed)")])
    console.note("seed=\(report.seed) digest=\(report.digest) repeat: \(command)")
    if report.interrupted == true {
      return console.interrupted(after: Text.count(report.cases.count, "case"), again: command)
    }
    return report.passed ? .pass : .thresholdFailed
  }

  private static func read(_ path: String) throws(CommandError) -> [ValidationCase] {
    let text = try InputFile.read(path)
    do throws(ConfigurationError) {
      return try ValidationCase.all(parsing: text)
    } catch {
      throw .badInput(path, error)
    }
  }

  private static func text(_ report: ValidationReport) -> String {
    let rows = report.cases.map { result in
      [
        result.id, number(result.estimate), number(result.value), number(result.standardError),
        result.z.map { ($0 < 0 ? "" : "+") + Text.fixed($0, 2) } ?? "off", result.passed ? "ok" : "FAILED",
      ]
    }
    let table = TextTable(
      [.text("case"), .number("estimate"), .number("truth"), .number("std error"), .number("z"), .text()],
      rows: rows)
    let failed = report.cases.count { !$0.passed }
    return table.text
      + "\n\(report.cases.count - failed) of \(report.cases.count) cases within 4 standard errors\n"
  }

  private static func number(_ value: Double) -> String { Text.significant(value, 6) }
}
