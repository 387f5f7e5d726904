import Foundation
import LoadGen
import Mutation
import Primitives
import Scenarios

/// Scenarios over many seeds.
enum ChaosCommand: Command {
  static let name = "chaos"
  static let summary = "scenarios over many seeds: what must always hold, and a failing seed explained"
  static let operands = "[NAME...]"
  static let discussion = """
    Runs each scenario under many seeds on all cores, and judges every run. Each seed draws a configuration of its
    own: families of faults switched off, settings turned to an extreme, another order of what is ready. One seed
    in twenty is run twice, to see that a run is a function of its seed. A failing seed is made as small as it
    gets, saved, and confirmed in a fresh process. Without a name: the whole catalogue (bench list).

    Exit codes: 3 when something that must hold does not, or the sweep never reached what it was made for; 99 when
    only figures are beyond a scenario's limits; 130 when interrupted, with the report of what was done.

    examples:
      bench chaos
      bench chaos --seeds 1000 baseline
      bench chaos --seeds 17..17 baseline --json
      bench chaos --shard 0/4 -o part0 && bench merge part*/chaos.json
    """

  static let twins = Option("twins", nil, "SHARE", "seeds to run twice and compare (default 5%)")
  static let noSwarm = Option("no-swarm", nil, nil, "every fault and the same order of tasks in every seed")
  static let explain = Option("explain", nil, "N", "failing seeds to explain at most; 0 for none (default 3)")
  static let shrinking = Option("shrink-runs", nil, "N", "runs to make a failing seed small (default 1000)")
  static let output = Option(
    "output", "o", "DIR", "write chaos.txt, chaos.md and chaos.json, and replay files")
  static let junit = Option("junit", nil, "FILE", "write the verdicts as JUnit XML")

  static let options = [
    ChosenSeeds.option, .seed, ChosenScenarios.option, ChosenScenarios.profile, ChosenPolicy.option, .jobs,
    ChosenShard.option, twins,
    noSwarm, ChosenMutant.option, explain, shrinking, output, junit, .json,
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let settings = try ChaosSettings(arguments, console)
    if let mutant = settings.mutant { Mutation.select(mutant) }
    if let folder = settings.output { _ = try OutputFolder(folder) }
    Interrupt.watch()
    let bar = ProgressBar(console)
    let meter = Meter()
    var (result, pace) = settings.sweep.run(
      threads: settings.jobs, stopwatch: { Meter.threadNanoseconds },
      progress: { progress in
        bar.show(
          progress.done, of: progress.all, "seeds",
          note: progress.failed > 0 ? ", \(progress.failed) failed" : "")
      }, shouldStop: { Interrupt.hasCome })
    console.endProgress()
    result.mutant = settings.mutant?.name
    let seconds = Double(meter.reading.wallNanoseconds) / 1e9
    let report = SweepReport(
      result, of: settings.sweep.parts.map(\.scenario), command: settings.command)
    let findings =
      Interrupt.hasCome
      ? [] : try settings.explainer.explain(report, limit: settings.explained, console)
    let explanations = findings.map(\.text).joined(separator: "\n")

    if settings.isJSON {
      console.out(try JSONText.pretty(report))
      if !explanations.isEmpty { console.note(explanations) }
    } else {
      console.out(report.text(pace: paceFigures(result, pace)))
      if !explanations.isEmpty { console.out("\nWhy\n\n" + explanations) }
    }
    try SweepOutputs(folder: settings.output, junit: settings.junit).write(report, explanations, console)
    let rate = seconds > 0 ? Double(result.cases) / seconds : 0
    console.note(
      String(
        format: "%d seeds in %.1f s: %.0f a second on %d threads", result.cases, seconds, rate, settings.jobs)
    )
    console.note("digest=\(report.digest) repeat: \(report.command)")
    return SweepOutputs.exitCode(report)
  }

