import Foundation
import Synchronization

/// The files that a command reads: a path, a pipe such as `<(...)`, or `-` for standard input.
enum InputFile {
  /// The texts of standard input and pipes, which can be read only once.
  private static let texts = Mutex<[String: String]>([:])

  /// The size up to which a file is read.
  private static let longest = 512 << 20

  /// Returns the text of a file.
  static func read(_ path: String) throws(CommandError) -> String {
    if let text = texts.withLock({ $0[path] }) { return text }
    let file = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw refusal(path, OutputFolder.systemReason(errno)) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw refusal(path, OutputFolder.systemReason(errno)) }
    let bytes = try bytes(of: file, path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refusal(path, "is not text in UTF-8")
    }
    if path == "-" || status.st_mode & S_IFMT != S_IFREG { texts.withLock { $0[path] = text } }
    return text
  }

  /// The lines of a file, without an incomplete last one.
  static func lines(of path: String) throws(CommandError) -> [String] {
    let text = try read(path)
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    return text[..<end].split(separator: "\n").map(String.init)
  }

  private static func bytes(of file: Int32, _ path: String) throws(CommandError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Foundation.read(file, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw refusal(path, OutputFolder.systemReason(errno)) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > longest { throw refusal(path, "is larger than 512 MiB") }
    }
  }

  private static func refusal(_ path: String, _ reason: String) -> CommandError {
    .badInput("cannot read \(path == "-" ? "standard input" : quoted(path)): \(reason)")
  }
}
