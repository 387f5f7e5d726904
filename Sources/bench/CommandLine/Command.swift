import Reports

/// A command of the program.
protocol Command: SendableMetatype {
  static var name: String { get }
  /// Shorter names for the same command.
  static var shortNames: [String] { get }
  /// One line for the list of commands.
  static var summary: String { get }
  /// The operands in the usage line, as `[NAME...]`; empty for none.
  static var operands: String { get }
  /// A few paragraphs and examples; every example works as it stands.
  static var discussion: String { get }
  static var options: [Option] { get }

  /// Runs the command. All output goes through `console`.
  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode
}

extension Command {
  static var shortNames: [String] { [] }
  static var operands: String { "" }

  static var help: String {
    let rows = (options + Option.common).map { [$0.spelling, $0.help] }
    let lines = TextTable([.text(), .text()], rows: rows, indent: "  ").lines
    let short = shortNames.isEmpty ? "" : "\nshort name: \(shortNames.joined(separator: ", "))\n"
    return """
      bench \(name): \(summary)

      usage: bench \(name) [options]\(operands.isEmpty ? "" : " \(operands)")
      \(short)
      \(discussion)

      options:
      \(lines.joined(separator: "\n"))

      """
  }
}
