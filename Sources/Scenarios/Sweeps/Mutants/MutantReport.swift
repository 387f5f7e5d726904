import Primitives
import Reports

/// The ability of a sweep to find defects: the result of every mutant.
package struct MutantReport: Sendable, Hashable, Codable {
  /// The name and version of the form.
  package static let schemaID = "bench.mutants/1"

  package var schema = MutantReport.schemaID
  /// The command that repeats it.
  package var command: String
  /// Scenarios and seeds of the sweep.
  package var scenarios: Int
  package var seeds: Int
  /// The code as it is: nothing may be found.
  package var control: MutantFinding?
  package var findings: [MutantFinding]
  /// Half of the mutants that were found need no more seeds than this.
  package var medianSeedsToDetection: Int?
  /// True if mutants are missing because the command was stopped; absent otherwise.
  package var interrupted: Bool?

  package init(
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
  package var passed: Bool { findings.allSatisfy { $0.found != nil } && control?.found == nil }

  package func text() -> String {
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
