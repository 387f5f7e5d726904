import Foundation

/// What GitHub Actions takes from a program it runs.
enum GitHubActions {
  /// Whether this is a step of a workflow.
  static var isDetected: Bool { ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] == "true" }

  /// Adds Markdown to the step's summary; without one, does nothing.
  static func summarise(_ markdown: String) throws(CommandError) {
    guard isDetected, let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
    else { return }
    // The steps of a job share the file.
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw .cannotWrite("cannot write the step's summary \(quoted(path))")
    }
    defer { try? file.close() }
    do {
      try file.seekToEnd()
      try file.write(contentsOf: Data(markdown.utf8))
    } catch {
      throw .cannotWrite("cannot write the step's summary \(quoted(path)): \(OutputFolder.reason(error))")
    }
  }
}
