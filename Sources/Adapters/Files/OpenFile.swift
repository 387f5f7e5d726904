internal import Glibc

/// An open file, closed when the value ends. Calls that a signal interrupts are repeated.
struct OpenFile: ~Copyable {
  private let descriptor: Int32
  let path: String

  /// `flags` and `mode` as of open(2). Child processes do not inherit the file. `action` is for the message of an
  /// error: "cannot ACTION PATH".
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600, for action: String) throws(SystemError) {
    var descriptor: Int32
    repeat {
      // Swift passes the path as zero-terminated text.
      descriptor = unsafe open(path, flags | O_CLOEXEC, mode)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw .last(action, path) }
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  func isRegular() throws(SystemError) -> Bool {
    var status = stat()
    // Fills the struct it is given.
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last("examine", path) }
    return status.st_mode & S_IFMT == S_IFREG
  }

  func size() throws(SystemError) -> Int64 {
    var status = stat()
    // Fills the struct it is given.
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last("examine", path) }
    return Int64(status.st_size)
  }

  /// Reads the bytes from the current position to the end.
  func readToEnd() throws(SystemError) -> [UInt8] {
    let size = Int(try size())
    // One byte more than expected, so that one read meets the end; a file that grows meanwhile is read on.
    var bytes = try read(size + 1)
    while bytes.count > size {
      let more = try read(bytes.count)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Reads the next bytes, at most `count`; fewer only at the end.
  func read(_ count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        // Within the buffer: `filled` is below its count.
        unsafe Glibc.read(descriptor, buffer.baseAddress! + filled, count - filled)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .last("read", path) }
      guard got > 0 else { break }
      filled += got
    }
    return Array(bytes.prefix(filled))
  }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        // Within the buffer: `written` is below its count.
        unsafe Glibc.write(descriptor, buffer.baseAddress! + written, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last("write", path) }
      written += count
    }
  }

  func truncate(to size: Int) throws(SystemError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .last("cut", path) }
  }

  /// Returns when the written bytes are on the disk.
  func synchronize() throws(SystemError) {
    var result: Int32
    repeat { result = fsync(descriptor) } while result != 0 && errno == EINTR
    guard result == 0 else { throw .last("write", path) }
  }

  /// Acquires the file's lock in a mode of flock(2), which excludes other processes and other openings within this
  /// one. The system releases it when the file is closed or the process ends. False if it would have to wait and
  /// `mode` contains `LOCK_NB`.
  func lock(_ mode: Int32) throws(SystemError) -> Bool {
    var result: Int32
    repeat { result = flock(descriptor, mode) } while result != 0 && errno == EINTR
    if result != 0 && errno == EWOULDBLOCK { return false }
    guard result == 0 else { throw .last("lock", path) }
    return true
  }

  func unlock() { _ = flock(descriptor, LOCK_UN) }
}
