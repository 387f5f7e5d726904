import Primitives
import Reports

extension SweepReport {
  /// JUnit XML: a suite for each scenario, with one case, so that a test keeps its name whatever fails in it.
  ///
  /// `seconds` are the host times of the scenarios, one for each; without them, the cases have no times.
  package func junit(seconds: [Double] = [], replayCommand: ReplayCommand) -> String {
    let failed = scenarios.count { !$0.failures.isEmpty }
    func figures(_ tests: Int, _ failures: Int, _ seconds: Double?) -> String {
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\"" + time(seconds)
    }
    func time(_ seconds: Double?) -> String {
      seconds.map { " time=\"\(Text.fixed($0, 3))\"" } ?? ""
    }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bench chaos\" "
    text += figures(scenarios.count, failed, seconds.isEmpty ? nil : seconds.reduce(0, +)) + ">\n"
    for (index, line) in scenarios.enumerated() {
      let name = Escape.xml(line.scenario)
      let taken = index < seconds.count ? seconds[index] : nil
      text += "  <testsuite name=\"\(name)\" \(figures(1, line.failures.isEmpty ? 0 : 1, taken))>\n"
      text += "    <testcase name=\"\(name)\" classname=\"bench.chaos\"\(time(taken))"
      text += line.failures.isEmpty ? "/>\n" : ">\n\(junitFailure(line, replayCommand))    </testcase>\n"
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  /// Returns the checks of a scenario that failed as one failure.
  private func junitFailure(_ line: Line, _ replayCommand: ReplayCommand) -> String {
    let kind = line.failures.allSatisfy(\.isThreshold) ? "ThresholdFailed" : "Violation"
    let checks = line.failures.map { failure in
      let seeds = failure.seeds.map { " (\($0) of \(line.cases) seeds)" } ?? ""
      return "\(failure.check)\(seeds): \(failure.message)\n\(again(line, failure, replayCommand))"
    }
    let message = line.failures.map(\.check).joined(separator: "; ")
    return "      <failure message=\"\(Escape.xml(message))\" type=\"\(kind)\">"
      + "\(Escape.xml(checks.joined(separator: "\n\n")))</failure>\n"
  }

  /// Workflow commands of GitHub Actions, one line for each check that failed.
  package func annotations(replayCommand: ReplayCommand) -> [String] {
    scenarios.flatMap { line in
      line.failures.map { failure in
        let seeds = failure.seeds.map { " in \($0) of \(line.cases) seeds" } ?? ""
        return "::error title=\(Escape.gitHubProperty("\(line.scenario): \(failure.check)\(seeds)"))::"
          + Escape.gitHubMessage("\(failure.message)\n\(again(line, failure, replayCommand))")
      }
    }
  }

  private func again(_ line: Line, _ failure: Failure, _ replayCommand: ReplayCommand) -> String {
    "again: \(failure.firstSeed.map { replayCommand(line.scenario, $0) } ?? command)"
  }
}