  /// A second of a core's time, for each scenario.
  private static func paceFigures(_ result: SweepResult, _ pace: [Sweep.Pace]) -> [PaceFigures?] {
    zip(result.scenarios, pace).map { tally, pace in
      guard pace.nanoseconds > 0 else { return nil }
      let seconds = Double(pace.nanoseconds) / 1e9
      return PaceFigures(
        seedsPerSecond: Double(pace.cases) / seconds,
        simulatedPerSecond: Double(tally.measures.simulatedNanoseconds) / 1e9 / seconds)
    }
  }
}

/// What the words behind `bench chaos` ask for.
struct ChaosSettings {
  var sweep: Sweep
  var jobs: Int
  var explained: Int
  var shrinkRuns: Int
  var output: String?
  var junit: String?
  var isJSON: Bool
  var mutant: Mutant?
  var command: String

  init(_ arguments: Arguments, _ console: Console) throws(CommandError) {
    let scenarios = try ChosenScenarios.of(arguments)
    let seeds = try ChosenSeeds.of(scenarios.map(\.scenario), arguments)
    sweep = Sweep(
      zip(scenarios, seeds).map { Sweep.Part($0.scenario, seeds: $1, recipe: $0.recipe) })
    sweep.shard = try ChosenShard.chosen(arguments, console)
    if arguments.has(ChaosCommand.noSwarm) { sweep.swarm = nil }
    sweep.twins = try arguments.value(ChaosCommand.twins, default: sweep.twins, Value.share)
    jobs = try arguments.value(.jobs, default: Machine.cores, Value.count)
    explained =
      arguments.text(ChaosCommand.explain) == "0"
      ? 0 : try arguments.value(ChaosCommand.explain, default: 3, Value.count)
    shrinkRuns = try arguments.value(ChaosCommand.shrinking, default: 1_000, Value.count)
    output = arguments.text(ChaosCommand.output)
    junit = arguments.text(ChaosCommand.junit)
    isJSON = arguments.has(.json)
    mutant = try ChosenMutant.chosen(arguments)
    command = ChaosSettings.repeatCommand(arguments)
    try ChosenPolicy.chosen(arguments)?.warn(console)
  }

  var explainer: Explainer {
    Explainer(sweep: sweep, budget: shrinkRuns, folder: output ?? "results/chaos", mutant: mutant?.name)
  }

  /// The command that computes the same again, whatever was asked about where it goes and which part of it.
  private static func repeatCommand(_ arguments: Arguments) -> String {
    var words = ["bench chaos"] + arguments.operands
    for option in [
      ChosenScenarios.option, ChosenSeeds.option, .seed, ChosenScenarios.profile, ChosenPolicy.option,
      ChaosCommand.twins,
      ChaosCommand.noSwarm, ChosenMutant.option,
    ] {
      for text in arguments.texts(option) {
        words.append("--\(option.name)" + (text.isEmpty ? "" : " \(text)"))
      }
    }
    return words.joined(separator: " ")
  }
}

/// Where the report of a sweep goes besides standard output.
struct SweepOutputs {
  var folder: String?
  var junit: String?

  func write(_ report: SweepReport, _ explanations: String, _ console: Console) throws {
    if let folder {
      let target = try OutputFolder(folder)
      try target.write(try JSONText.pretty(report), to: "chaos.json")
      try target.write(
        report.text() + (explanations.isEmpty ? "" : "\nWhy\n\n" + explanations), to: "chaos.txt")
      try target.write(report.markdown(), to: "chaos.md")
      console.note("reports: \(folder)/chaos.txt, chaos.md, chaos.json")
    }
    if let junit { try OutputFolder.write(report.junit(), toFile: junit) }
    if GitHubActions.isDetected {
      // The runner reads commands from standard error as well, and standard output may be JSON.
      for annotation in report.annotations() { console.error(annotation) }
      try GitHubActions.summarise(report.markdown())
    }
  }

  static func exitCode(_ report: SweepReport) -> ExitCode {
    if !report.result.isComplete { return .interrupted }
    switch report.verdict {
    case .pass: return .pass
    case .violation: return .violation
    case .threshold: return .thresholdFailed
    case .interrupted: return .interrupted
    }
  }
}
