import Foundation
import LoadGen
import Scenarios
import SimCore
import TravelPlanner

/// Bookings under every single fault, and under pairs of them.
enum BookingsCommand: Command {
  static let name = "bookings"
  static let summary = "bookings under every single fault, and pairs of faults by seed"
  static let discussion = """
    Books one trip in a world of its own, again and again. First with one thing going wrong, at every call and
    every moment in turn: crashes, lost and doubled messages, errors, a failing journal, rivals, cancellations.
    Then with two things, drawn by seed. What must never be is read from the books of the simulated gateway and
    desks: no double charge, nothing charged and not booked, nothing owed at the end (P1 to P14).

    A seed that fails is repeated alone with --pairs-only --seeds 1 --from SEED; the exit code is 3.

    examples:
      bench bookings
      bench bookings --seeds 100000 --jobs 8
      bench bookings --pairs-only --seeds 1 --from 685
    """

  static let seeds = Option("seeds", nil, "N", "seeds of pairs (default 20000)")
  static let from = Option("from", nil, "SEED", "the first of them (default 1)")
  static let pairsOnly = Option("pairs-only", nil, nil, "leave the single faults out")
  static let options = [seeds, from, pairsOnly, .jobs]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandError.usage("bench bookings takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    let first = try arguments.value(from, default: 1, Value.seed)
    let sweep = BookingSweep(
      pairs: try arguments.value(seeds, default: 20_000, Value.count), firstSeed: first,
      pairsOnly: arguments.has(pairsOnly))
    let jobs = try arguments.value(.jobs, default: Machine.cores, Value.count)
    Interrupt.watch()
    let meter = Meter()
    let report = sweep.run(
      threads: jobs, shouldStop: { Interrupt.hasCome },
      progress: { done, all in console.progress("bookings: \(done) of \(all) pieces") })
    console.endProgress()
    console.out(table(report))
    let seconds = Double(meter.reading.wallNanoseconds) / 1e9
    console.note(
      String(
        format: "%d runs struck in %.1f s on %d threads; digest=%@",
        report.singles.reduce(report.pairs.points) { $0 + $1.findings.points }, seconds, jobs,
        "\(report.digest)"))
    for failure in report.failures.prefix(10) { console.note("\(failure)") }
    if let failure = report.pairs.failures.first {
      console.note("repeat: bench bookings --pairs-only --seeds 1 --from \(failure.trial.seed)")
    }
    if !report.failures.isEmpty { return .violation }
    return report.seeds < sweep.pairs ? .interrupted : .pass
  }

  static func table(_ report: BookingSweep.Report) -> String {
    var rows = [["what goes wrong", "runs struck", "failed"]]
    for (name, findings) in report.singles {
      rows.append([name, "\(findings.points)", "\(findings.failures.count)"])
    }
    rows.append([
      "two things, \(report.seeds) seeds", "\(report.pairs.points)", "\(report.pairs.failures.count)",
    ])
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row.indices, row).map { index, cell in
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        return index == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ") + "\n"
    }.joined()
  }
}
