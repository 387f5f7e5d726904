internal import Glibc
internal import TravelPlanner

/// A lock between processes, on a file made for it. Ends with the value, and with the process however that ends.
///
/// The file is never removed: whoever had it open would hold a lock that nobody else sees.
final class FileLock: Sendable {
  enum Mode {
    /// Together with others that share it.
    case shared
    case alone
  }

  private let file: OpenFile

  /// Opens the file, making it when there is none; nothing is held yet.
  init(_ path: String) throws(StoreError) {
    do throws(SystemError) {
      file = try OpenFile(path, O_RDWR | O_CREAT, for: "lock")
    } catch {
      throw error.asStoreError
    }
  }

  /// Waits until the lock is held in this mode. A lock held in the other mode is given up first, not exchanged:
  /// others may come in between.
  func take(_ mode: Mode) throws(StoreError) { _ = try take(mode == .alone ? LOCK_EX : LOCK_SH) }

  /// False when it would have to wait; nothing is held then.
  func takeAtOnce(_ mode: Mode) throws(StoreError) -> Bool {
    try take((mode == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB)
  }

  func release() { file.unlock() }

  private func take(_ operation: Int32) throws(StoreError) -> Bool {
    do throws(SystemError) {
      return try file.lock(operation)
    } catch {
      throw error.asStoreError
    }
  }
}
