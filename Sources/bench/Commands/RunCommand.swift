import LoadGen
import Scenarios
import SimCore
import TravelPlanner

/// Sequential against concurrent planning.
enum RunCommand: Command {
  static let name = "run"
  static let summary = "sequential against concurrent planning, with reports"
  static let discussion = """
    Plans the same trips one after another and at once, with sequential and with parallel search, on the
    virtual clock; then a few of them again on the host's clock, to show how far the prediction is off.
    Prints tables and writes run.txt, run.md, run.json and run.html to the output folder.

    examples:
      bench run --profile reference
      bench run --profile production -c 1,30,300 --seed 7
      bench run --rate 50/s --duration 60s --profile production
      bench show policy resilience4j > policy.json && bench run --policy policy.json --no-twin
      bench run --json --no-twin > run.json

    Without --policy a profile's connection pools are the only bulkheads. A policy that is given keeps its own,
    no wider than the pools. It may be JSON5, and give targets policies of their own:
      \(PlannerPolicy.targetNames.joined(separator: ", "))
    """

  static let profile = Option(
    "profile", nil, "NAME", "services to plan with; again for more (default reference and production)",
    repeatable: true)
  static let requests = Option("requests", "n", "N", "requests of each run (default: see above each table)")
  static let users = Option("concurrency", "c", "N,...", "requests under way at most, a run each")
  static let rate = Option("rate", "r", "R/s", "let requests come at this rate instead, answered or not")
  static let duration = Option("duration", "d", "TIME", "how long requests come at that rate (default 30s)")
  static let output = Option("output", "o", "DIR", "where the reports go (default results)")
  static let clock = Option("clock", nil, "virtual|host", "only this clock's part")
  static let timeScale = Option("time-scale", nil, "X", "host time per virtual time (default 0.1)")
  static let noTwin = Option("no-twin", nil, nil, "leave out the run on the host's clock")
  static let noHarness = Option("no-harness", nil, nil, "leave out what the harness itself costs")
  static let full = Option("full", nil, nil, "plan the itinerary as well, and not only the searches")
  static let trace = Option("trace", nil, "FILE", "write one plan's decisions for the Perfetto viewer")

  static let options = [
    profile, ChosenPolicy.option, requests, users, rate, duration, .seed, clock, timeScale, noTwin, noHarness,
    full, output, trace,
    .json,
  ]

  /// What the words ask for.
  struct Settings {
    var job: MainJob
    var open: OpenSettings?
    var policy: ChosenPolicy?
    var timeScale: Double
    var showsVirtual: Bool
    var showsTwin: Bool
    var measuresHarness: Bool
    var command: String
  }

  struct OpenSettings {
    var rate: Double
    var duration: Int64
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let settings = try settings(arguments)
    settings.policy?.warn(console)
    let folder = try OutputFolder(arguments.text(output) ?? "results")
    if let path = arguments.text(trace) { try writeTrace(settings, to: path) }
    Interrupt.watch()
    let job = settings.job
    let meter = Meter()
    var findings = MainJob.Findings()
    var stopped = false
    do {
      let progress = { (what: String) in
        console.progress("simulating: \(what)")
        try Interrupt.check()
      }
      if let open = settings.open {
        try job.runOpen(
          ratePerSecond: open.rate, duration: open.duration, into: &findings, progress: progress)
      } else if settings.showsVirtual {
        try job.run(into: &findings, progress: progress)
      }
    } catch is Interrupt.Stop {
      stopped = true
    }
    let cost = meter.reading
    var envelope = envelope(settings, findings)
    do {
      if !stopped && settings.measuresHarness {
        envelope.harness = try HarnessProbe.measure(job, console).cost(
          plans: findings.plans, events: findings.events, reading: cost)
      }
      if !stopped && settings.showsTwin {
        envelope.twin = try TwinRunner(job, scale: settings.timeScale).run(console)
      }
    } catch is Interrupt.Stop {
      stopped = true
    }
    console.endProgress()
    if !settings.showsVirtual { envelope.kind = .host }
    // A result that does not depend on the machine does not name it.
    if envelope.harness != nil || envelope.twin != nil { envelope.machine = .this }
    if stopped {
      envelope.verdict = .interrupted
      envelope.exit = Int(ExitCode.interrupted.rawValue)
      envelope.notes.append("interrupted: what is here had been measured by then")
    }
    console.out(arguments.has(.json) ? envelope.json() : envelope.textReport())
    try write(envelope, to: folder, console)
    return stopped ? .interrupted : .pass
  }

