internal import Glibc
internal import Synchronization
package import TravelPlanner

/// A file that grows by whole lines: a line that was appended survives the end of the process and of the machine.
///
/// A last line without its end was being written when a process died, and nobody was told that it is there: it
/// is taken away when the file is opened again. For one process at a time; it holds `FILE.lock`.
package final class LineFile: Sendable {
  package let path: String
  /// The lines that were there when it was opened.
  package let lines: [String]
  private let file: OpenFile
  private let lock: FileLock
  // Lines of several threads follow each other.
  private let turn = Mutex(())

  /// Opens the file, making it when there is none. Throws `unavailable` when another process has it.
  package init(_ path: String) throws(StoreError) {
    self.path = path
    let lock = try FileLock("\(path).lock")
    guard try lock.takeAtOnce(.alone) else {
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

  /// The whole lines of a file that somebody else may be writing; none when there is no file.
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

  /// Returns when the line is on the medium. It has no line feed in it.
  package func append(_ line: String) throws(StoreError) {
    try turn.withLock { _ throws(StoreError) in
      do throws(SystemError) {
        try file.write(Array(line.utf8) + [UInt8(ascii: "\n")])
        try file.synchronize()
      } catch {
        throw error.asStoreError
      }
    }
  }
}
