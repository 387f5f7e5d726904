import Scenarios

/// What there is.
enum ListCommand: Command {
  static let name = "list"
  static let summary = "profiles and what else has a name"
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
    text += "\nkernel workloads (bench kernel NAME):\n"
    for workload in KernelWorkload.allCases { text += "  \(workload.rawValue): \(workload.operation)\n" }
    console.out(text)
    return .pass
  }
}
