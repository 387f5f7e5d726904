import Foundation
import Synchronization

/// A folder that is gone when the value is.
final class TemporaryFolder: Sendable {
  private static let count = Atomic(0)
  let path: String

  /// In memory where the system has such a place: many small saves, each of which waits for its backend.
  init(inMemory: Bool = false) {
    let number = TemporaryFolder.count.wrappingAdd(1, ordering: .relaxed).newValue
    let hasMemory = FileManager.default.isWritableFile(atPath: "/dev/shm")
    let parent = inMemory && hasMemory ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    path = "\(parent)/shakedown-stores-\(ProcessInfo.processInfo.processIdentifier)-\(number)"
    try? FileManager.default.removeItem(atPath: path)
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

  /// Its files' bytes, by path below it: what can be found on the disk.
  var contents: [(name: String, bytes: [UInt8])] {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }.sorted() ?? []
    return names.compactMap { name in
      FileManager.default.contents(atPath: "\(path)/\(name)").map { (name, [UInt8]($0)) }
    }
  }
}

func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}
