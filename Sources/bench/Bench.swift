import Foundation
import Reports

/// The command line: finds the command, runs it and exits with its code.
@main
struct Bench {
  static let version = "0.1.0"

  nonisolated static func main() {
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    let (code, printsVerdict) = perform(words)
    if printsVerdict { Console().error("verdict=\(code.verdict) exit=\(code.rawValue)") }
    exit(code.rawValue)
  }

  /// Returns the exit code; `printsVerdict` is false for help and version.
  private static func perform(_ words: [String]) -> (code: ExitCode, printsVerdict: Bool) {
    let console = Console()
    do throws(CommandError) {
      if words.first == "--version" {
        console.out("bench \(version)\n")
        return (.pass, false)
      }
      if let first = words.first, ["-h", "--help", "help"].contains(first) {
        console.out(try helpText(words.dropFirst().first))
        return (.pass, false)
      }
      let isNamed = words.first.map { !$0.hasPrefix("-") } ?? false
      let command = isNamed ? try command(named: words[0]) : RunCommand.self
      return try perform(command, isNamed ? Array(words.dropFirst()) : words)
    } catch {
      console.error("error: \(error.message)")
      return (error.code, true)
    }
  }

  private static func perform(
    _ command: any Command.Type, _ words: [String]
  ) throws(CommandError) -> (ExitCode, Bool) {
    let arguments = try Arguments(words, for: command)
    if arguments.has(.help) {
      Console().out(command.help)
      return (.pass, false)
    }
    let console = Console(
      quiet: arguments.has(.quiet), json: arguments.has(.json), noColor: arguments.has(.noColor),
      noProgress: arguments.has(.noProgress))
    do {
      return (try command.run(arguments, console), true)
    } catch let error as CommandError {
      console.endProgress()
      throw error
    } catch {
      console.endProgress()
      // Errors of Foundation print their code and not what happened.
      let isFoundation = error is CocoaError || error is POSIXError
      throw CommandError(
        message: isFoundation ? OutputFolder.reason(error) : "\(error)", code: .internalError)
    }
  }

  private static func command(named name: String) throws(CommandError) -> any Command.Type {
    if let command = commands.first(where: { $0.shortNames.contains(name) }) { return command }
    if let current = FormerNames.commands[name] { throw .usage("bench \(name) is now bench \(current)") }
    return try choice("command", named: name, in: commands, listedBy: "bench --help") { $0.name }
  }

  private static func helpText(_ name: String?) throws(CommandError) -> String {
    if let name { return try command(named: name).help }
    let list = TextTable([.text(), .text()], rows: commands.map { [$0.name, $0.summary] }, indent: "  ").lines
    let codes = TextTable(
      [.number(), .text()], rows: ExitCode.allCases.map { ["\($0.rawValue)", $0.meaning] }, indent: "  "
    ).lines
    return """
      bench \(version): simulates a travel planner on a virtual clock and measures it

      usage: bench [command] [options]

      Without a command, bench runs `bench run`.

      commands:
      \(list.joined(separator: "\n"))

      `bench help COMMAND` describes a command and its options.

      exit codes:
      \(codes.joined(separator: "\n"))

      """
  }
}
