import Adapters
import TestSupport
import TravelPlanner

/// The kinds of storage behind a store. All pass the same conformance tests.
enum StoreBackend: String, CaseIterable, Sendable {
  case memory, file, sqlite
  #if Redis
    case redis
  #endif

  /// The backends that keep their records after the process has ended.
  static var durable: [StoreBackend] { allCases.filter { $0 != .memory } }

  /// Returns an empty store that no other test uses.
  func temporaryStore() throws -> TemporaryStore { try TemporaryStore(self) }

  /// The location of an empty store, removed with the value.
  final class TemporaryStore: Sendable {
    let folder = TemporaryFolder(inMemory: true)
    let location: StoreLocation

    fileprivate init(_ backend: StoreBackend) throws {
      switch backend {
      case .memory: location = .memory
      case .file: location = .file(folder: "\(folder.path)/store")
      case .sqlite: location = .sqlite(file: "\(folder.path)/store.db")
      #if Redis
        case .redis: location = .redis(try SharedRedisServer.address())
      #endif
      }
    }

    func open() throws(StoreError) -> OpenStores { try location.open() }
  }
}
