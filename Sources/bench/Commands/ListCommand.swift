import Resilience
import Scenarios

/// What there is.
enum ListCommand: Command {
  static let name = "list"
  static let summary = "profiles, policies, scenarios and what else has a name"
  static let discussion = """
    Lists what other commands take by name.

    examples:
      bench list
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandError.usage("bench list takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    var text = "profiles (bench run --profile NAME, bench show NAME):\n"
    for profile in ServiceProfile.named {
      let limits = profile.pools.map { ", \($0.perHost) connections a host, \($0.total) in all" } ?? ""
      text += "  \(profile.name): flights \(profile.flights)\(limits)\n"
    }
    text +=
      "\npolicies (bench run --policy NAME, bench show policy NAME, bench conform --compare NAME,NAME):\n"
    for profile in Profile.all { text += "  \(profile.name): \(profile.policy.stages)\n" }
    text += "\nscenarios (bench chaos NAME, bench show NAME):\n"
    for scenario in ChaosScenario.catalogue { text += "  \(scenario.name): \(scenario.firstSentence)\n" }
    text += "\nconfigurations (bench metastability NAME):\n"
    for configuration in MetastabilityConfiguration.builtIn {
      text += "  \(configuration.name): \(configuration.summary)\n"
    }
    text += "\nkernel workloads (bench kernel NAME):\n"
    for workload in KernelWorkload.allCases { text += "  \(workload.rawValue): \(workload.operation)\n" }
    console.out(text)
    return .pass
  }
}

extension ChaosScenario {
  /// What it is about, in short.
  fileprivate var firstSentence: String {
    summary.split(separator: ". ", maxSplits: 1).first.map { $0.hasSuffix(".") ? String($0) : $0 + "." }
      ?? summary
  }
}

extension TargetPolicy {
  /// The guards it has, from the outside in.
  fileprivate var stages: String {
    let stages: [(String, Bool)] = [
      ("retry", retry != nil), ("budget", budget != nil), ("hedge", hedge != nil),
      ("rate limiter", rateLimiter != nil), ("bulkhead", bulkhead != nil), ("breaker", breaker != nil),
      ("timeout", timeout != nil),
    ]
    return stages.filter(\.1).map(\.0).joined(separator: ", ")
  }
}
