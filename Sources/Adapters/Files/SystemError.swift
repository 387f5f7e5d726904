internal import Glibc
internal import TravelPlanner

/// A call of the operating system that failed: what was tried, on what, and its error number.
struct SystemError: Error, Hashable {
  /// For a sentence that begins with "cannot": `write`.
  var action: String
  var path: String
  var code: Int32

  /// Of the call that failed last on this thread.
  static func last(_ action: String, _ path: String) -> SystemError {
    SystemError(action: action, path: path, code: errno)
  }
}

extension SystemError: CustomStringConvertible {
  /// `cannot write sessions/00ff.json: No space left on device`
  var description: String { "cannot \(action) \(path): \(SystemError.text(code))" }

  /// The system's words for an error number.
  static func text(_ code: Int32) -> String {
    // Ends in a zero, and is this thread's own or constant.
    unsafe String(cString: strerror(code))
  }

  var asStoreError: StoreError { .unavailable(reason: description) }
}
