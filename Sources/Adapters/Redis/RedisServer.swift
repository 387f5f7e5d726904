#if Redis
  internal import Synchronization
  package import TravelPlanner

  /// A Redis server as a place for sessions and bookings; in builds with the trait `Redis`.
  ///
  ///     let server = try RedisServer(RedisAddress(parsing: "redis://localhost:6379/0"))
  ///
  /// A record is a hash `PREFIX:session:ID` or `PREFIX:booking:ID`. A save is one script on the server, which
  /// compares the revision and writes at once. How durable that is depends on the server: for bookings it needs
  /// `appendonly yes` with `appendfsync always`, and `maxmemory-policy noeviction`.
  ///
  /// One connection, used by one thread at a time; calls block their thread for the network, at most 2 s to
  /// connect and 5 s for an answer. A connection that was lost is made anew by the next call. A question whose
  /// answer was lost is asked again once; a save is not, because it may have been carried out: it is reported as
  /// `unavailable`, and the next `load` tells.
  package final class RedisServer: Sendable {
    package let address: RedisAddress
    /// How long the server keeps what has expired, by its own clock.
    let grace: Duration
    // Reached through the mutex alone: one thread at a time has it.
    private struct Line: @unchecked Sendable {
      var connection: RedisConnection?
    }
    private let line: Mutex<Line>
    private let log = DamageLog()

    /// Connects, with the address's password if it has one.
    ///
    /// The time that counts for a session is the one that its caller tells; the server's own only clears away.
    /// `grace` is how much later it does, so that a caller's clock may be behind the server's by as much.
    package init(_ address: RedisAddress, grace: Duration = .seconds(3600)) throws(StoreError) {
      self.address = address
      self.grace = grace
      do throws(RedisFailure) {
        line = Mutex(Line(connection: try RedisConnection(address)))
      } catch {
        throw RedisServer.storeError(error, address)
      }
    }

    /// What could not be read since the connection was made, and where it is now.
    package var damages: [StoreDamage] { log.all }

    func note(_ damage: StoreDamage) -> StoreDamage { log.note(damage) }

    /// Sends a command and waits for its answer. `isQuestion`: it changes nothing, and may be sent twice.
    func perform(_ words: [Word], isQuestion: Bool = false) throws(RedisFailure) -> RedisReply {
      let words = words.map(\.bytes)
      return try line.withLock { line throws(RedisFailure) in
        if line.connection?.isOpen == false { line.connection = nil }
        let wasOpen = line.connection != nil
        do throws(RedisFailure) {
          return try RedisServer.perform(words, &line.connection, address)
        } catch {
          guard isQuestion, wasOpen, case .lost = error else { throw error }
          return try RedisServer.perform(words, &line.connection, address)
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
        // An answer that comes too late must not be taken for that of the next command.
        if case .lost = error { connection = nil }
        throw error
      }
    }

    /// Nothing of the address but host, port, database and prefix.
    func storeError(_ failure: RedisFailure) -> StoreError { RedisServer.storeError(failure, address) }

    private static func storeError(_ failure: RedisFailure, _ address: RedisAddress) -> StoreError {
      switch failure {
      case .lost(let reason): .unavailable(reason: "cannot reach \(address): \(reason)")
      case .refused(let reason): .unavailable(reason: "\(address) refuses: \(reason)")
      }
    }

    /// A word of a command.
    struct Word: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
      var bytes: [UInt8]
      init(_ bytes: [UInt8]) { self.bytes = bytes }
      init(_ text: String) { bytes = Array(text.utf8) }
      init(stringLiteral text: String) { self.init(text) }
    }
  }
#endif
