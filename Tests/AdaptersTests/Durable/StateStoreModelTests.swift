import Adapters
import Primitives
import Testing
import TravelPlanner

/// Generated sequences of calls, answered by a store and by a table.
@Suite("State stores against a model")
struct StateStoreModelTests {
  /// The expected content of a store.
  struct Model {
    var entries: [SessionID: (state: SessionState, expires: Int64)] = [:]

    mutating func save(_ state: SessionState, at now: Int64, timeToLive: Int64) -> Result<UInt32, StoreError>
    {
      var current: UInt32 = 0
      if let entry = entries[state.id], entry.expires > now { current = entry.state.revision }
      guard state.revision == current else { return .failure(.stale(current: current)) }
      var saved = state
      saved.revision += 1
      entries[state.id] = (saved, now + timeToLive)
      return .success(saved.revision)
    }
  }

  @Test("a thousand sequences of calls get the answers of a table", arguments: StoreBackend.allCases)
  func sequences(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    var store = try temporary.open().sessions
    for sequence in UInt64(0)..<1000 {
      var random = SplitMix64(seed: sequence)
      var model = Model()
      var now = Fixtures.start.nanosecondsSince1970
      // Each sequence uses other sessions, and lists must leave out those of earlier sequences. A number that looks
      // like a card number is no session id.
      let ids = (0..<3).map { _ in SessionID(rawValue: random.next()) }.filter {
        SessionID($0.description) != nil
      }
      if backend != .memory && sequence % 100 == 99 { store = try temporary.open().sessions }
      for step in 0..<(8 + Int(random.next(below: 8))) {
        let id = ids[Int(random.next(below: UInt64(ids.count)))]
        let time = Timestamp(nanosecondsSince1970: now)
        let label: Comment = "sequence \(sequence), step \(step)"
        switch random.next(below: 10) {
        case 0...4:
          var state = Fixtures.small(id.rawValue, "step \(step) of \(sequence) → \(random.next())")
          // Mostly what is there, which may have expired; sometimes something else.
          let known = model.entries[id]?.state.revision ?? 0
          state.revision = random.next(below: 5) == 0 ? UInt32(random.next(below: 3)) : known
          let timeToLive = Int64(1 + random.next(below: 40))
          let expected = model.save(state, at: now, timeToLive: timeToLive)
          do throws(StoreError) {
            let revision = try await store.save(state, at: time, timeToLive: .nanoseconds(timeToLive))
            #expect(.success(revision) == expected, label)
          } catch {
            #expect(.failure(error) == expected, label)
          }
        case 5...6:
          let stored = try await store.load(id, at: time)
          if let entry = model.entries[id] {
            // An expired session may have been removed.
            if entry.expires > now {
              #expect(stored == .found(entry.state), label)
            } else {
              #expect(stored == .expired || stored == .missing, label)
            }
          } else {
            #expect(stored == .missing, label)
          }
        case 7:
          let wasThere = try await store.delete(id)
          let entry = model.entries.removeValue(forKey: id)
          #expect(wasThere == (entry != nil) || (entry?.expires ?? .max) <= now, label)
        case 8:
          let listed = try await store.sessions(at: time).filter(ids.contains)
          let expected = model.entries.filter { $0.value.expires > now }.keys.sorted {
            $0.rawValue < $1.rawValue
          }
          #expect(listed == expected, label)
        default: now += Int64(random.next(below: 30))
        }
      }
      for id in ids { try await store.delete(id) }
    }
  }
}