  private static func settings(_ arguments: Arguments) throws(CommandError) -> Settings {
    guard arguments.operands.isEmpty else {
      throw .usage("bench run takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    var job = MainJob(seed: try arguments.value(.seed, default: 42, Value.seed))
    let names = arguments.texts(profile)
    if !names.isEmpty {
      job.profiles = []
      for name in names { job.profiles.append(try serviceProfile(name)) }
    }
    job.users = try arguments.value(users, default: MainJob.standardUsers, Value.counts)
    if arguments.has(requests) { job.requests = try arguments.value(requests, default: 1, Value.count) }
    if let requests = job.requests, let most = job.users.max(), requests < most {
      throw .usage("--requests \(requests) is fewer than the \(most) users of --concurrency")
    }
    job.scope = arguments.has(full) ? .full : .searchOnly
    let policy = try ChosenPolicy.chosen(arguments)
    job.policy = policy?.planner
    let which = arguments.text(clock) ?? "both"
    guard ["both", "virtual", "host"].contains(which) else {
      throw .usage("--clock \(quoted(which)): must be virtual or host")
    }
    var open: OpenSettings?
    if arguments.has(rate) {
      let perSecond = try arguments.value(rate, default: 1, Value.rate)
      let length = try arguments.value(duration, default: 30_000_000_000, Value.duration)
      guard length > 0 else { throw .usage("--duration must be positive") }
      guard perSecond * Double(length) / 1e9 <= 10_000_000 else {
        throw .usage("--rate and --duration make more than 10,000,000 requests")
      }
      open = OpenSettings(rate: perSecond, duration: length)
    } else if arguments.has(duration) {
      throw .usage("--duration goes with --rate")
    }
    return Settings(
      job: job, open: open, policy: policy,
      timeScale: try arguments.value(timeScale, default: 0.1, Value.scale),
      showsVirtual: which != "host", showsTwin: which != "virtual" && !arguments.has(noTwin) && open == nil,
      measuresHarness: !arguments.has(noHarness), command: repeatCommand(arguments, job))
  }

  /// The command that computes the same again, whatever was asked about where it goes.
  private static func repeatCommand(_ arguments: Arguments, _ job: MainJob) -> String {
    var words = ["bench run"]
    for option in [profile, ChosenPolicy.option, requests, users, rate, duration, full] {
      for text in arguments.texts(option) {
        words.append("--\(option.name)" + (text.isEmpty ? "" : " \(text)"))
      }
    }
    return (words + ["--seed \(job.seed)"]).joined(separator: " ")
  }

  static func serviceProfile(_ name: String) throws(CommandError) -> ServiceProfile {
    if let profile = ServiceProfile.named.first(where: { $0.name == name }) { return profile }
    let names = ServiceProfile.named.map(\.name)
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
    throw .usage("unknown profile \(quoted(name))\(hint) (there are \(names.joined(separator: ", ")))")
  }

  private static func envelope(_ settings: Settings, _ findings: MainJob.Findings) -> ResultEnvelope {
    let job = settings.job
    return ResultEnvelope(
      id: "run-\(hexadecimal(job.seed))", title: "Sequential against concurrent planning", kind: .virtual,
      tool: .this, seed: "\(job.seed)", digest: findings.digest.description, command: settings.command,
      config: RunConfiguration(
        models: findings.models, profiles: job.profiles.map(\.name),
        workload: job.scope == .full ? "full plans 100%" : "searches 100%", policy: settings.policy?.label),
      comparisons: findings.comparisons, insideRequest: findings.insideRequest, paired: findings.paired,
      timelines: findings.timelines, timeSeries: findings.timeSeries, notes: findings.notes)
  }

  private static func write(_ envelope: ResultEnvelope, to folder: OutputFolder, _ console: Console)
    throws(CommandError)
  {
    try folder.write(envelope.json(), to: "run.json")
    try folder.write(envelope.textReport(), to: "run.txt")
    try folder.write(envelope.markdownReport(), to: "run.md")
    let pictures = Gnuplot.draw(envelope.plots())
    try folder.write(envelope.htmlReport(plots: pictures ?? [:]), to: "run.html")
    console.note("reports: \(folder.path)/run.html, run.md, run.txt, run.json")
    if pictures == nil { console.note("no plots: install gnuplot (apt install gnuplot-nox) and run again") }
  }

  private static func writeTrace(_ settings: Settings, to path: String) throws {
    let load = PlannerLoad(
      settings.job.profiles[0], .sequential(requests: 1), searchMode: .parallel, scope: settings.job.scope,
      seed: settings.job.seed, policy: settings.job.policy)
    let trace = try load.trace()
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let isAbsolute = path.hasPrefix("/")
    let target = try OutputFolder(folder.isEmpty ? (isAbsolute ? "/" : ".") : folder)
    try target.write(trace.chromeJSON, to: String(parts.last ?? "trace.json"))
  }
}
