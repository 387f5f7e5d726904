/// How the program ends, for scripts. The numbers are documented in `--help` and the README.
enum ExitCode: Int32, CaseIterable {
  case pass = 0
  case internalError = 1
  case regression = 2
  case violation = 3
  case baseline = 5
  case inconclusive = 6
  case usage = 64
  case badInput = 65
  case cannotWrite = 74
  case thresholdFailed = 99
  case interrupted = 130

  var meaning: String {
    switch self {
    case .pass: "pass"
    case .internalError: "internal error"
    case .regression: "regression against the baseline"
    case .violation: "invariant or determinism violated"
    case .baseline: "baseline missing or incompatible"
    case .inconclusive: "inconclusive (only with --strict)"
    case .usage: "wrong usage"
    case .badInput: "bad input file"
    case .cannotWrite: "cannot write"
    case .thresholdFailed: "a threshold or a validation failed"
    case .interrupted: "interrupted, partial report written"
    }
  }

  /// The word on the last line of standard error.
  var verdict: String {
    switch self {
    case .pass: "pass"
    case .internalError, .usage, .badInput, .cannotWrite, .baseline: "error"
    case .regression: "regressed"
    case .violation, .thresholdFailed: "fail"
    case .inconclusive: "inconclusive"
    case .interrupted: "interrupted"
    }
  }
}

/// Why a command could not do what it was asked: one line for the user, and the exit code.
struct CommandError: Error {
  var message: String
  var code: ExitCode

  static func usage(_ message: String) -> CommandError { CommandError(message: message, code: .usage) }
  static func badInput(_ message: String) -> CommandError { CommandError(message: message, code: .badInput) }
  static func cannotWrite(_ message: String) -> CommandError {
    CommandError(message: message, code: .cannotWrite)
  }
}
