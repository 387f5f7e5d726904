import Experiments
import LoadGen
import Primitives
import Reports
import SimCore
import SimulatedTravel
import TravelPlanner

/// Sequential against concurrent planning.
enum RunCommand: Command {
  static let name = "run"
  static let summary = "sequential against concurrent planning, with reports"
  static let discussion = """
    Plans the same trips one after another and concurrently, with sequential and with parallel search, on the virtual
    clock; then repeats a few of them on the host's clock, to show the error of the prediction. Prints tables and
    writes run.txt, run.md, run.json and run.html to the output folder.

    examples:
      bench run --profile reference
      bench run --profile production -c 1,30,300 --seed 7
      bench run --rate 50/s --duration 60s --profile production
      bench show policy resilience4j > policy.json && bench run --policy policy.json --no-host-run
      bench run --json --no-host-run > run.json

    Goodput and speed-up count only whole answers. The exit code is 99 when nothing was measured, or fewer than half
    of the requests of a row were answered in full.

    Without --policy, a profile's connection pools are the only bulkheads. With --policy, its own bulkheads apply, no
    wider than the pools. The file may be JSON5, and may set policies for single targets:
      \(Text.wrapped(PlannerPolicy.targetNames.joined(separator: ", "), 110).joined(separator: "\n  "))
    """

  static let profile = Option(
    "profile", nil, "NAME",
    "a profile of the simulated services; repeatable (default reference and production)",
    repeatable: true)
  static let requests = Option(
    "requests", "n", "N", "requests of a run (default 1000; one a user if latencies are constant)",
    in: 1...10_000_000)
  static let users = Option(
    "concurrency", "c", "N,...",
    "requests in flight, a run for each number (default \(standardUsers))", in: 1...100_000)
  private static var standardUsers: String {
    SequentialVsConcurrent.standardUsers.map(String.init).joined(separator: ",")
  }
  static let rate = Option("rate", "r", "R/s", "open load: requests arrive at this rate")
  static let duration = Option("duration", "d", "TIME", "with --rate: how long requests arrive (default 30s)")
  static let output = Option(
    "output", "o", "DIR", "the folder of the reports (default results)", changesResult: false)
  static let clock = Option(
    "clock", nil, "virtual|host", "only the part on this clock (default both)", changesResult: false)
  static let timeScale = Option(
    "time-scale", nil, "X", "host time per virtual time (default 0.1)")
  static let noHostRun = Option(
    "no-host-run", nil, nil, "leave out the comparison with the host's clock", changesResult: false)
  static let noOverhead = Option(
    "no-overhead", nil, nil, "leave out the measurement of the simulator's overhead", changesResult: false)
  static let full = Option("full", nil, nil, "plan the itinerary too, not only the searches")
  static let trace = Option(
    "trace", nil, "FILE", "write the decisions of one plan for the Perfetto viewer", changesResult: false)

  static let options = [
    profile, PolicyOptions.policy, requests, users, rate, duration, full, .seed, clock, timeScale, noHostRun,
    noOverhead, output, trace, .json,
  ]

  /// The settings of a run, from the arguments.
  private struct Settings {
    var job: SequentialVsConcurrent
    var openLoad: OpenLoad?
    var policy: PolicyOptions?
    var timeScale: Double
    var runsVirtual: Bool
    var comparesHost: Bool
    var measuresOverhead: Bool
    var command: String
  }

  private struct OpenLoad {
    var rate: Double
    /// In nanoseconds.
    var duration: Int64
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let settings = try settings(arguments)
    try arguments.refuseUnused(exceptLater: noHostRun, noOverhead, output, trace, .json)
    settings.policy?.warn(console)
    let folder = try OutputFolder(arguments.text(output) ?? "results")
    Interrupt.startPolling()
    if let path = arguments.text(trace) {
      try OutputFolder.write(try trace(settings.job), toFile: path)
    }
    var (envelope, isInterrupted) = try simulate(settings, console)
    if !isInterrupted {
      isInterrupted = !(try Interrupt.completes { try compareWithHost(settings, &envelope, console) })
    }
    console.endProgress()
    // Only a result that depends on the machine names it.
    if envelope.overhead != nil || envelope.hostComparison != nil { envelope.machine = .this }
    envelope.judgeAnswers()
    if isInterrupted {
      envelope.verdict = .interrupted
      envelope.exit = Int(Interrupt.code.rawValue)
      envelope.notes.append("interrupted: holds what was measured until then")
    }
    console.out(arguments.has(.json) ? envelope.json() : envelope.textReport())
    try write(envelope, to: folder, console)
    if isInterrupted {
      return console.interrupted(
        after: Text.count(envelope.comparisons.count, "row"),
        saved: ["\(folder.path)/run.html, run.md, run.txt, run.json"],
        again: settings.command)
    }
    return envelope.verdict == .pass ? .pass : .thresholdFailed
  }

  // MARK: Settings

