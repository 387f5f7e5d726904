import Primitives

/// Scripts for shell completion.
enum CompletionCommand: Command {
  static let name = "completion"
  static let summary = "a completion script for bash, zsh or fish"
  static let operands = "bash|zsh|fish"
  static let discussion = """
    Prints a script that completes commands and options.

    examples:
      bench completion bash > /etc/bash_completion.d/bench
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    switch arguments.operands.first {
    case "bash" where arguments.operands.count == 1: console.out(bash)
    case "zsh" where arguments.operands.count == 1:
      console.out("#compdef bench\nautoload -U +X bashcompinit && bashcompinit\n" + bash)
    case "fish" where arguments.operands.count == 1: console.out(fish)
    default: throw CommandError.usage("bench completion takes one shell: bash, zsh or fish")
    }
    return .pass
  }

  private static func names(_ command: any Command.Type) -> [String] { [command.name] + command.shortNames }

  private static func words(_ command: any Command.Type) -> String {
    (command.options + Option.common).map { "--\($0.name)" }.joined(separator: " ")
  }

  private static var bash: String {
    let cases = commands.map { command in
      "    \(names(command).joined(separator: "|"))) words=\"\(words(command))\" ;;"
    }.joined(separator: "\n")
    return """
      _bench() {
        local words
        case "${COMP_WORDS[1]}" in
      \(cases)
          *) words="\(commands.map { $0.name }.joined(separator: " ")) --help --version" ;;
        esac
        COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
      }
      complete -o default -F _bench bench

      """
  }

  private static var fish: String {
    commands.map { command in
      "complete -c bench -n __fish_use_subcommand -a \(command.name) -d \(ShellWords.quoted(command.summary))\n"
        + (command.options + Option.common).map { option in
          "complete -c bench -n '__fish_seen_subcommand_from \(names(command).joined(separator: " "))' -l \(option.name)\n"
        }.joined()
    }.joined()
  }
}
