import Adapters
import TestSupport
import TravelPlanner

/// What stores are made of: all pass the same tests.
enum Medium: String, CaseIterable, Sendable {
  case memory, file, sqlite
  #if Redis
    case redis
  #endif

  /// What is there after the process ended.
  static var durable: [Medium] { allCases.filter { $0 != .memory } }

  /// A place that nobody else uses.
  func place() throws -> Place { try Place(self) }

  /// An empty place for stores, cleared away with the value.
  final class Place: Sendable {
    let folder = TemporaryFolder(inMemory: true)
    let location: StoreLocation

    fileprivate init(_ medium: Medium) throws {
      switch medium {
      case .memory: location = .memory
      case .file: location = .file(folder: "\(folder.path)/store")
      case .sqlite: location = .sqlite(file: "\(folder.path)/store.db")
      #if Redis
        case .redis: location = .redis(try TestServer.address())
      #endif
      }
    }

    func open() throws(StoreError) -> OpenStores { try location.open() }
  }
}
