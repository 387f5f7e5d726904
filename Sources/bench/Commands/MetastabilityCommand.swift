import Foundation
import LoadGen
import Primitives
import Resilience
import Scenarios

/// Whether a failure can outlive its cause.
enum MetastabilityCommand: Command {
  static let name = "metastability"
  static let summary = "whether a push leaves a service down when the push is gone"
  static let operands = "[NAME...]"
  static let discussion = """
    Lets requests come at a steady rate, takes servers away or adds requests for a while, puts everything back,
    and sees whether goodput returns. The lowest load from which it does not is found by halving, then the
    shortest and the weakest trigger that still suffice, and what sustains the failure: retries, hedges, the
    breaker, cache misses and work nobody waits for are switched off one at a time as the trigger ends.

    Every question is put to --seeds worlds. A load is vulnerable when goodput stays away in more than half of
    them; it is back when of the requests of five seconds at least 95 % as many are answered well as before, and
    has to be within four times what a full queue takes to drain, one minute at least.

    Verdicts: `metastable at N/s (vulnerable from M/s)`, `stable at N/s (vulnerable from M/s)`, `stable up to
    capacity`, and `overloaded at N/s` where it takes no trigger. The exit code is 0 whatever the verdict, unless --expect names another: then it is 99.

    examples:
      bench metastability
      bench metastability fixed-three-retries budgeted --plot plots
      bench metastability --policy mine.json --target flights --load 80/s --expect stable
      bench metastability hedged --trigger spike:50%:5s --json
    """

  static let load = Option("load", nil, "N/s", "judge this load instead of the configuration's own")
  static let trigger = Option(
    "trigger", nil, "KIND:STRENGTH%:TIME",
    "outage:100%:10s takes servers away, spike:200%:10s adds requests (default both)", repeatable: true)
  static let service = Option(
    "service", nil, "FILE", "a service of your own, as bench show prints those of a profile; needs servers")
  static let target = Option("target", nil, "NAME", "with --policy: the target whose guards are meant")
  static let seeds = Option("seeds", nil, "N", "worlds for each question (default 5)")
  static let expect = Option("expect", nil, "VERDICT", "stable or metastable; any other ends with 99")
  static let plot = Option(
    "plot", nil, "DIR", "draw load up and down, and goodput around the trigger, as SVG")
  static let output = Option("output", "o", "DIR", "write metastability.txt and metastability.json there too")
  static let options = [
    load, trigger, ChosenPolicy.option, target, service, seeds, expect, output, plot, .seed, .jobs, .json,
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let configurations = try MetastabilityChoice(arguments, console).configurations
    let seed = try arguments.value(.seed, default: 42, Value.seed)
    let worlds = try arguments.value(seeds, default: 5, Value.count)
    guard worlds <= 1000 else { throw CommandError.usage("--seeds: must be at most 1,000, was \(worlds)") }
    let jobs = try arguments.value(.jobs, default: Machine.cores, Value.count)
    let expected = try arguments.value(expect, default: nil, expectation)
    let files = try arguments.text(output).map { path throws(CommandError) in try OutputFolder(path) }
    let folder = try arguments.text(plot).map { path throws(CommandError) in try OutputFolder(path) }
    Interrupt.watch()
    var reports: [MetastabilityReport] = []
    var isInterrupted = false
    do {
      for configuration in configurations {
        let finder = MetastabilityFinder(configuration, seeds: worlds, seed: seed)
        reports.append(
          try finder.run(jobs: jobs) { what in
            console.progress("metastability: \(what)")
            try Interrupt.check()
          })
      }
    } catch is Interrupt.Stop {
      isInterrupted = true
    }
    console.endProgress()
    let repeats = repeatCommand(arguments, seeds: worlds, seed: seed)
    let asJSON = try json(reports, repeats)
    func asText(details: Bool) -> String {
      MetastabilityText.text(reports, details: details) + "\nrepeat: \(repeats)\n"
    }
    if let files {
      try files.write(asJSON, to: "metastability.json")
      try files.write(asText(details: true), to: "metastability.txt")
    }
    let namesSome = !arguments.operands.isEmpty || configurations.count == 1
    console.out(arguments.has(.json) ? asJSON : asText(details: namesSome))
    if isInterrupted {
      console.note("interrupted after \(reports.count) of \(configurations.count) configurations")
      return .interrupted
    }
    if let folder { try draw(reports, to: folder, console) }
    guard let expected else { return .pass }
    let others = reports.filter { expected ? !$0.verdict.isStable : $0.verdict != .metastable }
    for report in others {
      console.error("\(report.name): \(report.conclusion), expected \(expected ? "stable" : "metastable")")
    }
    return others.isEmpty ? .pass : .thresholdFailed
  }

  /// True for stable.
  private static func expectation(_ text: String) throws(ValueError) -> Bool? {
    switch text {
    case "stable": true
    case "metastable": false
    default: throw ValueError("must be stable or metastable")
    }
  }

  private struct Envelope: Encodable {
    var schema = "bench.metastability/1"
    var command: String
    var configurations: [MetastabilityReport]
  }

  private static func json(_ reports: [MetastabilityReport], _ command: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let envelope = Envelope(command: command, configurations: reports)
    return String(decoding: try encoder.encode(envelope), as: UTF8.self) + "\n"
  }

  private static func repeatCommand(_ arguments: Arguments, seeds: Int, seed: UInt64) -> String {
    var words = ["bench", name] + arguments.operands
    for option in [load, trigger, ChosenPolicy.option, target, service] {
      for text in arguments.texts(option) { words += ["--\(option.name)", text] }
    }
    return (words + ["--seeds", "\(seeds)", "--seed", "\(seed)"]).joined(separator: " ")
  }

  private static func draw(
    _ reports: [MetastabilityReport], to folder: OutputFolder, _ console: Console
  ) throws(CommandError) {
    let plots = reports.flatMap(\.plots)
    guard let pictures = Gnuplot.draw(plots) else {
      console.note("no plot: install gnuplot (apt install gnuplot-nox) and run again")
      return
    }
    for plot in plots {
      if let picture = pictures[plot.name] { try folder.write(picture, to: "\(plot.name).svg") }
    }
    console.note("plots: \(folder.path)")
  }
}
