import Experiments
import Primitives
import Reports

/// The search for failures that outlive their trigger.
enum MetastabilityCommand: Command {
  static let name = "metastability"
  static let summary = "checks whether a service stays down after the trigger of its failure is gone"
  static let operands = "[NAME...]"
  static let discussion = """
    Requests arrive at a constant rate. A trigger takes servers away or adds requests for a while, then everything is
    restored, and goodput returns or stays away. The command finds the lowest load at which it stays away, by bisection;
    then the shortest and the weakest trigger that suffice; and the mechanisms that sustain the failure: retries,
    hedges, the breaker, cache misses and the processing of abandoned requests are switched off one at a time when the
    trigger ends.

    Every question is answered by --seeds worlds. A load is vulnerable when goodput stays away in more than half of
    them. Goodput has returned when, over five seconds of requests, at least 95 % as many succeed as before; it must
    return within four times the drain time of a full queue, and is given at least one minute.

    Verdicts: `metastable at N/s (vulnerable from M/s)`, `stable at N/s (vulnerable from M/s)`, `stable up to
    capacity`, and `overloaded at N/s` where no trigger is needed. The exit code is 0 for every verdict; with --expect
    it is 99 when the verdict is another.

    examples:
      bench metastability
      bench metastability fixed-three-retries budgeted --plot plots
      bench metastability --policy mine.json --target flights --load 80/s --expect stable
      bench metastability hedged --trigger spike:50%:5s --json
    """

  static let seeds = Option("seeds", nil, "N", "worlds for each question (default 5)", in: 1...1_000)
  static let expect = Option(
    "expect", nil, "VERDICT", "stable or metastable; exit code 99 for another verdict", changesResult: false)
  static let plot = Option(
    "plot", nil, "DIR", "draw the hysteresis, and the goodput around the trigger, as SVG",
    changesResult: false)
  static let output = Option(
    "output", "o", "DIR", "write metastability.txt and metastability.json", changesResult: false)
  static let options = MetastabilityOptions.all + [seeds, .seed, expect, plot, output, .jobs, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let configurations = try MetastabilityOptions(arguments, console).configurations
    let seed = try arguments.value(.seed, default: 42, ValueParser.seed)
    let worlds = try arguments.count(seeds, default: 5)
    let jobs = try arguments.count(.jobs, default: Machine.cores)
    let expectsStable: Bool? = try arguments.choice(
      expect, ["stable": true, "metastable": false], default: nil)
    let files = try arguments.text(output).map { path throws(CommandError) in try OutputFolder(path) }
    let folder = try arguments.text(plot).map { path throws(CommandError) in try OutputFolder(path) }
    try arguments.refuseUnused(exceptLater: .json)
    Interrupt.startPolling()
    var reports: [MetastabilityReport] = []
    let isComplete = try Interrupt.completes {
      for configuration in configurations {
        let finder = MetastabilityFinder(configuration, seeds: worlds, seed: seed)
        reports.append(
          try finder.run(jobs: jobs) { activity in
            console.progress("metastability: \(activity)")
            try Interrupt.check()
          })
      }
    }
    console.endProgress()
    let command = arguments.repeatCommand(ending: [(seeds, "\(worlds)"), (.seed, "\(seed)")])
    let json = try JSONText.pretty(
      Envelope(command: command, configurations: reports, interrupted: isComplete ? nil : true))
    func text(details: Bool) -> String { reports.text(details: details) + "\nrepeat: \(command)\n" }
    if let files {
      try files.write(json, to: "metastability.json")
      try files.write(Escape.terminal(text(details: true)), to: "metastability.txt")
    }
    let printsDetails = !arguments.operands.isEmpty || configurations.count == 1
    console.out(arguments.has(.json) ? json : text(details: printsDetails))
    if !isComplete {
      return console.interrupted(
        after: "\(reports.count) of \(Text.count(configurations.count, "configuration"))",
        saved: files.map { ["\($0.path)/metastability.txt, metastability.json"] } ?? [], again: command)
    }
    if let folder { try draw(reports, to: folder, console) }
    return expectsStable.map { exitCode(reports, expectsStable: $0, console) } ?? .pass
  }

  private struct Envelope: Encodable {
    var schema = "bench.metastability/1"
    var command: String
    var configurations: [MetastabilityReport]
    var interrupted: Bool?
  }

  private static func exitCode(
    _ reports: [MetastabilityReport], expectsStable: Bool, _ console: Console
  ) -> ExitCode {
    let others = reports.filter { expectsStable ? !$0.verdict.isStable : $0.verdict != .metastable }
    for report in others {
      console.error(
        "\(report.name): \(report.conclusion), expected \(expectsStable ? "stable" : "metastable")")
    }
    return others.isEmpty ? .pass : .thresholdFailed
  }

  private static func draw(
    _ reports: [MetastabilityReport], to folder: OutputFolder, _ console: Console
  ) throws(CommandError) {
    let plots = reports.flatMap(\.plots)
    guard let pictures = Gnuplot.draw(plots) else {
      console.note(Gnuplot.missing)
      return
    }
    for plot in plots {
      if let picture = pictures[plot.name] { try folder.write(picture, to: "\(plot.name).svg") }
    }
    console.note("plots: \(folder.path)")
  }
}
