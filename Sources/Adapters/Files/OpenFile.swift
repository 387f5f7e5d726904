internal import Glibc

/// A file that is open, closed when the value ends. Interrupted calls go on.
struct OpenFile: ~Copyable {
  private let descriptor: Int32
  let path: String

  /// `flags` and `mode` as of open(2); never inherited by child processes.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600, for action: String) throws(SystemError) {
    var descriptor: Int32
    repeat {
      // The path is handed over as text that ends in a zero.
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

  /// Everything from here to the end.
  func readToEnd() throws(SystemError) -> [UInt8] {
    let size = Int(try size())
    // One more than there should be, so that the end is met at once; what grows meanwhile is read as well.
    var bytes = try read(size + 1)
    while bytes.count > size {
      let more = try read(bytes.count)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// The next bytes, at most `count`; fewer only at the end.
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

  /// Returns when what was written is on the medium.
  func synchronize() throws(SystemError) {
    var result: Int32
    repeat { result = fsync(descriptor) } while result != 0 && errno == EINTR
    guard result == 0 else { throw .last("write", path) }
  }

  /// Takes the file's lock in a mode of flock(2): between processes, and between two openings within one. The
  /// system gives it back when the file is closed, however the process ends. False when it would have to wait and
  /// `mode` says not to.
  func lock(_ mode: Int32) throws(SystemError) -> Bool {
    var result: Int32
    repeat { result = flock(descriptor, mode) } while result != 0 && errno == EINTR
    if result != 0 && errno == EWOULDBLOCK { return false }
    guard result == 0 else { throw .last("lock", path) }
    return true
  }

  func unlock() { _ = flock(descriptor, LOCK_UN) }
}
