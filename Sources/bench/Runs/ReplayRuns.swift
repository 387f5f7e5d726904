import Foundation
import Scenarios

/// Saves replay files and replays them in fresh processes of this program.
struct ReplayRuns: FailureExplainer.Host {
  let folder: String
  let console: Console

  var shouldStop: Bool { Interrupt.hasCome }

  func progress(_ activity: String) { console.progress(activity) }

  func save(_ file: ReplayFile, as name: String) throws -> String {
    try OutputFolder(folder).write(try JSONText.pretty(file), to: name)
    return "\(folder)/\(name)"
  }

  func failsAgain(_ path: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.executable)
    process.arguments = ["replay", path, "--quiet", "--no-timeline"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let id = process.processIdentifier
    Interrupt.stopping(with: { kill(id, SIGTERM) }, during: { process.waitUntilExit() })
    return process.terminationReason == .exit && process.terminationStatus == ExitCode.violation.rawValue
  }
}
