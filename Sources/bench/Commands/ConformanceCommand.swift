import Configuration
import Primitives
import Resilience
import ResilienceConformance
import TravelPlanner

/// The resilience engines run against vectors of what other libraries do.
enum ConformanceCommand: Command {
  static let name = "conformance"
  static let shortNames = ["conform"]
  static let summary = "runs the resilience engines against vectors of other libraries"
  static let operands = "FILE..."
  static let discussion = """
    Runs every vector of the files: a configuration, timed inputs and expected results, or a sentence of a traveller
    and what it means. Prints each failing vector
    with the step, the expected and the actual value; the last line counts.

    With --compare, runs the breaker traces of the files under two profiles instead. Prints the step at which the
    states of each trace first diverge, and the calls that each profile rejected or let through to fail.

    examples:
      bench conformance Tests/ResilienceTests/Vectors/*.json
      bench conformance --json Tests/ResilienceTests/Vectors/delays.json
      bench conformance --compare resilience4j,polly Tests/ResilienceTests/Vectors/random_breaker.json
    """

  static let compare = Option(
    "compare", nil, "A,B", "compare two profiles (bench list names them) on the breaker traces")
  static let options = [compare, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw CommandError.usage("bench conformance takes vector files: bench conformance FILE...")
    }
    let sides = try arguments.text(compare).map(breakers)
    try arguments.refuseUnused(exceptLater: .json)
    var files: [(path: String, vectors: [Vector])] = []
    for path in arguments.operands {
      let text = try InputFile.read(path)
      do {
        files.append((path, try Vector.all(parsing: text)))
      } catch {
        throw CommandError.badInput(path, error)
      }
      if files.last?.vectors.isEmpty == true { throw CommandError.badInput("\(path): holds no vectors") }
    }
    Interrupt.startPolling()
    if let sides { return try compare(sides, files, json: arguments.has(.json), console) }
    return check(files, json: arguments.has(.json), console)
  }

  // MARK: Vectors

  private static func check(
    _ files: [(path: String, vectors: [Vector])], json: Bool, _ console: Console
  ) -> ExitCode {
    var report = Conformance.Report()
    var done = 0
    for file in files where !Interrupt.hasCome {
      console.progress("conformance: \(file.path)")
      report.add(Conformance.run(file.vectors))
      done += 1
    }
    console.endProgress()
    if json {
      console.out(report.json + "\n")
    } else {
      for failure in report.failures { console.out("\(failure)\n") }
      console.out("\(report.passed) passed, \(report.failed) failed\n")
    }
    if done < files.count {
      return console.interrupted(
        after: "\(done) of \(Text.count(files.count, "file"))", again: Interrupt.command)
    }
    return report.failed == 0 ? .pass : .thresholdFailed
  }

  // MARK: Comparison of two profiles

  private typealias Side = (name: String, policy: BreakerPolicy)

  private static func breakers(_ text: String) throws(CommandError) -> (Side, Side) {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 2 else {
      throw .usage("--compare \(quoted(text)): takes two profiles, as resilience4j,polly")
    }
    let sides = PolicyDefaults.planner.profiles.compactMap { profile in
      profile.policy.breaker.map { (profile.name, $0) }
    }
    func side(_ name: String) throws(CommandError) -> Side {
      try choice("profile for --compare", named: name, in: sides, \.0)
    }
    return (try side(names[0]), try side(names[1]))
  }

  private static func compare(
    _ sides: (Side, Side), _ files: [(path: String, vectors: [Vector])], json: Bool, _ console: Console
  ) throws(CommandError) -> ExitCode {
    let traces = files.flatMap(\.vectors)
    guard traces.contains(where: { $0.kind == "breaker" }) else {
      throw .badInput("\(files[0].path): has no vector of kind breaker, and --compare needs breaker traces")
    }
    let comparison: Conformance.Comparison
    do throws(ConfigurationError) {
      comparison = try Conformance.compare(sides.0, sides.1, on: traces)
    } catch {
      throw .badInput("\(error)")
    }
    console.out(json ? comparison.json + "\n" : comparison.text)
    return .pass
  }
}
