public import Primitives

/// A store of sessions with a time to live.
///
/// A save carries the revision it is based on and is refused if there is another revision by then, so of two plans that
/// continue from one state only one can save. The current time is a parameter; a store reads no clock.
@usableFromInline
package protocol StateStore: Sendable {
  /// Saves `state` and returns its new revision, `state.revision + 1`.
  ///
  /// `state.revision` is the revision it is based on: 0 for a session that was never saved. An expired session counts
  /// as never saved.
  func save(
    _ state: consuming SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32

  /// Returns the session as it was last saved. At exactly its time to live it has expired.
  func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession

  /// Deletes a session. Returns true if there was one, expired or not.
  @discardableResult
  func delete(_ id: SessionID) async throws(StoreError) -> Bool

  /// Returns the sessions that have not expired, in ascending order.
  func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID]
}

/// The result of loading a session.
@usableFromInline
package enum StoredSession: Hashable, Sendable {
  case found(SessionState)
  /// There is a session, and its time to live is over.
  case expired
  case missing
}
