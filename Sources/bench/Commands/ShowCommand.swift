import Foundation
import Resilience
import Scenarios

/// One named thing as data.
enum ShowCommand: Command {
  static let name = "show"
  static let summary = "a profile, a policy or a scenario as JSON"
  static let operands = "NAME | policy NAME | policy-schema | scenario-schema"
  static let discussion = """
    Prints what a name stands for, as JSON: a profile of services, a chaos scenario, which bench chaos takes as a
    file, the policy set of a resilience profile, which --policy takes, or the JSON Schema of such files.

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
    default: console.out(try services(words))
    }
    return .pass
  }

  private static func policy(_ words: [String]) throws(CommandError) -> PolicySet {
    let names = Profile.names
    guard let name = words.first, words.count == 1 else {
      throw .usage("bench show policy takes one name (there are \(names.joined(separator: ", ")))")
    }
    if let set = PolicySet(named: name) { return set }
    throw unknown(name, "no policy", among: names)
  }

  private static func services(_ words: [String]) throws -> String {
    let names = ServiceProfile.named.map(\.name)
    guard let name = words.first, words.count == 1 else {
      throw CommandError.usage(
        "bench show takes one name (there are \(names.joined(separator: ", ")), policy NAME, policy-schema, "
          + "scenario-schema, and the scenarios of bench list)")
    }
    guard let profile = ServiceProfile.named.first(where: { $0.name == name }) else {
      if Profile(named: name) != nil {
        throw CommandError.usage("\(quoted(name)) is a policy: bench show policy \(name)")
      }
      throw unknown(
        name, "nothing",
        among: names + ["policy", "policy-schema", "scenario-schema"] + ChaosScenario.catalogue.map(\.name))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(profile), as: UTF8.self) + "\n"
  }

  private static func unknown(_ name: String, _ what: String, among names: [String]) -> CommandError {
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
    return .usage("\(what) is named \(quoted(name))\(hint) (there are \(names.joined(separator: ", ")))")
  }
}
