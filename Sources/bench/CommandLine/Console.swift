import Foundation

/// Where the program speaks: data to standard output, everything else to standard error.
struct Console: Sendable {
  var isQuiet = false
  var showsProgress = false
  var usesColor = false

  init() {}

  /// Colours and progress are for terminals, and for whoever has not said no.
  init(quiet: Bool, json: Bool, noColor: Bool, noProgress: Bool) {
    let environment = ProcessInfo.processInfo.environment
    let refusesColor = noColor || !(environment["NO_COLOR"] ?? "").isEmpty
    isQuiet = quiet
    usesColor = !refusesColor && !json && isatty(STDOUT_FILENO) == 1
    showsProgress =
      !quiet && !noProgress && isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
      && environment["CI"] == nil
  }

  /// Data.
  func out(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// What a person may want to know.
  func note(_ text: String) { if !isQuiet { write(text + "\n", to: STDERR_FILENO) } }

  /// What went wrong, and the last line.
  func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// What is going on now, on one line that the next call overwrites.
  func progress(_ text: String) { if showsProgress { write("\r\u{1B}[K\(text)", to: STDERR_FILENO) } }

  func endProgress() { if showsProgress { write("\r\u{1B}[K", to: STDERR_FILENO) } }

  private func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      // A reader that has gone away, as `head` does, wants no more.
      if written <= 0 { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
