import Adapters
import Testing
import TravelPlanner

@Suite("Every booking journal")
struct BookingJournalConformanceTests {
  @Test("returns the saved booking with its revision", arguments: StoreBackend.allCases)
  func roundTrip(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let journal = try temporary.open().bookings
    var record = try Fixtures.booking()
    #expect(try await journal.load(record.id) == nil)
    for revision in UInt32(1)...3 {
      #expect(try await journal.save(record) == revision)
      record.revision = revision
      #expect(try await journal.load(record.id) == record)
    }
  }

  @Test("refuses a save that is based on another revision", arguments: StoreBackend.allCases)
  func stale(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let journal = try temporary.open().bookings
    var record = try Fixtures.booking()
    record.revision = 2
    await #expect(throws: StoreError.stale(current: 0)) { _ = try await journal.save(record) }
    record.revision = 0
    _ = try await journal.save(record)
    await #expect(throws: StoreError.stale(current: 1)) { _ = try await journal.save(record) }
  }

  @Test("lists unfinished bookings, in ascending order", arguments: StoreBackend.allCases)
  func unfinished(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let journal = try temporary.open().bookings
    var records: [BookingRecord] = []
    for key in UInt64(1)...9 {
      var record = try Fixtures.booking(key)
      record.revision = try await journal.save(record)
      records.append(record)
    }
    #expect(try await journal.unfinished() == records.map(\.id).sorted())
    for index in [0, 4, 8] {
      records[index].timeline.move(to: .failed, at: Fixtures.start, because: .notPossible)
      records[index].revision = try await journal.save(records[index])
    }
    let open = records.filter { !$0.isFinished }.map(\.id).sorted()
    #expect(open.count == 6)
    #expect(try await journal.unfinished() == open)
    #expect(try await journal.bookings() == records.map(\.id).sorted())
    if backend != .memory {
      #expect(try await temporary.open().bookings.unfinished() == open)
      #expect(try await temporary.open().bookings.bookings() == records.map(\.id).sorted())
    }
    #expect(try await journal.load(records[0].id) == records[0])
  }

  @Test("shares its storage with sessions and does not mix them up", arguments: StoreBackend.durable)
  func together(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let stores = try temporary.open()
    let record = try Fixtures.booking()
    _ = try await stores.bookings.save(record)
    _ = try await stores.sessions.save(Fixtures.small(1), at: Fixtures.start, timeToLive: .seconds(1))
    #expect(try await stores.sessions.sessions(at: Fixtures.start) == [Fixtures.id(1)])
    #expect(try await stores.bookings.unfinished() == [record.id])
  }

  @Test("lets one of many savers win", arguments: StoreBackend.allCases)
  func concurrent(backend: StoreBackend) async throws {
    let temporary = try backend.temporaryStore()
    let journal = try temporary.open().bookings
    let record = try Fixtures.booking()
    let winners = await withTaskGroup(of: Bool.self) { group in
      for saver in UInt64(0)..<16 {
        group.addTask {
          var record = record
          record.holder = saver
          return (try? await journal.save(record)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(winners == 1)
  }
}
