package import TravelPlanner

/// Sessions as JSON files of a folder, one each: `ID.session.json`, for their owner's eyes only.
///
///     let store = try FileStateStore(folder: "sessions")
///
/// What was saved survives the end of the process and of the machine: a save is written beside, brought to the
/// disk and put in place in one step. Any number of processes may share the folder; of two that save the same
/// session one wins. A file that was cut off, changed or comes from elsewhere is set aside as
/// `ID.session.json.corrupt-1`, reported as `StoreError.corrupt` once, and never read in part; from then on
/// the session counts as missing. Files of other names are left alone.
///
/// Calls block their thread for the disk: two writes to it a save, a few milliseconds on most machines. Do not
/// hand it to a planner that must never wait.
package final class FileStateStore: StateStore {
  private let records: SessionRecords<RecordFolder>

  /// Creates the folder when there is none.
  package init(folder: String) throws(StoreError) {
    records = SessionRecords(try RecordFolder(folder, .session))
  }

  /// What could not be read since this store was opened, and where it is now.
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
