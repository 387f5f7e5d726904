import Configuration
import Resilience
import Scenarios
import SimulatedTravel
import TravelPlanner

/// The data behind a name.
enum ShowCommand: Command {
  static let name = "show"
  static let summary = "a profile, a policy or a scenario as JSON"
  static let operands = "NAME | policy NAME | policy-schema | scenario-schema"
  static let discussion = """
    Prints the data behind a name as JSON: the profile of the simulated services, a chaos scenario, the policy set
    of a library's profile, or the JSON Schema of scenario and policy files. `bench chaos` takes a printed scenario
    as a file, --policy a printed policy set.

    examples:
      bench show production
      bench show policy polly > policy.json
      bench show blackout > blackout.json
      bench show scenario-schema > scenario.schema.json
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let words = arguments.operands
    switch words.first {
    case "policy-schema" where words.count == 1: console.out(PolicySet.schema.json + "\n")
    case "scenario-schema" where words.count == 1: console.out(ChaosScenario.schema.json + "\n")
    case let name? where words.count == 1 && ChaosScenario.named(name) != nil:
      console.out((ChaosScenario.named(name)?.json ?? "") + "\n")
    case "policy": console.out(try policy(Array(words.dropFirst())).json + "\n")
    default: console.out(try JSONText.pretty(try profile(words)))
    }
    return .pass
  }

  private static func policy(_ words: [String]) throws(CommandError) -> PolicySet {
    guard let name = words.first, words.count == 1 else {
      throw .usage(
        "bench show policy takes one name (there are \(PolicyDefaults.planner.names.joined(separator: ", ")))"
      )
    }
    guard let set = PolicyDefaults.planner.set(named: name) else {
      throw unknown("policy", name, among: PolicyDefaults.planner.names)
    }
    return set
  }

  private static func profile(_ words: [String]) throws(CommandError) -> ServiceProfile {
    let names = ServiceProfile.named.map(\.name)
    guard let name = words.first, words.count == 1 else {
      throw .usage(
        "bench show takes one name (there are \(names.joined(separator: ", ")), policy NAME, policy-schema, "
          + "scenario-schema, and the scenarios of bench list)")
    }
    if let profile = ServiceProfile.named.first(where: { $0.name == name }) { return profile }
    if PolicyDefaults.planner.names.contains(name) {
      throw .usage("\(quoted(name)) is a policy: bench show policy \(name)")
    }
    throw unknown(
      "name", name,
      among: names + ["policy", "policy-schema", "scenario-schema"] + ChaosScenario.catalogue.map(\.name))
  }
}
