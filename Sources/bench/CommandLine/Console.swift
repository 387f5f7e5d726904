import Foundation
import Primitives

/// The program's output: results to standard output, everything else to standard error.
struct Console: Sendable {
  var isQuiet = false
  var showsProgress = false
  var usesColor = false

  init() {}

  /// Colours and progress appear on a terminal only, unless they are switched off.
  init(quiet: Bool, json: Bool, noColor: Bool, noProgress: Bool) {
    let environment = ProcessInfo.processInfo.environment
    let refusesColor = noColor || !(environment["NO_COLOR"] ?? "").isEmpty
    isQuiet = quiet
    usesColor = !refusesColor && !json && isatty(STDOUT_FILENO) == 1
    showsProgress =
      !quiet && !noProgress && isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
      && environment["CI"] == nil
  }

  /// Writes text to standard output, with control characters in visible form.
  func out(_ text: String) { write(Escape.terminal(text), to: STDOUT_FILENO) }

  /// Writes data to standard output as they are, in a form that has escapes of its own.
  func out(exactly data: String) { write(data, to: STDOUT_FILENO) }

  /// Writes lines of information, unless the program was asked to be quiet.
  func note(_ text: String) { if !isQuiet { write(Escape.terminal(text) + "\n", to: STDERR_FILENO) } }

  /// Writes an error or the verdict on one line, even when quiet.
  func error(_ text: String) { write(Escape.line(text) + "\n", to: STDERR_FILENO) }

  /// Writes the current activity on one line, which the next call overwrites.
  func progress(_ text: String) {
    if showsProgress { write("\r\u{1B}[K\(Escape.line(text))", to: STDERR_FILENO) }
  }

  /// Clears the line of progress.
  func endProgress() { if showsProgress { write("\r\u{1B}[K", to: STDERR_FILENO) } }

  private func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      // The reader has closed the pipe, as `head` does.
      if written <= 0 { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
