import Foundation

/// A server in Python for tests, on loopback. It ends with the value, with its input, or after ten minutes.
public final class PythonServer: Sendable {
  public let port: Int
  private let process: Process
  private let input = Pipe()

  /// Starts `script`, a path below the folder of all tests, and waits until it prints its port.
  public init(_ script: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", folder.appendingPathComponent(script).path]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte[0] != 10 {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else {
      process.terminate()
      throw NotStarted(script: script)
    }
    self.port = port
  }

  public struct NotStarted: Error { public var script: String }

  deinit {
    try? input.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }

  public func address(_ path: String = "") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// True if Python has a module.
  public static func hasPython(_ module: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import \(module)"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
