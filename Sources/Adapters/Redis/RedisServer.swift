#if Redis
  internal import Synchronization
  package import TravelPlanner

  /// A Redis server that keeps sessions and bookings; in builds with the trait `Redis`.
  ///
  ///     let server = try RedisServer(RedisAddress(parsing: "redis://localhost:6379/0"))
  ///
  /// A record is a hash `PREFIX:session:ID` or `PREFIX:booking:ID`. A save is one script on the server, which
  /// compares the revision and writes at once. How durable that is depends on the server: for bookings it needs
  /// `appendonly yes` with `appendfsync always`, and `maxmemory-policy noeviction`.
  ///
  /// One connection, used by one thread at a time; calls block their thread for the network, at most 2 s to connect
  /// and 5 s for a reply. The next call replaces a lost connection. A read whose reply was lost is sent once more; a
  /// save is not, because it may have been executed: it throws `unavailable`, and the next `load` shows the outcome.
  package final class RedisServer: Sendable {
    package let address: RedisAddress
    /// The time that the server keeps expired sessions, by its own clock.
    let grace: Duration
    /// True if corrupt records stay where they are.
    let isReadOnly: Bool
    // Safe: only reachable through the mutex, by one thread at a time.
    private struct Link: @unchecked Sendable {
      var connection: RedisConnection?
    }
    private let link: Mutex<Link>
    private let log = CorruptionLog()

    /// Connects, with the address's password if it has one.
    ///
    /// Whether a session has expired depends on the caller's clock; by its own clock, the server removes the session
    /// `grace` later. So the caller's clock may be behind the server's by as much as `grace`.
    package init(
      _ address: RedisAddress, grace: Duration = .seconds(3600), isReadOnly: Bool = false
    ) throws(StoreError) {
      self.address = address
      self.isReadOnly = isReadOnly
      self.grace = grace
      do throws(RedisFailure) {
        link = Mutex(Link(connection: try RedisConnection(address)))
      } catch {
        throw RedisServer.storeError(error, address)
      }
    }

    /// The corruptions found since the connection was opened, and the keys of the quarantined copies.
    package var corruptions: [StoreCorruption] { log.all }

    func record(_ corruption: StoreCorruption) -> StoreCorruption { log.record(corruption) }

    /// Sends a command and waits for its reply. `isReadOnly`: the command may be sent twice.
    func perform(_ words: [Word], isReadOnly: Bool = false) throws(RedisFailure) -> RedisReply {
      let words = words.map(\.bytes)
      return try link.withLock { link throws(RedisFailure) in
        if link.connection?.isOpen == false { link.connection = nil }
        let wasOpen = link.connection != nil
        do throws(RedisFailure) {
          return try RedisServer.perform(words, &link.connection, address)
        } catch {
          guard isReadOnly, wasOpen, case .lost = error else { throw error }
          return try RedisServer.perform(words, &link.connection, address)
        }
      }
    }

    private static func perform(
      _ words: [[UInt8]], _ connection: inout RedisConnection?, _ address: RedisAddress
    ) throws(RedisFailure) -> RedisReply {
      do throws(RedisFailure) {
        if let connection { return try connection.perform(words) }
        let new = try RedisConnection(address)
        connection = new
        return try new.perform(words)
      } catch {
        // Otherwise a late reply would be read as the reply to the next command.
        if case .lost = error { connection = nil }
        throw error
      }
    }

    /// Converts a failure; its message names host, port, database and prefix, but no user or password.
    func storeError(_ failure: RedisFailure) -> StoreError { RedisServer.storeError(failure, address) }

    private static func storeError(_ failure: RedisFailure, _ address: RedisAddress) -> StoreError {
      switch failure {
      case .lost(let reason): .unavailable(reason: "cannot reach \(address): \(reason)")
      case .refused(let reason): .unavailable(reason: "\(address) refuses: \(reason)")
      }
    }

    /// One word of a command.
    struct Word: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
      var bytes: [UInt8]
      init(_ bytes: [UInt8]) { self.bytes = bytes }
      init(_ text: String) { bytes = Array(text.utf8) }
      init(stringLiteral text: String) { self.init(text) }
    }
  }
#endif
