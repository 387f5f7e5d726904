internal import Glibc
internal import Synchronization
package import TravelPlanner

/// A file that grows by whole lines. An appended line survives the end of the process and of the machine.
///
/// A last line without a line feed was being written when its process died, and `append` had not returned: it is cut
/// off when the file is opened again. For one process at a time, which holds `FILE.lock`.
package final class LineFile: Sendable {
  package let path: String
  /// The lines found when the file was opened.
  package let lines: [String]
  private let file: OpenFile
  private let lock: FileLock
  // Keeps the lines of several threads apart.
  private let writing = Mutex(())

  /// Opens the file, creating it when there is none. Throws `unavailable` if another process has it open.
  package init(_ path: String) throws(StoreError) {
    self.path = path
    let lock = try FileLock("\(path).lock")
    guard try lock.tryAcquire(.exclusive) else {
      throw .unavailable(reason: "cannot open \(path): another process writes to it")
    }
    self.lock = lock
    do throws(SystemError) {
      let file = try OpenFile(path, O_RDWR | O_CREAT | O_APPEND, for: "open")
      let bytes = try file.readToEnd()
      let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      if end < bytes.count { try file.truncate(to: end) }
      lines = bytes[..<end].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
      self.file = file
    } catch {
      throw error.asStoreError
    }
  }

  /// The whole lines of a file that another process may be writing; none when there is no file.
  package static func lines(of path: String) throws(StoreError) -> [String] {
    do throws(SystemError) {
      let bytes = try OpenFile(path, O_RDONLY, for: "read").readToEnd()
      let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      return bytes[..<end].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    } catch {
      if error.code == ENOENT { return [] }
      throw error.asStoreError
    }
  }

  /// Appends a line, which contains no line feed. Returns when it is on the disk.
  package func append(_ line: String) throws(StoreError) {
    try writing.withLock { _ throws(StoreError) in
      do throws(SystemError) {
        try file.write(Array(line.utf8) + [UInt8(ascii: "\n")])
        try file.synchronize()
      } catch {
        throw error.asStoreError
      }
    }
  }
}
