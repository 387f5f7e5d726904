import Foundation

/// A file that a command writes.
enum OutputFile {
  /// Writes a regular file atomically, through a symbolic link as well; a device or a pipe directly.
  static func write(_ text: String, to path: String) throws(CommandError) {
    let bytes = Array(text.utf8)
    let error = isSpecial(path) ? writeDirectly(bytes, to: path) : replace(path, with: bytes)
    if let error { throw .cannotWrite("cannot write \(quoted(path)): \(OutputFolder.systemReason(error))") }
  }

  /// True for what exists and is neither a regular file nor a folder: a device, a pipe, a socket. It must not be
  /// replaced.
  static func isSpecial(_ path: String) -> Bool {
    guard let kind = mode(of: path).map({ $0 & S_IFMT }) else { return false }
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// Returns the error number; nil for success.
  private static func writeDirectly(_ bytes: [UInt8], to path: String) -> Int32? {
    let file = unsafe open(path, O_WRONLY | O_CLOEXEC)
    return file < 0 ? errno : finish(file, bytes)
  }

  private static func replace(_ path: String, with bytes: [UInt8]) -> Int32? {
    let target = resolved(path)
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    let part = "\(folder).\(target.dropFirst(folder.count).prefix(100)).\(getpid())"
    let file = unsafe open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if file < 0 { return errno }
    // The file that is replaced may be private.
    if let mode = mode(of: target) { _ = fchmod(file, mode & 0o777) }
    var error = finish(file, bytes)
    if error == nil, unsafe rename(part, target) != 0 { error = errno }
    if error != nil { _ = unsafe unlink(part) }
    return error
  }

  /// Writes all bytes and closes the file.
  private static func finish(_ file: Int32, _ bytes: [UInt8]) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe Foundation.write(file, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      if written < 0 {
        let error = errno
        close(file)
        return error
      }
      rest = rest.dropFirst(written)
    }
    return close(file) == 0 ? nil : errno
  }

  /// The path with symbolic links followed, if the file exists.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private static func mode(of path: String) -> mode_t? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_mode : nil
  }
}
