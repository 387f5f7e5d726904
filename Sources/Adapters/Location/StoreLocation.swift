package import TravelPlanner

/// Where sessions and bookings are kept, as it is named on a command line.
///
/// | Text | Keeps them |
/// | --- | --- |
/// | `memory` | as long as the process |
/// | `file:DIR` | as JSON files in `DIR/sessions` and `DIR/journal` |
/// | `sqlite:FILE` | in one SQLite database |
/// | `redis:URL` | on a Redis server; in builds with the trait `Redis` |
package enum StoreLocation: Hashable, Sendable {
  case memory
  case file(folder: String)
  case sqlite(file: String)
  case redis(RedisAddress)

  /// What is wrong with a text, and what is allowed.
  package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(description: String) { self.description = description }
  }

  /// For helps and messages.
  package static let forms = "memory, file:DIR, sqlite:FILE or redis:URL"

  /// Reads `memory`, `file:DIR`, `sqlite:FILE`, and `redis:URL` as `redis:redis://host:6379/0` or, short,
  /// `redis://host:6379/0`. Nothing is opened.
  package init(parsing text: String) throws(Mistake) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let place = parts.count == 2 ? parts[1] : nil
    switch parts[0] {
    case "memory":
      guard place == nil else { throw Mistake(description: "memory has nothing behind it") }
      self = .memory
    case "file":
      self = .file(folder: try StoreLocation.path(place, "file:DIR", "a folder, made when there is none"))
    case "sqlite":
      self = .sqlite(file: try StoreLocation.path(place, "sqlite:FILE", "a file, made when there is none"))
    case "redis", "rediss":
      #if Redis
        let address = place.map { $0.hasPrefix("//") ? "\(parts[0]):\($0)" : $0 } ?? ""
        do throws(RedisAddress.Mistake) {
          self = .redis(try RedisAddress(parsing: address))
        } catch {
          throw Mistake(description: error.description)
        }
      #else
        throw Mistake(
          description: "this build has no Redis; build it with: swift build -c release --traits Redis")
      #endif
    default:
      throw Mistake(description: "a store is \(StoreLocation.forms)")
    }
  }

  private static func path(_ text: String?, _ form: String, _ meaning: String) throws(Mistake) -> String {
    guard let text, !text.isEmpty else { throw Mistake(description: "\(form) names \(meaning)") }
    guard !text.utf8.contains(0) else { throw Mistake(description: "a path has no zero byte in it") }
    return text
  }

  /// Opens it, making what is not there.
  ///
  /// Throws `unavailable` with the reason when that is not possible, and `corrupt` for a database file that
  /// cannot be read, as `onDamage` says.
  package func open(onDamage: DamagedFile = .refuse) throws(StoreError) -> OpenStores {
    switch self {
    case .memory:
      return OpenStores(sessions: MemoryStateStore(), bookings: MemoryBookingJournal()) { [] }
    case .file(let folder):
      let sessions = try FileStateStore(folder: "\(folder)/sessions")
      let bookings = try FileBookingJournal(folder: "\(folder)/journal")
      return OpenStores(sessions: sessions, bookings: bookings) { sessions.damages + bookings.damages }
    case .sqlite(let file):
      let database = try StoreDatabase(file, onDamage: onDamage)
      return OpenStores(
        sessions: SQLiteStateStore(database), bookings: SQLiteBookingJournal(database)
      ) { database.damages }
    case .redis(let address):
      #if Redis
        let server = try RedisServer(address)
        return OpenStores(sessions: RedisStateStore(server), bookings: RedisBookingJournal(server)) {
          server.damages
        }
      #else
        throw .unavailable(reason: "cannot open \(address): this build has no Redis")
      #endif
    }
  }
}

extension StoreLocation: CustomStringConvertible {
  /// As it is parsed, without a password.
  package var description: String {
    switch self {
    case .memory: "memory"
    case .file(let folder): "file:\(folder)"
    case .sqlite(let file): "sqlite:\(file)"
    case .redis(let address): "\(address)"
    }
  }
}

/// What a location holds, opened.
package struct OpenStores: Sendable {
  package let sessions: any StateStore
  package let bookings: any BookingJournal
  private let found: @Sendable () -> [StoreDamage]

  init(
    sessions: any StateStore, bookings: any BookingJournal, damages: @escaping @Sendable () -> [StoreDamage]
  ) {
    self.sessions = sessions
    self.bookings = bookings
    found = damages
  }

  /// What could not be read since it was opened, and where it is now: to be told to the user.
  package var damages: [StoreDamage] { found() }
}
