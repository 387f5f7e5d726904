public import Primitives

/// Keeps sessions for a while.
///
/// A save names the revision it was based on; when another save came in between it is refused, so of
/// two that go on from the same state one wins. Time is told, not asked.
@usableFromInline
package protocol StateStore: Sendable {
  /// Saves `state` and gives the revision it now has: `state.revision + 1`.
  ///
  /// `state.revision` is what it was based on: 0 for a session that was never saved. An expired session
  /// counts as never saved.
  func save(
    _ state: consuming SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32

  /// The session as it was last saved. At exactly its time to live it has expired.
  func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession

  /// True when there was such a session, expired or not.
  @discardableResult
  func delete(_ id: SessionID) async throws(StoreError) -> Bool

  /// The sessions that have not expired, in ascending order.
  func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID]
}

/// What a store has for an id.
@usableFromInline
package enum StoredSession: Hashable, Sendable {
  case found(SessionState)
  /// It was there, and its time is over.
  case expired
  case missing
}
