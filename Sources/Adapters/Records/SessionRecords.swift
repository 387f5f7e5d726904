internal import Foundation
internal import Synchronization
internal import TravelPlanner

/// Sessions as records on a shelf: what all durable state stores have in common.
struct SessionRecords<Shelf: RecordShelf>: Sendable {
  let shelf: Shelf
  private let saves = SaveCount()

  init(_ shelf: Shelf) { self.shelf = shelf }

  func save(
    _ state: SessionState, at now: Timestamp, timeToLive: Duration
  ) throws(StoreError) -> UInt32 {
    if saves.isSweepDue { try shelf.removeExpired(at: now) }
    var saved = state
    saved.revision = state.revision &+ 1
    let record = KeptRecord(
      revision: saved.revision, expires: now.saturatingAdvanced(by: timeToLive),
      body: try RecordCoding.body(saved))
    try shelf.save(record, as: state.id.description, at: now)
    return saved.revision
  }

  func load(_ id: SessionID, at now: Timestamp) throws(StoreError) -> StoredSession {
    guard let record = try shelf.load(id.description) else { return .missing }
    guard !record.isExpired(at: now) else { return .expired }
    let reason: String
    do throws(RecordCoding.Failure) {
      let state = try RecordCoding.value(SessionState.self, record.body)
      if state.id == id && state.revision == record.revision { return .found(state) }
      reason = "it holds session \(state.id) at revision \(state.revision)"
    } catch {
      reason = error.reason
    }
    throw .corrupt(shelf.setAside(record, as: id.description, because: reason))
  }

  func delete(_ id: SessionID) throws(StoreError) -> Bool { try shelf.delete(id.description) }

  func sessions(at now: Timestamp) throws(StoreError) -> [SessionID] {
    try shelf.names(.unexpired(at: now)).compactMap { SessionID($0) }
  }
}

/// Counts saves, to throw away now and then what has expired.
private final class SaveCount: Sendable {
  private static let savesPerSweep = 1024
  private let left = Mutex(savesPerSweep)

  var isSweepDue: Bool {
    left.withLock { left in
      left -= 1
      guard left == 0 else { return false }
      left = SaveCount.savesPerSweep
      return true
    }
  }
}
