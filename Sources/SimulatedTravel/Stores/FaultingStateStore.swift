package import Primitives
import Synchronization
package import TravelPlanner

/// Sessions in a store that is not always there, and does not always keep what it was given.
///
/// Faults know it as `store`, with the operations `save`, `load` and `list`.
package final class FaultingStateStore: StateStore {
  private struct State {
    /// The sessions that can no longer be read.
    var torn: Set<SessionID> = []
    /// The state stored before the last save.
    var earlier: [SessionID: SessionState] = [:]
    var latest: [SessionID: SessionState] = [:]
    var operations: UInt64 = 0
  }

  private let base: any StateStore
  private let faults: StoreFaults
  private let stored = Mutex(State())

  package init(_ base: any StateStore, faults: StoreFaults) {
    self.base = base
    self.faults = faults
  }

  package func save(
    _ state: SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32 {
    let outcome = await faults.apply("save", key: state.key, attempt: UInt64(state.revision))
    guard outcome.isDone else { throw outcome.error ?? .unavailable(reason: "the store failed") }
    let revision = try await base.save(state, at: now, timeToLive: timeToLive)
    stored.withLock { stored in
      var saved = state
      saved.revision = revision
      stored.earlier[state.id] = stored.latest[state.id]
      stored.latest[state.id] = saved
      if outcome.isTorn { stored.torn.insert(state.id) } else { stored.torn.remove(state.id) }
    }
    if let error = outcome.error { throw error }
    return revision
  }

  package func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
    let outcome = await faults.apply("load", key: key(id), attempt: nextOperation())
    if let error = outcome.error { throw error }
    let (isTorn, earlier) = stored.withLock { ($0.torn.contains(id), $0.earlier[id]) }
    if isTorn { throw .corrupt(StoreCorruption(subject: "session \(id)", reason: "it ends in the middle")) }
    if outcome.isStale, let earlier { return .found(earlier) }
    return try await base.load(id, at: now)
  }

  @discardableResult
  package func delete(_ id: SessionID) async throws(StoreError) -> Bool {
    let outcome = await faults.apply("save", key: key(id), attempt: nextOperation())
    guard outcome.isDone else { throw outcome.error ?? .unavailable(reason: "the store failed") }
    let existed = try await base.delete(id)
    stored.withLock { stored in
      stored.torn.remove(id)
      stored.earlier[id] = nil
      stored.latest[id] = nil
    }
    if let error = outcome.error { throw error }
    return existed
  }

  package func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    let outcome = await faults.apply("list", key: 0, attempt: nextOperation())
    if let error = outcome.error { throw error }
    return try await base.sessions(at: now)
  }

  private func key(_ id: SessionID) -> UInt64 { id.rawValue }

  private func nextOperation() -> UInt64 {
    stored.withLock { stored in
      stored.operations += 1
      return stored.operations
    }
  }
}
