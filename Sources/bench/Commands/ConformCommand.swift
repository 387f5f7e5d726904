import Resilience
import Scenarios

/// The resilience engines against vectors of what libraries do.
enum ConformCommand: Command {
  static let name = "conform"
  static let summary = "policies against vectors of what libraries do"
  static let operands = "FILE..."
  static let discussion = """
    Runs every vector of the files: a configuration, what happens and when, and what must be true. Prints each
    failing vector with the step, what was expected and what happened; the last line counts.

    With --compare, the breaker traces of the files are run under two profiles instead. Prints where each trace
    first goes different ways, and how many calls each profile refused and let through to fail.

    examples:
      bench conform Tests/ResilienceTests/Vectors/*.json
      bench conform --json Tests/ResilienceTests/Vectors/delays.json
      bench conform --compare resilience4j,polly Tests/ResilienceTests/Vectors/random_breaker.json
    """

  static let compare = Option(
    "compare", nil, "A,B", "run the traces under two profiles (bench list names them) and tell them apart")
  static let options = [compare, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw CommandError.usage("bench conform takes vector files: bench conform FILE...")
    }
    let sides = try arguments.text(compare).map(breakers)
    var files: [(path: String, vectors: [Vector])] = []
    for path in arguments.operands {
      let text = try OutputFolder.read(path)
      do {
        files.append((path, try Vector.all(parsing: text)))
      } catch {
        throw CommandError.badInput("\(path): \(error.path.hasPrefix("line ") ? "not JSON: " : "")\(error)")
      }
    }
    if let sides { return try compare(sides, files, json: arguments.has(.json), console) }
    return check(files, json: arguments.has(.json), console)
  }

  // MARK: Against the vectors

  private static func check(
    _ files: [(path: String, vectors: [Vector])], json: Bool, _ console: Console
  ) -> ExitCode {
    var report = Conformance.Report()
    for file in files {
      console.progress("conformance: \(file.path)")
      report.add(Conformance.run(file.vectors))
    }
    console.endProgress()
    if json {
      console.out(report.json + "\n")
    } else {
      for failure in report.failures { console.out("\(failure)\n") }
      console.out("\(report.passed) passed, \(report.failed) failed\n")
    }
    return report.failed == 0 ? .pass : .thresholdFailed
  }

  // MARK: Two profiles

  private typealias Side = (name: String, policy: BreakerPolicy)

  private static func breakers(_ text: String) throws(CommandError) -> (Side, Side) {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 2 else {
      throw .usage("--compare \(quoted(text)): takes two profiles, as resilience4j,polly")
    }
    var sides: [Side] = []
    for name in names {
      guard let policy = Profile(named: name)?.policy.breaker else {
        let known = Profile.all.filter { $0.policy.breaker != nil }.map(\.name)
        let hint = nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
        throw .usage(
          "--compare: unknown profile \(quoted(name))\(hint) (there are \(known.joined(separator: ", ")))")
      }
      sides.append((name, policy))
    }
    return (sides[0], sides[1])
  }

  private static func compare(
    _ sides: (Side, Side), _ files: [(path: String, vectors: [Vector])], json: Bool, _ console: Console
  ) throws(CommandError) -> ExitCode {
    let traces = files.flatMap(\.vectors)
    guard traces.contains(where: { $0.kind == "breaker" }) else {
      throw .badInput("\(files[0].path): no vector is of kind breaker: there is no trace to compare on")
    }
    let comparison: Conformance.Comparison
    do throws(PolicyFileError) {
      comparison = try Conformance.compare(sides.0, sides.1, on: traces)
    } catch {
      throw .badInput("\(error)")
    }
    console.out(json ? comparison.json + "\n" : text(comparison))
    return .pass
  }

  private static func text(_ comparison: Conformance.Comparison) -> String {
    var text = ""
    let (first, second) = (comparison.profiles[0], comparison.profiles[1])
    func stand(_ stand: Conformance.Divergence.Stand) -> String {
      stand.state + (stand.admitted.map { $0 ? " (let through)" : " (refused)" } ?? "")
    }
    func cost(_ cost: Conformance.Cost) -> String { "\(cost.rejected) rejected, \(cost.failed) failed" }
    for divergence in comparison.divergences {
      let action = divergence.action.json.split(whereSeparator: \.isNewline)
        .map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
      text += """
        \(divergence.vector) step \(divergence.step) \(action)
          \(first): \(stand(divergence.first)); whole trace: \(cost(divergence.costs[0]))
          \(second): \(stand(divergence.second)); whole trace: \(cost(divergence.costs[1]))

        """
    }
    if !comparison.divergences.isEmpty { text += "\n" }
    for (name, total) in zip(comparison.profiles, comparison.costs) { text += "\(name): \(cost(total))\n" }
    return text + "\(comparison.divergences.count) of \(comparison.traces) traces diverge\n"
  }
}
