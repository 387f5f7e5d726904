import Adapters
import Primitives
import SimCore
import Testing
import TravelPlanner

@Suite("Every state store")
struct StateStoreConformanceTests {
  let start = Fixtures.start

  func after(_ nanoseconds: Int64) -> Timestamp { start.advanced(byNanoseconds: nanoseconds) }

  @Test("returns the saved session with its revision", arguments: StoreBackend.allCases)
  func roundTrip(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    var state = try Fixtures.plan()
    state.revision = 0
    #expect(try await store.load(state.id, at: start) == .missing)
    for revision in UInt32(1)...3 {
      #expect(try await store.save(state, at: start, timeToLive: .seconds(60)) == revision)
      state.revision = revision
      #expect(try await store.load(state.id, at: start) == .found(state))
      state.retryCount += 1
    }
  }

  @Test(
    "keeps every text as it is", arguments: StoreBackend.allCases,
    [
      "", "\u{0}\u{1}\u{1F}\u{7F}", "\"}\\\n,\"record\":{", "Zürich → 東京, ٱلْقَاهِرَة", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿",
      "e\u{301} é", "\u{FEFF}\u{2028}\u{FFFD}", "'; DROP TABLE session; --", "</script>",
    ])
  func unicode(backend: StoreBackend, text: String) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    _ = try await store.save(Fixtures.small(1, text), at: start, timeToLive: .seconds(1))
    guard case .found(let state) = try await store.load(Fixtures.id(1), at: start) else {
      Issue.record("nothing was found")
      return
    }
    // Equal texts can be different bytes.
    #expect(Array(state.query!.utf8) == Array(text.utf8))
  }

  @Test("keeps big sessions", arguments: StoreBackend.allCases)
  func big(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    var state = Fixtures.small(1, String(repeating: "Lisbon → Porto\n", count: 100_000))
    state.errors = (0..<5_000).map { _ in StepError(.flightSearch, .timedOut, earlierCauses: [.unavailable]) }
    state.revision = try await store.save(state, at: start, timeToLive: .seconds(1))
    #expect(try await store.load(state.id, at: start) == .found(state))
    state.query = nil
    state.errors = []
    state.revision = try await store.save(state, at: start, timeToLive: .seconds(1))
    #expect(try await store.load(state.id, at: start) == .found(state))
  }

  @Test("refuses a save that is based on another revision", arguments: StoreBackend.allCases)
  func stale(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    await #expect(throws: StoreError.stale(current: 0)) {
      _ = try await store.save(Fixtures.small(1, revision: 3), at: start, timeToLive: .seconds(1))
    }
    _ = try await store.save(Fixtures.small(1, "first"), at: start, timeToLive: .seconds(1))
    for revision: UInt32 in [0, 2, .max] {
      await #expect(throws: StoreError.stale(current: 1)) {
        _ = try await store.save(
          Fixtures.small(1, "second", revision: revision), at: start, timeToLive: .seconds(1))
      }
    }
    #expect(
      try await store.load(Fixtures.id(1), at: start) == .found(Fixtures.small(1, "first", revision: 1)))
    #expect(
      try await store.save(Fixtures.small(1, "third", revision: 1), at: start, timeToLive: .seconds(1)) == 2)
  }

  @Test("lets a session expire at exactly its time to live", arguments: StoreBackend.allCases)
  func expiry(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    let state = Fixtures.small(7)
    _ = try await store.save(state, at: start, timeToLive: .seconds(3600))
    let last = after(3_599_999_999_999)
    let end = after(3_600_000_000_000)
    #expect(try await store.load(state.id, at: last) == .found(Fixtures.small(7, revision: 1)))
    #expect(try await store.sessions(at: last) == [state.id])
    #expect(try await store.load(state.id, at: end) == .expired)
    #expect(try await store.sessions(at: end) == [])
    // An expired session counts as never saved.
    await #expect(throws: StoreError.stale(current: 0)) {
      _ = try await store.save(Fixtures.small(7, revision: 1), at: end, timeToLive: .seconds(1))
    }
    #expect(try await store.save(state, at: end, timeToLive: .seconds(1)) == 1)
    #expect(try await store.delete(state.id))
    #expect(try await !store.delete(state.id))
    #expect(try await store.load(state.id, at: end) == .missing)
  }

  @Test("accepts any time to live", arguments: StoreBackend.allCases, [Int64.min, -1, 0, 1, .max])
  func odd(backend: StoreBackend, nanoseconds: Int64) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    _ = try await store.save(Fixtures.small(1), at: start, timeToLive: .nanoseconds(nanoseconds))
    let found = try await store.load(Fixtures.id(1), at: start)
    #expect(found == (nanoseconds > 0 ? .found(Fixtures.small(1, revision: 1)) : .expired))
  }

  @Test("keeps times before 1970 in order", arguments: StoreBackend.allCases)
  func longAgo(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    let then = Timestamp(nanosecondsSince1970: -5)
    _ = try await store.save(Fixtures.small(1), at: then, timeToLive: .nanoseconds(10))
    #expect(try await store.sessions(at: Timestamp(nanosecondsSince1970: 4)) == [Fixtures.id(1)])
    #expect(try await store.sessions(at: Timestamp(nanosecondsSince1970: 5)) == [])
  }

  @Test("lists sessions in ascending order", arguments: StoreBackend.allCases)
  func order(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    let numbers: [UInt64] = [.max, 0, 1 << 63, 255, 16, 1, 0x0100_0000_0000_0000, 10]
    for number in numbers {
      _ = try await store.save(Fixtures.small(number), at: start, timeToLive: .seconds(1))
    }
    #expect(try await store.sessions(at: start) == numbers.sorted().map(Fixtures.id))
  }

  @Test("removes expired sessions in time", arguments: StoreBackend.allCases)
  func sweep(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let store = try temporary.open().sessions
    _ = try await store.save(Fixtures.small(0), at: start, timeToLive: .seconds(10))
    for number in UInt64(1)...1030 {
      _ = try await store.save(
        Fixtures.small(number % 3 + 1), at: after(Int64(number) * 10_000_000_000), timeToLive: .nanoseconds(1)
      )
    }
    #if Redis
      // The server removes expired sessions, by its own clock.
      if backend == .redis { return }
    #endif
    #expect(try await store.load(Fixtures.id(0), at: after(20_000_000_000_000)) == .missing)
  }

  @Test("keeps sessions when it is opened again", arguments: StoreBackend.durable)
  func reopened(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    var state = try Fixtures.plan()
    state.revision = 0
    state.revision = try await temporary.open().sessions.save(state, at: start, timeToLive: .seconds(10))
    let stores = try temporary.open()
    #expect(try await stores.sessions.load(state.id, at: start) == .found(state))
    #expect(try await stores.sessions.save(state, at: start, timeToLive: .seconds(10)) == 2)
    #expect(stores.corruptions.isEmpty)
  }

  @Test("lets one of many savers win at a time", arguments: StoreBackend.allCases, [false, true])
  func concurrent(backend: StoreBackend, eachItsOwn: Bool) async throws {
    // In memory there is nothing that two openings share.
    if backend == .memory && eachItsOwn { return }
    let temporary = try backend.temporaryStore()
    let shared = try temporary.open().sessions
    let savers = 8
    let savesEach = 20
    try await withThrowingTaskGroup { group in
      for saver in 0..<savers {
        group.addTask {
          let store = eachItsOwn ? try temporary.open().sessions : shared
          for number in 0..<savesEach {
            while true {
              var state = Fixtures.small(1, "")
              if case .found(let found) = try await store.load(Fixtures.id(1), at: Fixtures.start) {
                state = found
              }
              state.query! += "\(saver).\(number) "
              do {
                _ = try await store.save(state, at: Fixtures.start, timeToLive: .seconds(10))
                break
              } catch StoreError.stale {
                continue
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    guard case .found(let state) = try await shared.load(Fixtures.id(1), at: start) else {
      Issue.record("nothing was found")
      return
    }
    #expect(state.revision == UInt32(savers * savesEach))
    // Each save is there once, those of one saver in their order.
    let saves = state.query!.split(separator: " ")
    #expect(Set(saves).count == savers * savesEach)
    for saver in 0..<savers {
      #expect(saves.filter { $0.hasPrefix("\(saver).") } == (0..<savesEach).map { "\(saver).\($0)" })
    }
  }

  @Test("can be used in a simulated world without changing it", arguments: StoreBackend.durable)
  func simulated(backend: StoreBackend) throws {
    let temporary = try backend.temporaryStore()
    let stores = try temporary.open()
    func digest(_ store: any StateStore) throws -> Digest {
      try Simulation(seed: 5).run { world in
        for number in UInt64(1)...3 {
          try await world.clock.sleep(for: .milliseconds(10))
          let now = world.calendar
          _ = try await store.save(Fixtures.small(number), at: now, timeToLive: .seconds(1))
          #expect(try await store.sessions(at: now).count == Int(number))
        }
      }.digest
    }
    #expect(try digest(stores.sessions) == digest(MemoryStateStore()))
  }
}
