import Primitives
import Reports

/// The host time and memory of a scenario, shown beside its line.
package struct PaceFigures: Sendable, Hashable {
  /// Seeds a second of one core's time.
  package var seedsPerSecond: Double
  /// Seconds of the world's time a second of one core's.
  package var simulatedPerSecond: Double

  package init(seedsPerSecond: Double, simulatedPerSecond: Double) {
    self.seedsPerSecond = seedsPerSecond
    self.simulatedPerSecond = simulatedPerSecond
  }
}

extension SweepReport {
  /// Returns the command that runs one seed of one scenario again, under the options of the sweep.
  package typealias ReplayCommand = (_ scenario: String, _ seed: UInt64) -> String

  /// The report for a terminal. `pace` goes beside the scenarios when it is given, one for each.
  package func text(pace: [PaceFigures?] = [], replayCommand: ReplayCommand) -> String {
    var parts = [table(pace).text()]
    let failures = failures(replayCommand)
    if !failures.isEmpty {
      parts.append(
        "What failed\n\n"
          + failures.map { "  " + $0.map(Escape.line).joined(separator: "\n    ") + "\n" }.joined())
    }
    return parts.joined(separator: "\n") + "\n" + summary + "\n"
  }

  /// The report for a pull request or a step summary.
  package func markdown(replayCommand: ReplayCommand) -> String {
    let failures = failures(replayCommand)
    let icon =
      switch verdict {
      case .pass: ":white_check_mark:"
      case .violation, .threshold: ":x:"
      case .interrupted: ":grey_question:"
      }
    var text = "<!-- bench:chaos -->\n### \(icon) Chaos: \(Escape.markdown(summary))\n\n"
    if !failures.isEmpty {
      text +=
        failures.map { lines in
          "- **\(Escape.markdown(lines[0]))**\n"
            + lines.dropFirst().map { "  \(Escape.markdown($0))\n" }.joined()
        }
        .joined() + "\n"
    }
    return text + table([]).markdown() + "\ndigest \(digest)\n\n" + Escape.markdownBlock(command)
  }

  /// One line: how many seeds, what became of them.
  package var summary: String {
    let planned = result.planned
    let seeds = "\(Text.grouped(result.cases)) seeds"
    let scenarioCount = Text.count(scenarios.count, "scenario")
    var text = "\(seeds) over \(scenarioCount): "
    text += result.failed == 0 ? "all passed" : "\(Text.grouped(result.failed)) failed"
    let shortfalls = scenarios.flatMap(\.failures).count { $0.seeds == nil }
    if shortfalls > 0 { text += ", \(Text.count(shortfalls, "thing")) the sweep never reached" }
    if result.shard != .whole { text += " (shard \(result.shard))" }
    if !result.isComplete { text += ", interrupted after \(seeds) of \(Text.grouped(planned))" }
    if let mutant = result.mutant { text += ", with the mutant \(mutant)" }
    return text
  }

  /// For each failed check, what it is about and how to see it again.
  private func failures(_ replayCommand: ReplayCommand) -> [[String]] {
    scenarios.flatMap { line in
      line.failures.map { failure in
        guard let seeds = failure.seeds, let seed = failure.firstSeed else {
          return ["\(line.scenario): \(failure.message)"]
        }
        return [
          "\(line.scenario): \(failure.check) (\(seeds) of \(line.cases) seeds)",
          "seed \(seed): \(failure.message)",
          "again: \(replayCommand(line.scenario, seed))",
        ]
      }
    }
  }

  private func table(_ pace: [PaceFigures?]) -> ReportTable {
    var columns: [TextTable.Column] = [
      .text("scenario"), .number("seeds"), .number("passed"), .text("95 % of"), .number("p50"),
      .number("p99"),
      .number("tries"), .number("opened"), .number("recovers"), .number("rare"),
    ]
    if !pace.isEmpty { columns += [.number("seeds/s"), .number("time")] }
    let rows = scenarios.enumerated().map { index, line in
      var cells = [
        line.scenario, Text.grouped(line.cases), percent(line.passed, of: line.cases), interval(line),
        duration(line.latencyP50), duration(line.latencyP99),
        line.amplification.value.map { Text.fixed($0, 2) } ?? "", Text.grouped(line.breakerOpenings),
        duration(line.recoveryP50), "\(line.rareStates.count)",
      ]
      if !pace.isEmpty {
        let figures = index < pace.count ? pace[index] : nil
        cells += [
          figures.map { Text.significant($0.seedsPerSecond) } ?? "",
          figures.map { Text.significant($0.simulatedPerSecond) + "x" } ?? "",
        ]
      }
      return ReportTable.Row(cells: cells, isEmphasised: !line.failures.isEmpty)
    }
    let host = pace.isEmpty ? "" : "; seeds/s and time as fast as the clock are for one core of this machine"
    return ReportTable(
      title: "Scenarios over seeds",
      caption:
        "passed: with its 95 % interval; tries: attempts a call; opened: times a breaker did; recovers: "
        + "median until good again after the last fault; rare: kinds of rare states seen\(host)",
      columns: columns, rows: rows)
  }

  private func percent(_ passed: Int, of cases: Int) -> String {
    guard cases > 0 else { return "" }
    // 100 % is for those that have no failure.
    if passed == cases { return "100%" }
    return Text.percent(min(0.999, Double(passed) / Double(cases)))
  }

  private func interval(_ line: Line) -> String {
    guard let least = line.passRateLeast.value, let most = line.passRateMost.value else { return "" }
    return "\(Text.fixed(least * 100, 1))–\(Text.fixed(most * 100, 1))"
  }

  private func duration(_ nanoseconds: Int64?) -> String { nanoseconds.map { Text.duration($0) } ?? "" }
}
