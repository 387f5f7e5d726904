import Foundation

/// The command line: finds the command, runs it, ends with its code.
@main
struct Bench {
  static let version = "0.1.0"

  nonisolated static func main() {
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    let (code, speaks) = perform(words)
    if speaks { Console().error("verdict=\(code.verdict) exit=\(code.rawValue)") }
    exit(code.rawValue)
  }

  /// The exit code, and whether the verdict line belongs at the end.
  private static func perform(_ words: [String]) -> (ExitCode, Bool) {
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
      let named = words.first.map { !$0.hasPrefix("-") } ?? false
      let command = named ? try find(words[0]) : RunCommand.self
      return try perform(command, named ? Array(words.dropFirst()) : words)
    } catch {
      console.error("error: \(error.message)")
      return (error.code, true)
    }
  }

  private static func perform(
    _ command: any Command.Type, _ words: [String]
  ) throws(CommandError) -> (ExitCode, Bool) {
    let arguments = try Arguments(words, options: command.options + Option.common)
    if arguments.has(.help) {
      Console().out(command.help)
      return (.pass, false)
    }
    let json = arguments.has(.json)
    let console = Console(
      quiet: arguments.has(.quiet), json: json, noColor: arguments.has(.noColor),
      noProgress: arguments.has(.noProgress))
    do {
      return (try command.run(arguments, console), true)
    } catch let error as CommandError {
      console.endProgress()
      throw error
    } catch {
      console.endProgress()
      throw CommandError(message: "\(error)", code: .internalError)
    }
  }

  private static func find(_ name: String) throws(CommandError) -> any Command.Type {
    if let command = commands.first(where: { $0.name == name }) { return command }
    let hint = nearest(to: name, among: commands.map { $0.name }).map { "; did you mean \($0)?" } ?? ""
    throw .usage("unknown command \(quoted(name))\(hint) (bench --help lists them)")
  }

  private static func helpText(_ name: String?) throws(CommandError) -> String {
    if let name { return try find(name).help }
    let width = commands.map { $0.name.count }.max() ?? 0
    let list = commands.map { command in
      "  \(command.name)\(String(repeating: " ", count: width - command.name.count + 2))\(command.summary)"
    }
    let codes = ExitCode.allCases.map { code in
      "  \(String(repeating: " ", count: 3 - "\(code.rawValue)".count))\(code.rawValue)  \(code.meaning)"
    }
    return """
      bench \(version): simulates a travel planner on a virtual clock, and measures it

      usage: bench [command] [options]

      Without a command, bench does what `bench run` does.

      commands:
      \(list.joined(separator: "\n"))

      `bench help COMMAND` says what a command takes.

      exit codes:
      \(codes.joined(separator: "\n"))

      """
  }
}
