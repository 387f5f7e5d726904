import Foundation
import Mutation
import Primitives
import Reports
import Scenarios

/// The mutants that a sweep detects.
enum MutantsCommand: Command {
  static let name = "mutants"
  static let summary = "runs a sweep against known mistakes and reports which it detects"
  static let operands = "[MUTANT...]"
  static let discussion = """
    Runs the standard sweep against known-wrong variants of retry, breaker, bulkhead, cache, planner and booking,
    each in a separate process, and reports for each the check that detected it and the number of seeds it took.
    Without a name: all mutants, and the unchanged code as control, in which nothing may fail. The exit code is 3
    when a mutant is not detected.

    Only a build with the trait Mutants has mutants (make mutants):
      swift build -c release --traits Mutants --scratch-path .build-mutants --product bench

    examples:
      .build-mutants/release/bench mutants
      .build-mutants/release/bench mutants new-key-on-retry --json
      .build-mutants/release/bench chaos --mutant new-key-on-retry
    """

  static let shrinkRuns = Option(
    "shrink-runs", nil, "N", "runs to shrink a failing seed (default 400)", in: 1...1_000_000)
  static let alone = Option(
    "alone", nil, "NAME", "run this mutant, or none, in this process and print its finding as JSON")
  static let list = Option("list", nil, nil, "print the mutants and run nothing", changesResult: false)
  static let output = Option("output", "o", "DIR", "write mutants.txt and mutants.json", changesResult: false)
  static let options = [
    list, SeedsOptions.seeds, .seed, ScenarioOptions.scenario, shrinkRuns, alone, .jobs, output, .json,
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    if arguments.has(list) {
      try arguments.refuseUnused()
      for mutant in Mutant.allCases { console.out("\(mutant.name): \(mutant.summary)\n") }
      return .pass
    }
    guard Mutation.isAvailable else { throw MutantOptions.unavailable }
    let scenarios = try ScenarioOptions.named(arguments.texts(ScenarioOptions.scenario))
    let seeds = try SeedsOptions.ranges(of: scenarios.map(\.scenario), arguments)
    let sweep = Sweep(zip(scenarios, seeds).map { Sweep.Part($0.scenario, seeds: $1, recipe: $0.recipe) })
    let trial = MutantTrial(sweep, shrinkRuns: try arguments.count(shrinkRuns, default: 400))
    let jobs = try arguments.count(.jobs, default: Machine.cores)
    if let name = arguments.text(alone) {
      let mutant = name == "none" ? nil : try MutantOptions.mutant(named: name)
      try arguments.refuseUnused()
      if let mutant { Mutation.select(mutant) }
      console.out(try JSONText.pretty(trial.run(mutant, threads: jobs)))
      return .pass
    }
    for path in arguments.texts(ScenarioOptions.scenario) where path == "-" || OutputFile.isSpecial(path) {
      throw CommandError.usage(
        "--scenario \(quoted(path)): each mutant runs in a process of its own, which cannot read it: name a file"
      )
    }
    var chosen: [Mutant] = []
    for name in arguments.operands { chosen.append(try MutantOptions.mutant(named: name)) }
    try arguments.refuseUnused(exceptLater: output, .json)
    let folder = try arguments.text(output).map { path throws(CommandError) in try OutputFolder(path) }
    let (report, isComplete) = try runAll(chosen, sweep, arguments, console)
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : report.text())
    if let folder {
      try folder.write(report.text(), to: "mutants.txt")
      try folder.write(try JSONText.pretty(report), to: "mutants.json")
    }
    if !isComplete {
      return console.interrupted(
        after: Text.count(report.findings.count, "mutant"),
        saved: folder.map { ["\($0.path)/mutants.txt, mutants.json"] } ?? [], again: report.command)
    }
    return report.passed ? .pass : .violation
  }

  private static func runAll(
    _ chosen: [Mutant], _ sweep: Sweep, _ arguments: Arguments, _ console: Console
  ) throws -> (report: MutantReport, isComplete: Bool) {
    Interrupt.startPolling()
    let names =
      (chosen.isEmpty ? ["none"] : []) + (chosen.isEmpty ? Mutant.allCases : chosen).map(\.name)
    let jobs = arguments.text(.jobs).map { ["--jobs", $0] } ?? []
    let bar = ProgressBar(console)
    var findings: [MutantFinding] = []
    let isComplete = try Interrupt.completes {
      for (index, name) in names.enumerated() {
        bar.show(index, of: names.count, "mutants", note: ", \(name)")
        try Interrupt.check()
        findings.append(try finding(name, arguments.givenOptions() + jobs))
      }
    }
    console.endProgress()
    let control = findings.first { $0.mutant == "none" }
    var report = MutantReport(
      command: arguments.repeatCommand(), sweep: sweep, control: control,
      findings: findings.filter { $0.mutant != "none" })
    if !isComplete { report.interrupted = true }
    return (report, isComplete)
  }

  /// Runs a mutant in a separate process, so that one that crashes the program is detected as well.
  private static func finding(_ name: String, _ options: [String]) throws -> MutantFinding {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.executable)
    process.arguments = ["mutants", "--alone", name, "--quiet"] + options
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let id = process.processIdentifier
    let text = try Interrupt.stopping(
      with: { kill(id, SIGKILL) }, during: { try output.fileHandleForReading.readToEnd() ?? Data() })
    process.waitUntilExit()
    try Interrupt.check()
    if let finding = try? JSONDecoder().decode(MutantFinding.self, from: text) { return finding }
    guard process.terminationReason == .uncaughtSignal else {
      throw CommandError(
        message: "the process of mutant \(name) ended with \(process.terminationStatus)", code: .internalError
      )
    }
    return MutantFinding(
      mutant: name, summary: Mutant(name: name)?.summary ?? "",
      found: MutantFinding.Found(
        check: "the program stays up", scenario: "", seed: 0, seedsToDetection: 0,
        message: "a precondition failed"))
  }
}
