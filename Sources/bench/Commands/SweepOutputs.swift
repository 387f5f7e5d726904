import Primitives
import Scenarios

/// The report of a sweep in every form that was asked for.
struct SweepOutputs {
  private let report: SweepReport
  private let folder: String?
  private let junit: String?
  private let seconds: [Double]
  private let replayCommand: (_ scenario: String, _ seed: UInt64) -> String

  /// `arguments` are those of a command with the options `--output` and `--junit` of `bench chaos`.
  ///
  /// `pace` has the host times of the scenarios, one for each; it is empty when nothing was run.
  init(_ arguments: Arguments, _ report: SweepReport, pace: [Sweep.Pace] = []) {
    self.report = report
    folder = arguments.text(ChaosCommand.output)
    junit = arguments.text(ChaosCommand.junit)
    seconds = pace.map { Double($0.nanoseconds) / 1e9 }
    replayCommand = ChaosCommand.replayCommand(of: report.command)
  }

  func text(pace: [PaceFigures?] = []) -> String { report.text(pace: pace, replayCommand: replayCommand) }

  /// Writes the files, and the annotations and the step summary on GitHub Actions.
  func write(explanations: String, _ console: Console) throws {
    if let folder {
      let target = try OutputFolder(folder)
      try target.write(try JSONText.pretty(report), to: "chaos.json")
      try target.write(
        text() + (explanations.isEmpty ? "" : "\nWhy\n\n" + Escape.terminal(explanations)), to: "chaos.txt")
      try target.write(report.markdown(replayCommand: replayCommand), to: "chaos.md")
      console.note("reports: \(folder)/chaos.txt, chaos.md, chaos.json")
    }
    if let junit {
      try OutputFolder.write(report.junit(seconds: seconds, replayCommand: replayCommand), toFile: junit)
    }
    if GitHubActions.isDetected {
      // The runner also reads commands from standard error; standard output may be JSON.
      for annotation in report.annotations(replayCommand: replayCommand) { console.error(annotation) }
      try GitHubActions.appendToSummary(report.markdown(replayCommand: replayCommand))
    }
  }

  /// The files that `write` writes.
  var files: [String] {
    (folder.map { ["\($0)/chaos.txt, chaos.md, chaos.json"] } ?? []) + (junit.map { [$0] } ?? [])
  }

  var exitCode: ExitCode {
    if !report.result.isComplete { return .interrupted }
    switch report.verdict {
    case .pass: return .pass
    case .violation: return .violation
    case .threshold: return .thresholdFailed
    case .interrupted: return .interrupted
    }
  }
}
