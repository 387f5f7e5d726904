internal import Foundation
package import Primitives
internal import Synchronization
package import TravelPlanner

/// Sessions kept in files, in an SQLite database or on a Redis server.
///
///     let store = try DurableStateStore.files(in: "sessions")
///     let store = DurableStateStore.sqlite(try StoreDatabase("trips.db"))
///     let store = DurableStateStore.redis(try RedisServer(address))
///
/// A saved session survives the end of the process and of the machine, as far as the storage promises. Any number of
/// processes may share a storage; of two that save the same session at once, one throws `stale`. A session that
/// cannot be read is quarantined and reported as `StoreError.corrupt` once; from then on it counts as missing.
///
/// Calls block their thread until the storage has answered. Not for a planner that must never wait.
package final class DurableStateStore: StateStore {
  private let storage: any RecordStorage
  private let savesUntilCleanup = Mutex(savesPerCleanup)
  private static let savesPerCleanup = 1024

  init(_ storage: any RecordStorage) { self.storage = storage }

  /// The records found unreadable since the storage was opened, and the places of their quarantined copies.
  package var corruptions: [StoreCorruption] { storage.corruptions }

  package func save(
    _ state: SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32 {
    if isCleanupDue() { try storage.removeExpired(at: now) }
    var saved = state
    saved.revision = state.revision &+ 1
    let record = StoredRecord(
      revision: saved.revision, expires: now.advanced(by: timeToLive),
      body: try RecordCoding.body(saved))
    try storage.save(record, as: state.id.description, at: now)
    return saved.revision
  }

  package func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
    guard let record = try storage.load(id.description) else { return .missing }
    guard !record.isExpired(at: now) else { return .expired }
    let reason: String
    do throws(RecordCoding.Failure) {
      let state = try RecordCoding.value(SessionState.self, record.body)
      if state.id == id && state.revision == record.revision { return .found(state) }
      reason = "it holds session \(state.id) at revision \(state.revision)"
    } catch {
      reason = error.reason
    }
    throw .corrupt(storage.quarantine(record, as: id.description, because: reason))
  }

  @discardableResult
  package func delete(_ id: SessionID) async throws(StoreError) -> Bool {
    try storage.delete(id.description)
  }

  package func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    try storage.names(matching: .unexpired(at: now)).compactMap { SessionID($0) }
  }

  /// Counts a save; true for every 1,024th.
  private func isCleanupDue() -> Bool {
    savesUntilCleanup.withLock { left in
      left -= 1
      guard left == 0 else { return false }
      left = DurableStateStore.savesPerCleanup
      return true
    }
  }
}
