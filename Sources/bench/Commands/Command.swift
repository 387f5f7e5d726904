/// One thing the program can do.
protocol Command: SendableMetatype {
  static var name: String { get }
  /// One line for the list of commands.
  static var summary: String { get }
  /// What stands behind the name besides options: `[NAME...]`.
  static var operands: String { get }
  /// A paragraph, and examples that work as they stand.
  static var discussion: String { get }
  static var options: [Option] { get }

  /// Does it; what is printed goes through `console`.
  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode
}

extension Command {
  static var operands: String { "" }

  static var help: String {
    let options = options + Option.common
    let width = options.map(\.spelling.count).max() ?? 0
    let lines = options.map { option in
      "  " + option.spelling + String(repeating: " ", count: width - option.spelling.count + 2) + option.help
    }
    return """
      bench \(name): \(summary)

      usage: bench \(name) [options]\(operands.isEmpty ? "" : " \(operands)")

      \(discussion)

      options:
      \(lines.joined(separator: "\n"))

      """
  }
}

/// Every command, in the order of the help.
let commands: [any Command.Type] = [
  RunCommand.self, PlanCommand.self, TripsCommand.self, PricesCommand.self, StoreCommand.self,
  ChaosCommand.self, ReplayCommand.self, MergeCommand.self, MutantsCommand.self,
  MetastabilityCommand.self,
  ValidateCommand.self, ConformCommand.self, ContentionCommand.self, BookingsCommand.self,
  KernelCommand.self, DigestsCommand.self, ReportCommand.self, ListCommand.self, ShowCommand.self,
  DoctorCommand.self, CompletionCommand.self,
]
