/// The exit codes of the program, as `--help` and the README list them.
enum ExitCode: Int32, CaseIterable {
  case pass = 0
  case internalError = 1
  case violation = 3
  case notBooked = 4
  case incompatibleRecording = 5
  case usage = 64
  case badInput = 65
  case cannotWrite = 74
  case thresholdFailed = 99
  case interrupted = 130
  case terminated = 143

  var meaning: String {
    switch self {
    case .pass: "pass"
    case .internalError: "internal error"
    case .violation: "an invariant or determinism is violated"
    case .notBooked: "a plan was not booked although --book asked for it"
    case .incompatibleRecording: "the recording is of another version of the program"
    case .usage: "wrong usage"
    case .badInput: "bad input file"
    case .cannotWrite: "cannot write"
    case .thresholdFailed: "a threshold or a validation failed"
    case .interrupted: "interrupted by SIGINT; a partial report is written"
    case .terminated: "the same by SIGTERM"
    }
  }

  /// The last line of standard error.
  var verdictLine: String { "verdict=\(verdict) exit=\(rawValue)" }

  /// The word after `verdict=` on the last line of standard error.
  var verdict: String {
    switch self {
    case .pass: "pass"
    case .internalError, .usage, .badInput, .cannotWrite, .incompatibleRecording: "error"
    case .violation, .thresholdFailed, .notBooked: "fail"
    case .interrupted, .terminated: "interrupted"
    }
  }
}
