import Foundation

/// The result of a run of the program.
struct BenchProcess {
  var status: Int32
  var output: String
  var errors: String

  /// The last line on standard error.
  var verdict: String { errors.split(separator: "\n").last.map(String.init) ?? "" }
  /// The first line on standard error, which is the error message.
  var complaint: String { errors.split(separator: "\n").first.map(String.init) ?? "" }
}

/// Runs the program that was built with these tests.
func bench(_ arguments: String..., environment: [String: String] = [:]) throws -> BenchProcess {
  try bench(arguments, environment: environment)
}

func bench(_ arguments: [String], environment: [String: String] = [:]) throws -> BenchProcess {
  try BenchRun(arguments, environment: environment).wait()
}

/// Runs the program and interrupts it after a number of seconds.
func benchInterrupted(_ arguments: [String], after seconds: Double) throws -> BenchProcess {
  let run = try BenchRun(arguments)
  run.interrupt(after: seconds)
  return try run.wait()
}

/// A running process of the program that was built with these tests.
struct BenchRun {
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  /// `preparation` is run by a shell, which then becomes the program: it sets limits that the program inherits.
  init(
    _ arguments: [String], environment: [String: String] = [:], after preparation: String? = nil
  ) throws {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let program = folder.appendingPathComponent("bench")
    if let preparation {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", "\(preparation); exec \"$0\" \"$@\"", program.path] + arguments
    } else {
      process.executableURL = program
      process.arguments = arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// Sends a signal once the program has installed its handlers and has worked for a number of seconds. Returns false
  /// if the program ended before.
  @discardableResult
  func send(_ signal: Int32, afterWorkingFor seconds: Double) -> Bool {
    while process.isRunning, !handles(signal) { usleep(20_000) }
    usleep(UInt32(seconds * 1e6))
    guard process.isRunning else { return false }
    return kill(process.processIdentifier, signal) == 0
  }

  private func handles(_ signal: Int32) -> Bool {
    let path = "/proc/\(process.processIdentifier)/status"
    let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    guard let caught = lines.first(where: { $0.hasPrefix("SigCgt:") })?.split(separator: "\t").last else {
      return false
    }
    return (UInt64(caught, radix: 16) ?? 0) & (1 << UInt64(signal - 1)) != 0
  }

  /// Runs a script of bash, in which `$0` is the program.
  init(shell script: String) throws {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "set -o pipefail; \(script)", folder.appendingPathComponent("bench").path]
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  func interrupt(after seconds: Double) {
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [process] in process.interrupt() }
  }

  func wait() throws -> BenchProcess {
    // There are few errors: their pipe cannot fill up while the output is read.
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return BenchProcess(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaint, as: UTF8.self))
  }
}

/// Runs a script of bash, in which `$0` is the program.
func benchShell(_ script: String) throws -> BenchProcess {
  try BenchRun(shell: script).wait()
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
