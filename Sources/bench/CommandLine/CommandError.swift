/// The failure of a command: one line for the user and the exit code.
struct CommandError: Error {
  var message: String
  var code: ExitCode

  static func usage(_ message: String) -> CommandError { CommandError(message: message, code: .usage) }
  static func badInput(_ message: String) -> CommandError { CommandError(message: message, code: .badInput) }
  static func cannotWrite(_ message: String) -> CommandError {
    CommandError(message: message, code: .cannotWrite)
  }
}
