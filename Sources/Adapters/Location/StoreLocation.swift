package import TravelPlanner

/// The place where sessions and bookings are kept, as it is named on a command line.
///
/// | Text | Sessions and bookings are kept |
/// | --- | --- |
/// | `memory` | in memory, until the process ends |
/// | `file:DIR` | as JSON files in `DIR/sessions` and `DIR/journal` |
/// | `sqlite:FILE` | in one SQLite database |
/// | `redis:URL` | on a Redis server; in builds with the trait `Redis` |
package enum StoreLocation: Hashable, Sendable {
  case memory
  case file(folder: String)
  case sqlite(file: String)
  case redis(RedisAddress)

  /// The problem with a text, and the form that is allowed.
  package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(description: String) { self.description = description }
  }

  /// The allowed forms, for help texts and messages.
  package static let forms = "memory, file:DIR, sqlite:FILE or redis:URL"

  /// Reads `memory`, `file:DIR`, `sqlite:FILE`, and `redis:URL` as `redis:redis://host:6379/0` or, short,
  /// `redis://host:6379/0`. Nothing is opened.
  package init(parsing text: String) throws(Mistake) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let argument = parts.count == 2 ? parts[1] : nil
    switch parts[0] {
    case "memory":
      guard argument == nil else { throw Mistake(description: "memory takes no argument") }
      self = .memory
    case "file":
      self = .file(
        folder: try StoreLocation.path(argument, "file:DIR", "a folder, which is created when there is none"))
    case "sqlite":
      self = .sqlite(
        file: try StoreLocation.path(argument, "sqlite:FILE", "a file, which is created when there is none"))
    case "redis", "rediss":
      #if Redis
        let address = argument.map { $0.hasPrefix("//") ? "\(parts[0]):\($0)" : $0 } ?? ""
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
    guard let text, !text.isEmpty else { throw Mistake(description: "\(form) needs \(meaning)") }
    guard !text.utf8.contains(0) else { throw Mistake(description: "a path must not contain a zero byte") }
    return text
  }

  /// Opens the stores, creating them when they do not exist; with `inspect`, nothing is created, moved or changed.
  ///
  /// Throws `unavailable` with the reason when that is not possible, and `corrupt` for a corrupt database file, as
  /// `onCorruption` says.
  package func open(onCorruption: CorruptFilePolicy = .refuse) throws(StoreError) -> OpenStores {
    switch self {
    case .memory:
      return OpenStores(sessions: MemoryStateStore(), bookings: MemoryBookingJournal()) { [] }
    case .file(let folder):
      let isReadOnly = onCorruption == .inspect
      if isReadOnly, !Folder.contains("\(folder)/sessions"), !Folder.contains("\(folder)/journal") {
        throw .corrupt(
          StoreCorruption(subject: folder, reason: "there is no folder sessions or journal in it"))
      }
      let sessions = try DurableStateStore.files(in: "\(folder)/sessions", isReadOnly: isReadOnly)
      let bookings = try DurableBookingJournal.files(in: "\(folder)/journal", isReadOnly: isReadOnly)
      return OpenStores(sessions: sessions, bookings: bookings) {
        sessions.corruptions + bookings.corruptions
      }
    case .sqlite(let file):
      let database = try StoreDatabase(file, onCorruption: onCorruption)
      return OpenStores(
        sessions: DurableStateStore.sqlite(database), bookings: DurableBookingJournal.sqlite(database)
      ) { database.corruptions }
    case .redis(let address):
      #if Redis
        let server = try RedisServer(address, isReadOnly: onCorruption == .inspect)
        return OpenStores(
          sessions: DurableStateStore.redis(server), bookings: DurableBookingJournal.redis(server)
        ) {
          server.corruptions
        }
      #else
        throw .unavailable(reason: "cannot open \(address): this build has no Redis")
      #endif
    }
  }
}

extension StoreLocation: CustomStringConvertible {
  /// The text that `init(parsing:)` reads, without a password.
  package var description: String {
    switch self {
    case .memory: "memory"
    case .file(let folder): "file:\(folder)"
    case .sqlite(let file): "sqlite:\(file)"
    case .redis(let address): "\(address)"
    }
  }
}

/// The opened stores of a location.
package struct OpenStores: Sendable {
  package let sessions: any StateStore
  package let bookings: any BookingJournal
  private let found: @Sendable () -> [StoreCorruption]

  init(
    sessions: any StateStore, bookings: any BookingJournal,
    corruptions: @escaping @Sendable () -> [StoreCorruption]
  ) {
    self.sessions = sessions
    self.bookings = bookings
    found = corruptions
  }

  /// The corruptions found since the stores were opened, and the places of the quarantined copies; to be shown to the
  /// user.
  package var corruptions: [StoreCorruption] { found() }
}
