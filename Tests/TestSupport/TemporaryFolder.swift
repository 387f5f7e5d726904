// The two overloads are never ambiguous: the compiler takes the synchronous one unless the closure awaits (SE-0296).
// swift-format-ignore-file: AmbiguousTrailingClosureOverload

import Foundation
import Synchronization

/// A new folder, removed with the value.
package final class TemporaryFolder: Sendable {
  private static let count = Atomic(0)
  package let path: String

  /// Creates the folder; `inMemory` in a file system in memory where there is one, for tests with many small saves.
  package init(inMemory: Bool = false) {
    let number = TemporaryFolder.count.wrappingAdd(1, ordering: .relaxed).newValue
    let hasMemory = FileManager.default.isWritableFile(atPath: "/dev/shm")
    let parent = inMemory && hasMemory ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    path = "\(parent)/shakedown-\(ProcessInfo.processInfo.processIdentifier)-\(number)"
    try? FileManager.default.removeItem(atPath: path)
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names in the folder, in ascending order.
  package var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// Calls `body` with the path of a new folder, which is removed afterwards.
package func withTemporaryFolder<Result>(_ body: (String) throws -> Result) rethrows -> Result {
  let folder = TemporaryFolder()
  defer { withExtendedLifetime(folder) {} }
  return try body(folder.path)
}

/// Calls `body` with the path of a new folder, which is removed afterwards.
package func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async rethrows -> Result {
  let folder = TemporaryFolder()
  defer { withExtendedLifetime(folder) {} }
  return try await body(folder.path)
}
