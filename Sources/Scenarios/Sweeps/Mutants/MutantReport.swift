import LoadGen

/// How good a sweep is at finding mistakes: what became of every mutant.
public struct MutantReport: Sendable, Hashable, Codable {
  /// The name and version of the form.
  public static let schemaID = "bench.mutants/1"

  public var schema = MutantReport.schemaID
  /// The command that repeats it.
  public var command: String
  /// Scenarios and seeds of the sweep.
  public var scenarios: Int
  public var seeds: Int
  /// The code as it is: nothing may be found.
  public var control: MutantFinding?
  public var findings: [MutantFinding]
  /// Half of the mutants that were found need no more seeds than this.
  public var medianSeedsToDetection: Int?

  public init(
    command: String, sweep: Sweep, control: MutantFinding?, findings: [MutantFinding]
  ) {
    self.command = command
    scenarios = sweep.parts.count
    seeds = sweep.caseCount
    self.control = control
    self.findings = findings
    let sorted = findings.compactMap { $0.found?.seedsToDetection }.sorted()
    medianSeedsToDetection = sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }

  /// Every mutant was found, and nothing without one.
  public var passed: Bool { findings.allSatisfy { $0.found != nil } && control?.found == nil }

  public func text() -> String {
    let rows = ((control.map { [$0] } ?? []) + findings).map { finding in
      ReportTable.Row(
        cells: [
          finding.mutant, finding.found.map { Text.grouped($0.seedsToDetection) } ?? "",
          finding.found?.check ?? (finding.mutant == "none" ? "nothing, as it must be" : "NOT FOUND"),
          finding.found?.scenario ?? "", finding.found?.necessaryFaults.joined(separator: ", ") ?? "",
          finding.found.map { "\($0.requests)" } ?? "",
        ], isEmphasised: finding.found == nil && finding.mutant != "none")
    }
    let table = ReportTable(
      title: "Mutants against the standard sweep",
      caption:
        "seeds: run until the mutant was found, a seed of each scenario in turn; needs: the faults without "
        + "which the smallest failing case passes; requests: those that case has",
      columns: [
        .text("mutant"), .number("seeds"), .text("found by"), .text("in"), .text("needs"),
        .number("requests"),
      ], rows: rows)
    let found = findings.count { $0.found != nil }
    var end =
      "\(found) of \(Text.count(findings.count, "mutant")) found by a sweep of \(Text.grouped(seeds)) seeds over "
      + Text.count(scenarios, "scenario")
    if let medianSeedsToDetection { end += "; median \(Text.grouped(medianSeedsToDetection)) seeds" }
    if let found = control?.found { end += "; the code as it is fails: \(found.message)" }
    return table.text() + "\n" + end + "\n"
  }
}
