import Foundation

/// Programs of the host that tests compare results with.
public enum HostTool {
  /// Returns the output of the Python program `script` for `input`; nil when Python is missing.
  public static func python(_ script: String, input: String = "") throws -> String? {
    guard let result = try run(["python3", "-c", script], input: input) else { return nil }
    guard result.status == 0 else { throw Failure(text: result.error) }
    return result.output
  }

  /// Returns true if Python has all of `modules`.
  public static func has(python modules: String...) -> Bool {
    modules.allSatisfy { (try? run(["python3", "-c", "import \($0)"], input: ""))??.status == 0 }
  }

  /// Returns true if `program` is on the path.
  public static func has(_ program: String) -> Bool {
    (try? run(["which", program], input: ""))??.status == 0
  }

  /// A program that ended with an error; its text on standard error.
  public struct Failure: Error { public var text: String }

  /// The result of a program.
  public struct Result {
    public var status: Int32
    public var output: String
    public var error: String
  }

  /// Runs a program with `input` on standard input; nil when it cannot be started.
  public static func run(_ arguments: [String], input: String) throws -> Result? {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: nothing can fill up.
    func file(_ name: String) throws -> FileHandle {
      let url = folder.appendingPathComponent(name)
      if name != "in" { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
      return name == "in" ? try FileHandle(forReadingFrom: url) : try FileHandle(forWritingTo: url)
    }
    try Data(input.utf8).write(to: folder.appendingPathComponent("in"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = try file("in")
    process.standardOutput = try file("out")
    process.standardError = try file("err")
    do { try process.run() } catch { return nil }
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }
    return Result(status: process.terminationStatus, output: try text("out"), error: try text("err"))
  }
}
