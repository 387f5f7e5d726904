package import Primitives
internal import Resilience
internal import Synchronization

/// A store in memory, for simulation and tests. Its sessions do not survive the process.
package final class MemoryStateStore: StateStore {
  // An object for each session, so that saving again moves one state and not the table.
  private final class Entry {
    var state: SessionState
    var expires: Timestamp

    init(_ state: SessionState, expires: Timestamp) {
      self.state = state
      self.expires = expires
    }
  }

  private struct State {
    var entries = IDTable<SessionID, Entry>()
    var savesUntilSweep = MemoryStateStore.savesPerSweep
  }

  private let stored = Mutex(State())

  /// The smallest number of saves between two sweeps of expired sessions.
  private static let savesPerSweep = 1024

  package init() {}

  @inline(__always)
  package func save(
    _ state: consuming SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32 {
    var state = state
    return try stored.withLock { stored throws(StoreError) in
      stored.savesUntilSweep -= 1
      if stored.savesUntilSweep == 0 {
        if stored.entries.values.contains(where: { $0.expires <= now }) {
          stored.entries.removeAll { $0.expires <= now }
        }
        // As many saves as there are entries, so that the cost of a sweep per save is constant.
        stored.savesUntilSweep = max(MemoryStateStore.savesPerSweep, stored.entries.count)
      }
      let entry = stored.entries[state.id]
      let current = entry.map { $0.expires > now ? $0.state.revision : 0 } ?? 0
      guard state.revision == current else { throw .stale(current: current) }
      let expires = now.advanced(by: timeToLive)
      state.revision = current + 1
      if let entry {
        // The older state is released after the lock.
        swap(&entry.state, &state)
        entry.expires = expires
      } else {
        stored.entries[state.id] = Entry(state, expires: expires)
      }
      return current + 1
    }
  }

  package func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
    stored.withLock { stored in
      guard let entry = stored.entries[id] else { return .missing }
      return entry.expires > now ? .found(entry.state) : .expired
    }
  }

  @discardableResult
  package func delete(_ id: SessionID) async throws(StoreError) -> Bool {
    stored.withLock { stored in
      defer { stored.entries[id] = nil }
      return stored.entries[id] != nil
    }
  }

  package func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    stored.withLock { stored in
      stored.entries.values.filter { $0.expires > now }.map(\.state.id).sorted { $0.rawValue < $1.rawValue }
    }
  }
}
