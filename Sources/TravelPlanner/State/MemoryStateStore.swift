internal import Resilience
internal import Synchronization

/// Sessions in memory, for simulation and tests. Nothing survives the process.
public final class MemoryStateStore: StateStore {
  // A box each, so that saving again moves one state and no table.
  private final class Entry {
    var state: SessionState
    var expires: Timestamp

    init(_ state: SessionState, expires: Timestamp) {
      self.state = state
      self.expires = expires
    }
  }

  private struct Shelf {
    var entries = WordTable<SessionID, Entry>()
    var savesUntilSweep = MemoryStateStore.savesPerSweep
  }

  private let shelf = Mutex(Shelf())

  /// How many saves it takes at least until what has expired is thrown away.
  private static let savesPerSweep = 1024

  public init() {}

  @inline(__always)
  public func save(
    _ state: consuming SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32 {
    var state = state
    return try shelf.withLock { shelf throws(StoreError) in
      shelf.savesUntilSweep -= 1
      if shelf.savesUntilSweep == 0 {
        if shelf.entries.values.contains(where: { $0.expires <= now }) {
          shelf.entries.removeAll { $0.expires <= now }
        }
        // As many saves as there are entries: a sweep then costs each of them one step.
        shelf.savesUntilSweep = max(MemoryStateStore.savesPerSweep, shelf.entries.count)
      }
      let entry = shelf.entries[state.id]
      let current = entry.map { $0.expires > now ? $0.state.revision : 0 } ?? 0
      guard state.revision == current else { throw .stale(current: current) }
      let expires = now.saturatingAdvanced(by: timeToLive)
      state.revision = current + 1
      if let entry {
        // The older state goes when the lock is free again.
        swap(&entry.state, &state)
        entry.expires = expires
      } else {
        shelf.entries[state.id] = Entry(state, expires: expires)
      }
      return current + 1
    }
  }

  public func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
    shelf.withLock { shelf in
      guard let entry = shelf.entries[id] else { return .missing }
      return entry.expires > now ? .found(entry.state) : .expired
    }
  }

  @discardableResult
  public func delete(_ id: SessionID) async throws(StoreError) -> Bool {
    shelf.withLock { shelf in
      defer { shelf.entries[id] = nil }
      return shelf.entries[id] != nil
    }
  }

  public func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    shelf.withLock { shelf in
      shelf.entries.values.filter { $0.expires > now }.map(\.state.id).sorted { $0.rawValue < $1.rawValue }
    }
  }
}
