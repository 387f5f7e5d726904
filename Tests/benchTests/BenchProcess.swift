import Foundation

/// What a run of the built program gave.
struct BenchProcess {
  var status: Int32
  var output: String
  var errors: String

  /// The last line on standard error.
  var verdict: String { errors.split(separator: "\n").last.map(String.init) ?? "" }
  /// The line that says what is wrong.
  var complaint: String { errors.split(separator: "\n").first.map(String.init) ?? "" }
}

/// Runs the program that was built beside these tests.
func bench(_ arguments: String..., environment: [String: String] = [:]) throws -> BenchProcess {
  try bench(arguments, environment: environment)
}

func bench(_ arguments: [String], environment: [String: String] = [:]) throws -> BenchProcess {
  try bench(arguments, environment: environment, interruptedAfter: nil)
}

/// Runs the program and interrupts it, as a user would, after so many seconds.
func benchInterrupted(_ arguments: [String], after seconds: Double) throws -> BenchProcess {
  try bench(arguments, environment: [:], interruptedAfter: seconds)
}

private func bench(
  _ arguments: [String], environment: [String: String], interruptedAfter seconds: Double?
) throws -> BenchProcess {
  let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  let process = Process()
  process.executableURL = folder.appendingPathComponent("bench")
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  process.standardInput = FileHandle.nullDevice
  try process.run()
  if let seconds {
    let interrupted = process
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { interrupted.interrupt() }
  }
  // Errors are few: reading them after the output cannot fill their pipe.
  let text = try output.fileHandleForReading.readToEnd() ?? Data()
  let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return BenchProcess(
    status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
    errors: String(decoding: complaint, as: UTF8.self))
}

/// Calls `body` with a folder that is gone afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID())").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// Runs Python with these arguments.
func python(_ arguments: [String]) throws -> BenchProcess {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3"] + arguments
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  let text = try output.fileHandleForReading.readToEnd() ?? Data()
  let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return BenchProcess(
    status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
    errors: String(decoding: complaint, as: UTF8.self))
}
