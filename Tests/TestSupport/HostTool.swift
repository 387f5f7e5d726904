import Foundation

/// A program on this machine that a test checks against.
enum HostTool {
  /// What Python makes of `script`, fed with `input`; nil when Python or one of `modules` is missing.
  static func python(_ script: String, modules: [String] = [], input: String = "") throws -> String? {
    for module in modules {
      guard try run(["python3", "-c", "import \(module)"], input: "")?.status == 0 else { return nil }
    }
    guard let result = try run(["python3", "-c", script], input: input) else { return nil }
    guard result.status == 0 else { throw Failure(text: result.error) }
    return result.output
  }

  static func has(python modules: String...) -> Bool {
    modules.allSatisfy { (try? run(["python3", "-c", "import \($0)"], input: ""))??.status == 0 }
  }

  static func has(_ program: String) -> Bool {
    (try? run(["which", program], input: ""))??.status == 0
  }

  struct Failure: Error { var text: String }
  struct Result {
    var status: Int32
    var output: String
    var error: String
  }

  static func run(_ arguments: [String], input: String) throws -> Result? {
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
