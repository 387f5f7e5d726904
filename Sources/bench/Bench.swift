import Foundation
import Primitives
import Reports

/// The command line: finds the command, runs it and exits with its code.
@main
struct Bench {
  static let version = "0.1.0"

  nonisolated static func main() {
    signal(SIGPIPE, SIG_IGN)
    Console.openMissing()
    let words = Array(CommandLine.arguments.dropFirst())
    Interrupt.watch(CommandLine.quoted(words))
    var (code, printsVerdict) = perform(words)
    if code == .interrupted { code = Interrupt.code }
    if let reason = Console.outputError {
      Console().error("error: cannot write to standard output: \(reason)")
      (code, printsVerdict) = (.cannotWrite, true)
    }
    if printsVerdict { Console().error(code.verdictLine) }
    exit(code.rawValue)
  }

  /// Returns the exit code; `printsVerdict` is false for help and version.
  private static func perform(_ words: [String]) -> (code: ExitCode, printsVerdict: Bool) {
    let console = Console()
    do throws(CommandError) {
      if words.first == "--version" {
        if words.count > 1 { throw .usage("--version stands alone, was given \(quoted(words[1]))") }
        console.out("bench \(version)\n")
        return (.pass, false)
      }
      if let first = words.first, ["-h", "--help", "help"].contains(first) {
        if words.count > 2 { throw .usage("bench \(first) takes one command, was given \(quoted(words[2]))") }
        console.out(try helpText(words.dropFirst().first))
        return (.pass, false)
      }
      let isNamed = words.first.map { !$0.hasPrefix("-") } ?? false
      if !isNamed { try refuseLateCommand(words) }
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
      let code = try command.run(arguments, console)
      // A command that does not check this before its work is told after it.
      try arguments.refuseUnused()
      return (code, true)
    } catch let error as CommandError {
      console.endProgress()
      throw error
    } catch let error where Interrupt.isStop(error) {
      return (console.interrupted(after: nil, again: Interrupt.command), true)
    } catch {
      console.endProgress()
      // Errors of Foundation print their code and not what happened.
      let isFoundation = error is CocoaError || error is POSIXError
      throw CommandError(
        message: isFoundation ? OutputFolder.reason(error) : "\(error)", code: .internalError)
    }
  }

  /// Throws a usage error if options stand before the command, as in `bench --json run`.
  private static func refuseLateCommand(_ words: [String]) throws(CommandError) {
    var rest = words[...]
    while let word = rest.popFirst(), word != "--" {
      if word.hasPrefix("-") {
        let options = RunCommand.options + Option.common
        let option = options.first { word == "--\($0.name)" || $0.short.map { word == "-\($0)" } ?? false }
        if option?.value != nil { _ = rest.popFirst() }
      } else if commands.contains(where: { $0.name == word || $0.shortNames.contains(word) }) {
        throw .usage("the command comes before its options: bench \(word) \(words[0]) ...")
      } else {
        return
      }
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
