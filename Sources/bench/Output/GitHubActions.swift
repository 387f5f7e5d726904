import Foundation

/// The interface of GitHub Actions to a program that it runs.
enum GitHubActions {
  /// True if the program runs as a step of a workflow.
  static var isDetected: Bool { ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] == "true" }

  /// Appends Markdown to the step's summary; does nothing without one.
  static func appendToSummary(_ markdown: String) throws(CommandError) {
    guard isDetected, let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
    else { return }
    // All steps of a job append to the same file.
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
