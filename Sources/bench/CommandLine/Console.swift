import Foundation
import Primitives
import Synchronization

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

  /// Prints lines and the verdict, and ends the program at once.
  func end(_ code: ExitCode, saying lines: [String]) -> Never {
    endProgress()
    for line in lines { error(line) }
    error(code.verdictLine)
    _exit(code.rawValue)
  }

  private func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        bytes = bytes.dropFirst(written)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&ready, 1, -1)
      case let error:
        if descriptor == STDOUT_FILENO { Console.lost.store(error, ordering: .relaxed) }
        return
      }
    }
  }

  // MARK: Output that cannot be written

  /// The error number of the last write to standard output that failed; 0 for none.
  private static let lost = Atomic<Int32>(0)

  /// True once a write to standard output has failed: more output would be of no use.
  static var isLost: Bool { lost.load(ordering: .relaxed) != 0 }

  /// The reason for which output was lost; nil when there is none, or when its reader closed the pipe, as `head` does.
  static var outputError: String? {
    let error = lost.load(ordering: .relaxed)
    return error == 0 || error == EPIPE ? nil : unsafe String(cString: strerror(error))
  }

  /// Opens the standard files that the caller has closed, so that no file of a command takes their place: reading
  /// and writing them fails.
  static func openMissing() {
    for file in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(file, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
