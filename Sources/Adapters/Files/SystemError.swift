internal import Glibc
internal import TravelPlanner

/// A failed call of the operating system: the action, its file, and the error number.
struct SystemError: Error, Hashable {
  /// A verb for the message "cannot ACTION PATH": `write`.
  var action: String
  var path: String
  var code: Int32

  /// The error of the call that failed last on this thread.
  static func last(_ action: String, _ path: String) -> SystemError {
    SystemError(action: action, path: path, code: errno)
  }
}

extension SystemError: CustomStringConvertible {
  /// `cannot write sessions/00ff.json: No space left on device`
  var description: String { "cannot \(action) \(path): \(SystemError.text(code))" }

  /// The system's message for an error number.
  static func text(_ code: Int32) -> String {
    // Zero-terminated, and constant or owned by this thread.
    unsafe String(cString: strerror(code))
  }

  var asStoreError: StoreError { .unavailable(reason: description) }
}
