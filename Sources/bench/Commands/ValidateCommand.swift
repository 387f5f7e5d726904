import Foundation
import LoadGen
import Scenarios

/// The simulator against queueing theory.
enum ValidateCommand: Command {
  static let name = "validate"
  static let summary = "the instrument against queueing theory"
  static let discussion = """
    Runs the service model, the arrivals and the measures that everything else uses on systems whose figures
    are known, and prints estimate, truth and z-score of each. A case fails beyond 4 standard errors.

    examples:
      bench validate
      bench validate --cases cases.json --json
    """

  static let cases = Option("cases", nil, "FILE", "run the cases of a JSON file instead of the built-in ones")
  static let options = [cases, .seed, .jobs, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandError.usage("bench validate takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    var suite = ValidationSuite()
    if let path = arguments.text(cases) {
      suite.cases = try read(path)
      suite.checksInstruments = false
    }
    suite.seed = try arguments.value(.seed, default: 42, Value.seed)
    let jobs = try arguments.value(.jobs, default: Machine.cores, Value.count)
    let chosen = suite
    let report = try blocking {
      try await chosen.run(jobs: jobs) { done, all in console.progress("validating: \(done) of \(all) runs") }
    }
    console.endProgress()
    console.out(arguments.has(.json) ? json(report) : table(report))
    console.note(
      "seed=\(report.seed) digest=\(report.digest) repeat: \(repeatCommand(arguments, suite.seed))")
    return report.passed ? .pass : .thresholdFailed
  }

  private static func repeatCommand(_ arguments: Arguments, _ seed: UInt64) -> String {
    "bench validate" + (arguments.text(cases).map { " --cases \($0)" } ?? "") + " --seed \(seed)"
  }

  private static func read(_ path: String) throws(CommandError) -> [ValidationCase] {
    let text = try OutputFolder.read(path)
    do {
      return try JSONDecoder().decode(ValidationCaseList.self, from: Data(text.utf8)).cases
    } catch let error as ValidationCaseError {
      throw .badInput("\(path): \(error)")
    } catch {
      throw .badInput("\(path): not JSON: \(JSONProblem.text(error))")
    }
  }

  private static func json(_ report: ValidationReport) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(report) else { preconditionFailure("a report could not be encoded") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private static func table(_ report: ValidationReport) -> String {
    func number(_ value: Double) -> String { String(format: "%.6g", value) }
    let rows = report.cases.map { result in
      [
        result.id, number(result.estimate), number(result.value), number(result.standardError),
        result.z.map { String(format: "%+.2f", $0) } ?? "off", result.passed ? "ok" : "FAILED",
      ]
    }
    let head = ["case", "estimate", "truth", "std error", "z", ""]
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    let lines = ([head] + rows).map { row in
      zip(row.indices, row).map { index, cell in
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        return index == 0 || index == 5 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
    let failed = report.cases.count { !$0.passed }
    let end = "\(report.cases.count - failed) of \(report.cases.count) cases within 4 standard errors"
    return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
      + "\n\n\(end)\n"
  }
}

/// What a JSON decoder has to say, in one line.
enum JSONProblem {
  static func text(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
    let inner = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
    return inner ?? context.debugDescription
  }
}
