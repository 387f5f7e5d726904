import Experiments
import Resilience
import Scenarios
import SimulatedTravel
import TravelPlanner

/// The names that other commands take.
enum ListCommand: Command {
  static let name = "list"
  static let summary = "profiles, policies, scenarios and other names"
  static let discussion = """
    Lists the names that other commands take.

    examples:
      bench list
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    func section(_ title: String, _ lines: [(name: String, text: String)]) -> String {
      title + ":\n" + lines.map { "  \($0.name): \($0.text)\n" }.joined()
    }
    console.out(
      [
        section(
          "profiles (bench run --profile NAME, bench show NAME)",
          ServiceProfile.named.map { profile in
            let limits = profile.pools.map { ", \($0.perHost) connections a host, \($0.total) in all" } ?? ""
            return (profile.name, "flights \(profile.flights)\(limits)")
          }),
        section(
          "policies (bench run --policy NAME, bench show policy NAME, bench conformance --compare NAME,NAME)",
          PolicyDefaults.planner.profiles.map { ($0.name, $0.policy.stages) }),
        section(
          "scenarios (bench chaos NAME, bench show NAME)",
          ChaosScenario.catalogue.map { ($0.name, $0.firstSentence) }),
        section(
          "configurations (bench metastability NAME)",
          MetastabilityConfiguration.builtIn.map { ($0.name, $0.summary) }),
        section(
          "kernel workloads (bench kernel NAME)", KernelWorkload.allCases.map { ($0.rawValue, $0.operation) }),
      ].joined(separator: "\n"))
    return .pass
  }
}

extension ChaosScenario {
  fileprivate var firstSentence: String {
    summary.split(separator: ". ", maxSplits: 1).first.map { $0.hasSuffix(".") ? String($0) : $0 + "." }
      ?? summary
  }
}

extension TargetPolicy {
  /// The policies it has, from the outside in.
  fileprivate var stages: String {
    let stages: [(String, Bool)] = [
      ("retry", retry != nil), ("budget", budget != nil), ("hedge", hedge != nil),
      ("rate limiter", rateLimiter != nil), ("bulkhead", bulkhead != nil), ("breaker", breaker != nil),
      ("timeout", timeout != nil),
    ]
    return stages.filter(\.1).map(\.0).joined(separator: ", ")
  }
}
