package import TravelPlanner

/// Sessions in an SQLite database: one transaction per save.
///
///     let store = try SQLiteStateStore(StoreDatabase("trips.db"))
///
/// What was saved survives the end of the process and of the machine; see `StoreDatabase` for what it takes. A
/// session that cannot be read is moved into the table `set_aside`, reported as `StoreError.corrupt` once, and
/// counts as missing from then on.
///
/// Calls block their thread for the disk: one write to it a save, about a millisecond on most machines. Do not
/// hand it to a planner that must never wait.
package final class SQLiteStateStore: StateStore {
  private let records: SessionRecords<DatabaseShelf>

  /// The database may be shared with a booking journal.
  package init(_ database: StoreDatabase) {
    records = SessionRecords(DatabaseShelf(database: database, kind: .session))
  }

  /// What could not be read since the database was opened, and where it is now.
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
