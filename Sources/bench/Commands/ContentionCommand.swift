import Foundation
import LoadGen
import Scenarios

/// Many clients, one resource: back-off with and without jitter.
enum ContentionCommand: Command {
  static let name = "contention"
  static let summary = "many clients, one resource: what jitter is worth"
  static let discussion = """
    Clients that all want to change one record read it, write it, and back off when another came in between.
    Prints how many calls it takes until everyone has written, for no back-off, plain exponential back-off (base
    5 ms, cap 2 s), and equal, full and decorrelated jitter.

    examples:
      bench contention
      bench contention --clients 10,100,300 --rounds 3 --json
      bench contention --plot contention.svg
    """

  static let clients = Option("clients", nil, "N,...", "numbers of clients (default 10 to 100 by tens)")
  static let rounds = Option("rounds", nil, "N", "worlds for each figure, which is their mean (default 10)")
  static let plot = Option("plot", nil, "FILE", "draw the calls against the clients, as SVG")
  static let options = [clients, rounds, plot, .seed, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandError.usage(
        "bench contention takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    let clients = try arguments.value(
      clients, default: ContentionExperiment.standardClients, Value.counts)
    if let most = clients.max(), most > 10_000 {
      throw CommandError.usage("--clients: must be at most 10,000, was \(most)")
    }
    let experiment = ContentionExperiment(
      clients: clients, rounds: try arguments.value(rounds, default: 10, Value.count),
      seed: try arguments.value(.seed, default: 42, Value.seed))
    Interrupt.watch()
    let report: ContentionExperiment.Report
    do {
      report = try experiment.run { what in
        console.progress("contention: \(what)")
        try Interrupt.check()
      }
    } catch is Interrupt.Stop {
      console.endProgress()
      return .interrupted
    }
    console.endProgress()
    console.out(arguments.has(.json) ? try json(report) : table(report))
    if let path = arguments.text(plot) { try draw(report, to: path, console) }
    return .pass
  }

  private static func json(_ report: ContentionExperiment.Report) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }

  /// A row for each number of clients, a column for each kind of back-off.
  static func table(_ report: ContentionExperiment.Report) -> String {
    let kinds = ContentionWorld.Backoff.allCases
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func line(_ cells: [String]) -> String {
      right(cells[0], 9) + zip(kinds, cells.dropFirst()).map { "  " + right($1, $0.title.count) }.joined()
        + "\n"
    }
    let counts = report.rows.filter { $0.backoff == .none }.map(\.clients)
    func section(_ title: String, _ cell: (ContentionExperiment.Row) -> String) -> String {
      var text = title + "\n\n" + line(["clients"] + kinds.map(\.title))
      for count in counts {
        let rows = report.rows.filter { $0.clients == count }
        text += line(["\(count)"] + kinds.map { kind in rows.first { $0.backoff == kind }.map(cell) ?? "" })
      }
      return text
    }
    return [
      "Many clients change one record; the mean of \(report.rounds) worlds, seed \(report.seed), digest \(report.digest)\n"
        + "repeat: \(report.command)\n",
      section("Calls of all clients until each has written") { String(format: "%.1f", $0.calls) },
      section("Calls for each call of plain exponential back-off") {
        String(format: "%.2f", $0.shareOfPlain)
      },
      section("Seconds until the last client was done") {
        String(format: "%.3f", Double($0.makespanNanoseconds) / 1e9)
      },
    ].joined(separator: "\n")
  }

  private static func draw(
    _ report: ContentionExperiment.Report, to path: String, _ console: Console
  ) throws(CommandError) {
    guard let picture = Gnuplot.draw([report.plot])?["contention"] else {
      console.note("no plot: install gnuplot (apt install gnuplot-nox) and run again")
      return
    }
    let url = URL(fileURLWithPath: path)
    try OutputFolder(url.deletingLastPathComponent().path).write(picture, to: url.lastPathComponent)
    console.note("plot: \(path)")
  }
}
