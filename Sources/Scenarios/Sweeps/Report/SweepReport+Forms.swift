import Reports

extension SweepReport {
  /// JUnit XML: a suite for each scenario, a case for each check of it that failed, or one that passed.
  package func junit(replayCommand: ReplayCommand) -> String {
    let suites = scenarios.map { line -> (tests: Int, failures: Int, text: String) in
      var cases = line.failures.map { failure in
        junitCase(
          failure.seeds == nil ? "the sweep: \(failure.check)" : failure.check, in: line,
          failure: failure, replayCommand)
      }
      if cases.isEmpty { cases = [junitCase("\(line.cases) seeds", in: line, failure: nil, replayCommand)] }
      let figures = "tests=\"\(cases.count)\" failures=\"\(line.failures.count)\" errors=\"0\" skipped=\"0\""
      return (
        cases.count, line.failures.count,
        "  <testsuite name=\"\(XML.escaped(line.scenario))\" \(figures) time=\"0\">\n" + cases.joined()
          + "  </testsuite>\n"
      )
    }
    let tests = suites.reduce(0) { $0 + $1.tests }
    let failures = suites.reduce(0) { $0 + $1.failures }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites name=\"bench chaos\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\" "
      + "skipped=\"0\" time=\"0\">\n" + suites.map(\.text).joined() + "</testsuites>\n"
  }

  private func junitCase(
    _ name: String, in line: Line, failure: Failure?, _ replayCommand: ReplayCommand
  ) -> String {
    let start =
      "    <testcase name=\"\(XML.escaped(name))\" "
      + "classname=\"bench.chaos.\(XML.escaped(line.scenario))\" time=\"0\""
    guard let failure else { return start + "/>\n" }
    let kind = failure.isThreshold ? "ThresholdFailed" : "Violation"
    return start + ">\n      <failure message=\"\(XML.escaped(failure.message))\" type=\"\(kind)\">"
      + "\(XML.escaped(again(line, failure, replayCommand)))</failure>\n    </testcase>\n"
  }

  /// Workflow commands of GitHub Actions, one line for each check that failed.
  package func annotations(replayCommand: ReplayCommand) -> [String] {
    scenarios.flatMap { line in
      line.failures.map { failure in
        let seeds = failure.seeds.map { " in \($0) of \(line.cases) seeds" } ?? ""
        return "::error title=\(Self.property("\(line.scenario): \(failure.check)\(seeds)"))::"
          + Self.message("\(failure.message)\n\(again(line, failure, replayCommand))")
      }
    }
  }

  private func again(_ line: Line, _ failure: Failure, _ replayCommand: ReplayCommand) -> String {
    "again: \(failure.firstSeed.map { replayCommand(line.scenario, $0) } ?? command)"
  }

  /// Returns text escaped for the message of a workflow command.
  private static func message(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "%": out += "%25"
      case "\r": out += "%0D"
      case "\n": out += "%0A"
      case "\r\n": out += "%0D%0A"
      default: out.append(character)
      }
    }
    return out
  }

  private static func property(_ text: String) -> String {
    var out = ""
    for character in message(text) {
      switch character {
      case ":": out += "%3A"
      case ",": out += "%2C"
      default: out.append(character)
      }
    }
    return out
  }
}
