#if Redis
  package import TravelPlanner

  /// Sessions on a Redis server: one script per save.
  ///
  /// The server clears away what has expired, `RedisServer.grace` later; until then `load` says `expired`, from
  /// then on `missing`. A key that holds something else is renamed to `KEY:corrupt-1`, reported as
  /// `StoreError.corrupt` once, and counts as missing from then on. `sessions` walks over all keys of the
  /// server's database.
  ///
  /// Calls block their thread for the network: one round trip a call.
  package final class RedisStateStore: StateStore {
    private let records: SessionRecords<RedisShelf>

    /// The server may be shared with a booking journal.
    package init(_ server: RedisServer) {
      records = SessionRecords(RedisShelf(server: server, kind: .session))
    }

    /// What could not be read since the connection was made, and where it is now.
    package var damages: [StoreDamage] { records.shelf.damages }

    package func save(
      _ state: SessionState, at now: Timestamp, timeToLive: Duration
    ) async throws(StoreError) -> UInt32 {
      try records.save(state, at: now, timeToLive: timeToLive)
    }

    package func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
      try records.load(id, at: now)
    }

    @discardableResult
    package func delete(_ id: SessionID) async throws(StoreError) -> Bool { try records.delete(id) }

    package func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
      try records.sessions(at: now)
    }
  }
#endif
