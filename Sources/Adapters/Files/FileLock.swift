internal import Glibc
internal import TravelPlanner

/// A lock between processes, on a file of its own. Released with the value, and when the process ends or is killed.
///
/// The file is never removed: a process that still had it open would hold a lock that other processes cannot see.
final class FileLock: Sendable {
  enum Mode {
    case shared
    case exclusive
  }

  private let file: OpenFile

  /// Opens the file, creating it when there is none. Does not acquire the lock. A symbolic link is refused: it may lead
  /// to a file of somebody else.
  init(_ path: String) throws(StoreError) {
    do throws(SystemError) {
      file = try OpenFile(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, for: "lock")
    } catch {
      throw error.asStoreError
    }
  }

  /// Waits until the lock is held in this mode. A lock held in the other mode is released first, so another process
  /// may acquire it in between.
  func acquire(_ mode: Mode) throws(StoreError) { _ = try acquire(mode == .exclusive ? LOCK_EX : LOCK_SH) }

  /// Acquires the lock without waiting. False if another holder is in the way; no lock is held then.
  func tryAcquire(_ mode: Mode) throws(StoreError) -> Bool {
    try acquire((mode == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB)
  }

  func release() { file.unlock() }

  private func acquire(_ operation: Int32) throws(StoreError) -> Bool {
    do throws(SystemError) {
      return try file.lock(operation)
    } catch {
      throw error.asStoreError
    }
  }
}
