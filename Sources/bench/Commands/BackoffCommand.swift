import Experiments
import LoadGen
import Reports

/// Back-off with and without jitter when many clients contend for one record.
enum BackoffCommand: Command {
  static let name = "backoff"
  static let summary = "the effect of jitter when many clients contend for one record"
  static let discussion = """
    Clients that all want to change one record read it, write it, and back off when another client wrote in between.
    Prints the number of calls until every client has written, for no back-off, plain exponential back-off (base
    5 ms, cap 2 s), and equal, full and decorrelated jitter.

    examples:
      bench backoff
      bench backoff --clients 10,100,300 --rounds 3 --json
      bench backoff --plot contention.svg
    """

  static let clients = Option(
    "clients", nil, "N,...", "numbers of clients (default 10 to 100 by tens)", in: 1...10_000)
  static let rounds = Option(
    "rounds", nil, "N", "worlds for each figure, which is their mean (default 10)", in: 1...10_000)
  static let plot = Option(
    "plot", nil, "FILE", "draw the calls against the clients, as SVG", changesResult: false)
  static let options = [clients, rounds, plot, .seed, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let counts = try arguments.counts(clients, default: ContentionExperiment.standardClients)
    let experiment = ContentionExperiment(
      clients: counts, rounds: try arguments.count(rounds, default: 10),
      seed: try arguments.value(.seed, default: 42, ValueParser.seed))
    try arguments.refuseUnused(exceptLater: .json, plot)
    Interrupt.startPolling()
    let command = arguments.repeatCommand(ending: [
      (clients, counts.map(String.init).joined(separator: ",")), (rounds, "\(experiment.rounds)"),
      (.seed, "\(experiment.seed)"),
    ])
    var report = experiment.blank(command: command)
    let isComplete = try Interrupt.completes {
      try experiment.run(into: &report) { activity in
        console.progress("backoff: \(activity)")
        try Interrupt.check()
      }
    }
    if !isComplete { report.interrupted = true }
    console.endProgress()
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : report.text)
    if let path = arguments.text(plot) { try draw(report, to: path, console) }
    if isComplete { return .pass }
    return console.interrupted(
      after: "\(Set(report.rows.map(\.clients)).count) of \(counts.count) numbers of clients",
      saved: arguments.text(plot).map { [$0] } ?? [], again: command)
  }

  private static func draw(
    _ report: ContentionExperiment.Report, to path: String, _ console: Console
  ) throws(CommandError) {
    guard let picture = Gnuplot.draw([report.plot])?[report.plot.name] else {
      console.note(Gnuplot.missing)
      return
    }
    try OutputFolder.write(picture, toFile: path)
    console.note("plot: \(path)")
  }
}
