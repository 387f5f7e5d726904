import Foundation
import LoadGen
import Mutation
import Scenarios

/// How many mistakes a sweep finds.
enum MutantsCommand: Command {
  static let name = "mutants"
  static let summary = "known mistakes, and whether a sweep finds them"
  static let operands = "[MUTANT...]"
  static let discussion = """
    Runs the standard sweep against each of a set of known-wrong variants of retry, breaker, bulkhead, cache, planner
    and booking, each in a process of its own, and tells which check found it, after how many seeds. Without a name:
    all of them, and the code as it is, in which nothing may be found. Ends with 3 when one slips through.

    Mutants are only in a build that asks for them (make mutants):
      swift build -c release --traits Mutants --scratch-path .build-mutants --product bench

    examples:
      .build-mutants/release/bench mutants
      .build-mutants/release/bench mutants new-key-on-retry --json
      .build-mutants/release/bench chaos --mutant new-key-on-retry
    """

  static let alone = Option(
    "alone", nil, "NAME", "this one in this process, or none; prints its finding as JSON")
  static let list = Option("list", nil, nil, "print the mutants, and run nothing")
  static let options = [
    list, ChosenSeeds.option, .seed, ChosenScenarios.option, .jobs, ChaosCommand.shrinking, alone,
    Option("output", "o", "DIR", "write mutants.txt and mutants.json"), .json,
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    if arguments.has(list) {
      for mutant in Mutant.allCases { console.out("\(mutant.name): \(mutant.summary)\n") }
      return .pass
    }
    guard Mutation.isAvailable else { throw ChosenMutant.unavailable }
    let scenarios = try ChosenScenarios.all(arguments.texts(ChosenScenarios.option))
    let seeds = try ChosenSeeds.of(scenarios.map(\.scenario), arguments)
    let sweep = Sweep(zip(scenarios, seeds).map { Sweep.Part($0.scenario, seeds: $1, recipe: $0.recipe) })
    if let name = arguments.text(alone) {
      return try runAlone(name == "none" ? nil : ChosenMutant.named(name), sweep, arguments, console)
    }
    let output = arguments.text(ChaosCommand.output)
    if let output { _ = try OutputFolder(output) }
    let report = try runAll(sweep, arguments, console)
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : report.text())
    if let output {
      let folder = try OutputFolder(output)
      try folder.write(report.text(), to: "mutants.txt")
      try folder.write(try JSONText.pretty(report), to: "mutants.json")
    }
    return report.passed ? .pass : .violation
  }

  private static func runAlone(
    _ mutant: Mutant?, _ sweep: Sweep, _ arguments: Arguments, _ console: Console
  ) throws -> ExitCode {
    if let mutant { Mutation.select(mutant) }
    let trial = MutantTrial(
      sweep, shrinkRuns: try arguments.value(ChaosCommand.shrinking, default: 400, Value.count))
    let finding = trial.run(
      mutant, threads: try arguments.value(.jobs, default: Machine.cores, Value.count))
    console.out(try JSONText.pretty(finding))
    return .pass
  }

  private static func runAll(
    _ sweep: Sweep, _ arguments: Arguments, _ console: Console
  ) throws -> MutantReport {
    Interrupt.watch()
    var chosen: [Mutant] = []
    for name in arguments.operands { chosen.append(try ChosenMutant.named(name)) }
    let names =
      (arguments.operands.isEmpty ? ["none"] : []) + (chosen.isEmpty ? Mutant.allCases : chosen).map(\.name)
    var passedOn: [String] = []
    for option in [ChosenSeeds.option, .seed, ChosenScenarios.option, ChaosCommand.shrinking] {
      for text in arguments.texts(option) { passedOn += ["--\(option.name)", text] }
    }
    let command = (["bench mutants"] + arguments.operands + passedOn).joined(separator: " ")
    if arguments.has(.jobs) { passedOn += ["--jobs", arguments.text(.jobs) ?? "1"] }
    let bar = ProgressBar(console)
    var findings: [MutantFinding] = []
    for (index, name) in names.enumerated() {
      bar.show(index, of: names.count, "mutants", note: ", \(name)")
      try Interrupt.check()
      findings.append(try finding(name, passedOn))
    }
    console.endProgress()
    let control = findings.first { $0.mutant == "none" }
    return MutantReport(
      command: command, sweep: sweep, control: control, findings: findings.filter { $0.mutant != "none" })
  }

  /// The mutant in a process of its own, so that one that brings the program down is found as well.
  private static func finding(_ name: String, _ passedOn: [String]) throws -> MutantFinding {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.executable)
    process.arguments = ["mutants", "--alone", name, "--quiet"] + passedOn
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try Interrupt.check()
    if let finding = try? JSONDecoder().decode(MutantFinding.self, from: text) { return finding }
    guard process.terminationReason == .uncaughtSignal else {
      throw CommandError(
        message: "the trial of \(name) ended with \(process.terminationStatus)", code: .internalError)
    }
    return MutantFinding(
      mutant: name, summary: Mutant(name: name)?.summary ?? "",
      found: MutantFinding.Found(
        check: "the program stays up", scenario: "", seed: 0, seedsToDetection: 0,
        message: "a precondition failed"))
  }
}
