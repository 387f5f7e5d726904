import Foundation

/// What a store of files asks of the system: whole writes that are on the disk when they return.
enum TripRecordFile {
  /// A new file, flushed. Fails when there is one of that name.
  static func write(_ data: Data, to path: String) throws(SystemFailure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemFailure() }
    defer { close(descriptor) }
    var rest = [UInt8](data)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw SystemFailure()
      }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0 else { throw SystemFailure() }
  }

  /// Atomic: at every moment the file or folder is at one of the two places.
  static func move(_ from: String, to target: String) throws(SystemFailure) {
    guard unsafe rename(from, target) == 0 else { throw SystemFailure() }
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Names in a folder, in order.
  static func list(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// What was moved into or out of a folder is on the disk when this returns.
  static func flushFolder(_ path: String) throws(SystemFailure) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFailure() }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw SystemFailure() }
  }

  /// A folder and those in it.
  static func flushFolders(in path: String) throws {
    for folder in try list(path) { try flushFolder("\(path)/\(folder)") }
    try flushFolder(path)
  }

  /// Waits until nobody else, in this process or another, holds the lock on `path`.
  static func lock(_ path: String) throws(SystemFailure) -> Int32 {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemFailure() }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno == EINTR { continue }
      let failure = SystemFailure()
      close(descriptor)
      throw failure
    }
    return descriptor
  }

  static func unlock(_ descriptor: Int32) { close(descriptor) }
}

/// Why the system refused.
struct SystemFailure: Error, CustomStringConvertible {
  let code: Int32

  init(code: Int32 = errno) { self.code = code }

  var description: String { unsafe String(cString: strerror(code)) }
}
