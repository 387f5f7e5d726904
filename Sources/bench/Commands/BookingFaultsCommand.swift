import Primitives
import Reports
import Scenarios
import SimCore
import TravelPlanner

/// Bookings under every single fault and under pairs of faults.
enum BookingFaultsCommand: Command {
  static let name = "booking-faults"
  static let summary = "bookings under every single fault, and under pairs of faults drawn by seed"
  static let discussion = """
    Books one trip in a new simulated world for each run. First with a single fault, injected at every call and
    every moment in turn: crashes, lost and duplicated messages, errors, a failing journal, rivals, cancellations.
    Then with two faults, drawn by seed. The booking invariants P1 to P14 are checked against the ledgers of the
    simulated payment gateway and reservation providers: no double charge, nothing charged that is not booked, no
    open obligation at the end.

    A seed that fails is repeated alone with --pairs-only --seeds 1 --from SEED; the exit code is 3.

    examples:
      bench booking-faults
      bench booking-faults --seeds 100000 --jobs 8
      bench booking-faults --pairs-only --seeds 1 --from 685
    """

  static let seeds = Option(
    "seeds", nil, "N", "the number of seeds of pairs (default 20000)", in: 1...1_000_000_000)
  static let from = Option("from", nil, "SEED", "the first seed of pairs (default 1)")
  static let pairsOnly = Option("pairs-only", nil, nil, "leave out the single faults")
  static let options = [seeds, from, pairsOnly, .jobs]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let sweep = BookingSweep(
      pairs: try arguments.count(seeds, default: 20_000),
      firstSeed: try arguments.value(from, default: 1, ValueParser.seed),
      pairsOnly: arguments.has(pairsOnly))
    let jobs = try arguments.count(.jobs, default: Machine.cores)
    try arguments.refuseUnused()
    Interrupt.startPolling()
    let meter = Meter()
    let report = sweep.run(
      threads: jobs, shouldStop: { Interrupt.hasCome },
      progress: { done, all in console.progress("bookings: \(done) of \(all) parts") })
    console.endProgress()
    console.out(table(report))
    let runs = report.singles.reduce(report.pairs.points) { $0 + $1.findings.points }
    let seconds = Text.fixed(Double(meter.reading.wallNanoseconds) / 1e9, 1)
    console.note("\(runs) runs with a fault in \(seconds) s on \(jobs) threads; digest=\(report.digest)")
    for failure in report.failures.prefix(10) { console.note("\(failure)") }
    if let failure = report.pairs.failures.first {
      console.note("repeat: bench booking-faults --pairs-only --seeds 1 --from \(failure.trial.seed)")
    }
    if report.seeds < sweep.pairs {
      return console.interrupted(
        after: "\(report.seeds) of \(Text.count(sweep.pairs, "seed")) of pairs",
        again: arguments.repeatCommand())
    }
    return report.failures.isEmpty ? .pass : .violation
  }

  private static func table(_ report: BookingSweep.Report) -> String {
    var rows: [[String]] = []
    for (name, findings) in report.singles {
      rows.append([name, "\(findings.points)", "\(findings.failures.count)"])
    }
    rows.append([
      "two faults, \(report.seeds) seeds", "\(report.pairs.points)", "\(report.pairs.failures.count)",
    ])
    return TextTable([.text("fault"), .number("runs"), .number("failed")], rows: rows).text
  }
}