  private static func settings(_ arguments: Arguments) throws(CommandError) -> Settings {
    try arguments.refuseOperands()
    var job = SequentialVsConcurrent(seed: try arguments.value(.seed, default: 42, ValueParser.seed))
    let names = arguments.texts(profile)
    if !names.isEmpty {
      job.profiles = []
      for name in names { job.profiles.append(try ProfileOptions.profile(named: name)) }
    }
    let clocks = try arguments.choice(
      clock, ["virtual": (virtual: true, host: false), "host": (virtual: false, host: true)],
      default: (virtual: true, host: true))
    let openLoad = try openLoad(arguments)
    if !clocks.virtual {
      if arguments.has(noHostRun) { throw .usage("--clock host and --no-host-run leave nothing to run") }
      if openLoad != nil { throw .usage("--rate is served on the virtual clock: leave out --clock host") }
    } else if openLoad == nil {
      job.users = try arguments.counts(users, default: SequentialVsConcurrent.standardUsers)
      job.requests = try arguments.count(requests)
    }
    if let requests = job.requests, let most = job.users.max(), requests < most {
      throw .usage("--requests \(requests) is fewer than the \(most) users of --concurrency")
    }
    job.scope = arguments.has(full) ? .full : .searchOnly
    let policy = try PolicyOptions.chosen(arguments)
    job.policy = policy?.planner
    let comparesHost = clocks.host && !arguments.has(noHostRun) && openLoad == nil
    return Settings(
      job: job, openLoad: openLoad, policy: policy,
      timeScale: comparesHost ? try arguments.value(timeScale, default: 0.1, ValueParser.scale) : 0.1,
      runsVirtual: clocks.virtual, comparesHost: comparesHost,
      measuresOverhead: !arguments.has(noOverhead),
      // Without the host's part the figures are the same, without the virtual one there are none of it.
      command: arguments.repeatCommand(
        ending: [(.seed, "\(job.seed)")] + (clocks.virtual ? [] : [(clock, "host")])))
  }

  private static func openLoad(_ arguments: Arguments) throws(CommandError) -> OpenLoad? {
    guard arguments.has(rate) else {
      try arguments.refuse(duration, without: "--rate")
      return nil
    }
    for option in [users, requests] where arguments.has(option) {
      throw .usage(
        "--\(option.name) and --rate exclude each other: with --rate, requests come for --duration")
    }
    let perSecond = try arguments.value(rate, default: 1, ValueParser.rate)
    let length = try arguments.value(duration, default: 30_000_000_000, ValueParser.duration)
    guard length > 0 else { throw .usage("--duration must be positive") }
    guard perSecond * Double(length) / 1e9 <= 10_000_000 else {
      throw .usage("--rate and --duration make more than 10,000,000 requests")
    }
    return OpenLoad(rate: perSecond, duration: length)
  }

  // MARK: Runs

  /// Runs the part on the virtual clock, and measures the simulator's overhead over it.
  private static func simulate(
    _ settings: Settings, _ console: Console
  ) throws -> (envelope: ResultEnvelope, isInterrupted: Bool) {
    let job = settings.job
    let meter = Meter()
    var results = SequentialVsConcurrent.Results()
    var isInterrupted =
      !(try Interrupt.completes {
        let progress = { (activity: String) in
          console.progress("simulating: \(activity)")
          try Interrupt.check()
        }
        if let openLoad = settings.openLoad {
          try job.runOpen(
            ratePerSecond: openLoad.rate, duration: openLoad.duration, into: &results, progress: progress)
        } else if settings.runsVirtual {
          try job.run(into: &results, progress: progress)
        }
      })
    let reading = meter.reading
    var envelope = envelope(settings, results)
    if !isInterrupted && settings.measuresOverhead {
      console.progress("measuring the simulator's overhead")
      isInterrupted =
        !(try Interrupt.completes {
          envelope.overhead = try OverheadProbe.measure(seed: job.seed).overhead(
            plans: results.plans, events: results.events, reading: reading)
        })
    }
    return (envelope, isInterrupted)
  }

  private static func compareWithHost(
    _ settings: Settings, _ envelope: inout ResultEnvelope, _ console: Console
  ) throws {
    guard settings.comparesHost else { return }
    envelope.hostComparison = try HostComparisonPlan(settings.job)
      .run(timeScale: settings.timeScale, console)
  }

  private static func trace(_ job: SequentialVsConcurrent) throws -> String {
    try PlannerLoad(
      job.profiles[0], .sequential(requests: 1), searchMode: .parallel, scope: job.scope, seed: job.seed,
      policy: job.policy
    ).trace().chromeJSON
  }

  // MARK: Reports

  private static func envelope(_ settings: Settings, _ results: SequentialVsConcurrent.Results)
    -> ResultEnvelope
  {
    let job = settings.job
    return ResultEnvelope(
      id: "run-\(Text.hexadecimal(job.seed))", title: "Sequential against concurrent planning",
      kind: settings.runsVirtual ? .virtual : .host,
      tool: .this, seed: "\(job.seed)", digest: results.digest.description, command: settings.command,
      config: RunConfiguration(
        models: results.models, profiles: job.profiles.map(\.name),
        workload: job.scope == .full ? "full plans 100%" : "searches 100%", policy: settings.policy?.label),
      comparisons: results.comparisons, requestBreakdown: results.requestBreakdown, paired: results.paired,
      timelines: results.timelines, timeSeries: results.timeSeries, notes: results.notes)
  }

  private static func write(
    _ envelope: ResultEnvelope, to folder: OutputFolder, _ console: Console
  ) throws(CommandError) {
    try folder.write(envelope.json(), to: "run.json")
    try folder.write(envelope.textReport(), to: "run.txt")
    try folder.write(envelope.markdownReport(), to: "run.md")
    let pictures = Gnuplot.draw(envelope.plots())
    try folder.write(envelope.htmlReport(plots: pictures ?? [:]), to: "run.html")
    console.note("reports: \(folder.path)/run.html, run.md, run.txt, run.json")
    if pictures == nil { console.note(Gnuplot.missing) }
  }
}
