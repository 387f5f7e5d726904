import Mutation
import Primitives
import Reports
import Scenarios

/// A sweep: scenarios over many seeds.
enum ChaosCommand: Command {
  static let name = "chaos"
  static let summary = "runs scenarios over many seeds, checks invariants and explains failing seeds"
  static let operands = "[NAME|FILE...]"
  static let discussion = """
    Runs each scenario under many seeds on all cores and checks every run. Each seed draws its own configuration:
    some fault families switched off, some settings at an extreme, another order of ready tasks. One seed in twenty
    is run twice to check that a run depends on its seed alone. A failing seed is shrunk, saved, and confirmed in a
    fresh process. Without a name: the whole catalogue (bench list).

    Exit codes: 3 when an invariant is violated or a coverage goal of the sweep is not reached; 99 when only figures
    exceed a scenario's limits; 130 when interrupted, with the report of the completed seeds.

    examples:
      bench chaos
      bench chaos --seeds 1000 baseline
      bench chaos --seeds 17..17 baseline --json
      bench chaos --shard 0/4 -o part0 && bench merge part*/chaos.json
    """

  static let recheck = Option(
    "recheck", nil, "SHARE", "the share of seeds to run twice and compare (default 5%)")
  static let noSwarm = Option("no-swarm", nil, nil, "all faults and the same task order in every seed")
  static let explain = Option(
    "explain", nil, "N", "explain at most N failing seeds; 0 for none (default 3)", in: 0...1_000,
    changesResult: false)
  static let shrinkRuns = Option(
    "shrink-runs", nil, "N", "runs to shrink a failing seed (default 1000)", in: 1...1_000_000,
    changesResult: false)
  static let output = Option(
    "output", "o", "DIR", "write chaos.txt, chaos.md, chaos.json and replay files", changesResult: false)
  static let junit = Option("junit", nil, "FILE", "write the verdicts as JUnit XML", changesResult: false)

  static let options = [
    ScenarioOptions.scenario, SeedsOptions.seeds, .seed, ScenarioOptions.profile, PolicyOptions.policy,
    recheck,
    noSwarm, MutantOptions.mutant, .jobs, ShardOptions.shard, explain, shrinkRuns, output, junit, .json,
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let settings = try ChaosSettings(arguments, console)
    try arguments.refuseUnused(exceptLater: output, junit, .json)
    if let mutant = settings.mutant { Mutation.select(mutant) }
    if let folder = arguments.text(output) { _ = try OutputFolder(folder) }
    Interrupt.startPolling()
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
      result, of: settings.sweep.parts.map(\.scenario), command: arguments.repeatCommand())
    let explanations = try explanations(of: report, settings, console).joined(separator: "\n")
    let outputs = SweepOutputs(arguments, report, pace: pace)
    if arguments.has(.json) {
      console.out(try JSONText.pretty(report))
      if !explanations.isEmpty { console.note(explanations) }
    } else {
      console.out(outputs.text(pace: figures(of: result, pace)))
      if !explanations.isEmpty { console.out("\nWhy\n\n" + explanations) }
    }
    try outputs.write(explanations: explanations, console)
    let rate = seconds > 0 ? Text.fixed(Double(result.cases) / seconds, 0) : "0"
    console.note(
      "\(result.cases) seeds in \(Text.fixed(seconds, 1)) s: \(rate) a second on \(settings.jobs) threads")
    console.note("digest=\(report.digest) repeat: \(report.command)")
    if !result.isComplete {
      return console.interrupted(
        after: "\(result.cases) of \(Text.count(settings.sweep.caseCount, "seed"))", saved: outputs.files,
        again: Interrupt.command)
    }
    return outputs.exitCode
  }

  private static func explanations(
    of report: SweepReport, _ settings: ChaosSettings, _ console: Console
  ) throws -> [String] {
    if Interrupt.hasCome { return [] }
    let explainer = FailureExplainer(
      sweep: settings.sweep, budget: settings.shrinkRuns, mutant: settings.mutant?.name,
      version: Bench.version)
    let replays = ReplayRuns(folder: settings.folder, console: console)
    let explained = try explainer.explain(report, limit: settings.explained, host: replays)
    console.endProgress()
    return explained.map { $0.text { "bench replay \(ShellWords.quoted($0))" } }
  }

  /// The pace of each scenario on one core of this machine.
  private static func figures(of result: SweepResult, _ pace: [Sweep.Pace]) -> [PaceFigures?] {
    zip(result.scenarios, pace).map { tally, pace in
      guard pace.nanoseconds > 0 else { return nil }
      let seconds = Double(pace.nanoseconds) / 1e9
      return PaceFigures(
        seedsPerSecond: Double(pace.cases) / seconds,
        simulatedPerSecond: Double(tally.measures.simulatedNanoseconds) / 1e9 / seconds)
    }
  }

  /// Returns the command that runs one seed of one scenario again, given the command that ran the sweep.
  ///
  /// Scenarios that were given as files are given as files again, all of them.
  static func replayCommand(of sweep: String) -> (_ scenario: String, _ seed: UInt64) -> String {
    let words = ShellWords.split(sweep)
    guard words.starts(with: ["bench", name]),
      let arguments = try? Arguments(Array(words.dropFirst(2)), for: self)
    else { return { _, _ in sweep } }
    let operands = arguments.operands
    return { scenario, seed in
      let isNamed =
        operands.isEmpty ? !arguments.has(ScenarioOptions.scenario) : operands.contains(scenario)
      return arguments.repeatCommand(
        operands: isNamed ? [scenario] : operands, without: [.seed],
        ending: [(SeedsOptions.seeds, "\(seed)..\(seed)")])
    }
  }
}

/// The settings of a sweep, from the arguments.
struct ChaosSettings {
  var sweep: Sweep
  var jobs: Int
  /// The most seeds that are explained.
  var explained: Int
  var shrinkRuns: Int
  /// The folder of replay files.
  var folder: String
  var mutant: Mutant?

  init(_ arguments: Arguments, _ console: Console) throws(CommandError) {
    let scenarios = try ScenarioOptions.chosen(arguments)
    let seeds = try SeedsOptions.ranges(of: scenarios.map(\.scenario), arguments)
    sweep = Sweep(
      zip(scenarios, seeds).map { Sweep.Part($0.scenario, seeds: $1, recipe: $0.recipe) })
    sweep.shard = try ShardOptions.chosen(arguments, console)
    if arguments.has(ChaosCommand.noSwarm) { sweep.swarm = nil }
    sweep.recheckShare = try arguments.value(
      ChaosCommand.recheck, default: sweep.recheckShare, ValueParser.share)
    jobs = try arguments.count(.jobs, default: Machine.cores)
    explained = try arguments.count(ChaosCommand.explain, default: 3)
    // Without an explanation nothing is shrunk.
    shrinkRuns = explained == 0 ? 1_000 : try arguments.count(ChaosCommand.shrinkRuns, default: 1_000)
    folder = arguments.text(ChaosCommand.output) ?? "results/chaos"
    mutant = try MutantOptions.chosen(arguments)
    try PolicyOptions.chosen(arguments)?.warn(console)
  }
}
