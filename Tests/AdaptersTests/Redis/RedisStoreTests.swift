#if Redis
  @testable import Adapters
  import Foundation
  import Testing
  import TravelPlanner

  @Suite("Stores on a Redis server")
  struct RedisStoreTests {
    let start = Fixtures.start

    /// Sends a command on a separate connection.
    func send(_ address: RedisAddress, _ words: String...) throws -> RedisReply {
      try RedisConnection(address).perform(words.map { Array($0.utf8) })
    }

    func key(_ address: RedisAddress, _ id: SessionID) -> String { "\(address.prefix):session:\(id)" }

    @Test func `the server removes an expired session after the grace period`() async throws {
      let address = try SharedRedisServer.address()
      let store = DurableStateStore.redis(try RedisServer(address))
      _ = try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(60))
      guard case .integer(let left) = try send(address, "PTTL", key(address, Fixtures.id(1))) else {
        Issue.record("no time to live")
        return
      }
      // The hour of grace, and the minute.
      #expect((3_650_000...3_660_001).contains(left))
    }

    @Test func `without a grace period the server removes it when it expires`() async throws {
      let store = DurableStateStore.redis(try RedisServer(SharedRedisServer.address(), grace: .zero))
      _ = try await store.save(Fixtures.small(1), at: start, timeToLive: .milliseconds(30))
      var found = try await store.load(Fixtures.id(1), at: start)
      for _ in 0..<500 where found != .missing {
        usleep(10_000)
        found = try await store.load(Fixtures.id(1), at: start)
      }
      #expect(found == .missing)
    }

    @Test func `a booking has no time to live`() async throws {
      let address = try SharedRedisServer.address()
      let journal = DurableBookingJournal.redis(try RedisServer(address))
      let record = try Fixtures.booking()
      _ = try await journal.save(record)
      #expect(try send(address, "PTTL", "\(address.prefix):booking:\(record.id)") == .integer(-1))
    }

    @Test func `a stopped server is reported, and used again after its restart`() async throws {
      let process = try RedisProcess()
      let store = DurableStateStore.redis(try RedisServer(process.address()))
      _ = try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(60))
      process.stop()
      let reason = "cannot reach redis://127.0.0.1:\(process.port)/0?prefix=shakedown: Connection refused"
      await #expect(throws: StoreError.unavailable(reason: reason)) {
        _ = try await store.load(Fixtures.id(1), at: start)
      }
      await #expect(throws: StoreError.unavailable(reason: reason)) {
        _ = try await store.save(Fixtures.small(2), at: start, timeToLive: .seconds(60))
      }
      try process.start()
      #expect(try await store.load(Fixtures.id(1), at: start) == .missing)
      #expect(try await store.save(Fixtures.small(2), at: start, timeToLive: .seconds(60)) == 1)
    }

    @Test func `a connection that the server closed is replaced before a save`() async throws {
      let process = try RedisProcess()
      let store = DurableStateStore.redis(try RedisServer(process.address()))
      for number in UInt64(1)...5 {
        _ = try send(process.address(), "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        #expect(try await store.save(Fixtures.small(number), at: start, timeToLive: .seconds(60)) == 1)
      }
    }

    @Test func `databases are separate`() async throws {
      let process = try RedisProcess()
      let first = DurableStateStore.redis(try RedisServer(process.address()))
      let second = DurableStateStore.redis(try RedisServer(process.address(database: 3)))
      _ = try await first.save(Fixtures.small(1), at: start, timeToLive: .seconds(60))
      #expect(try await second.sessions(at: start) == [])
      #expect(throws: StoreError.self) { _ = try RedisServer(process.address(database: 4)) }
    }

    @Test func `a password is sent and appears in no error`() async throws {
      let process = try RedisProcess(["--requirepass", "opensesame"])
      _ = try RedisServer(process.address(password: "opensesame"))
      for password in [nil, "closedsesame"] {
        let error = await #expect(throws: StoreError.self) {
          let server = try RedisServer(process.address(password: password))
          _ = try await DurableStateStore.redis(server).sessions(at: start)
        }
        let reason = try #require(error).description
        #expect(reason.contains("refuses: \(password == nil ? "NOAUTH" : "WRONGPASS")"))
        #expect(!reason.contains("sesame"))
      }
    }

    @Test func `a full server refuses with its own message and loses nothing`() async throws {
      let process = try RedisProcess(["--maxmemory", "3mb", "--maxmemory-policy", "noeviction"])
      let store = DurableStateStore.redis(try RedisServer(process.address()))
      let text = String(repeating: "x", count: 100_000)
      var saved: UInt64 = 0
      let error = await #expect(throws: StoreError.self) {
        while saved < 100 {
          _ = try await store.save(Fixtures.small(saved + 1, text), at: start, timeToLive: .seconds(60))
          saved += 1
        }
      }
      #expect(try #require(error).description.contains("refuses: OOM"))
      #expect(try await store.sessions(at: start).count == Int(saved))
      for number in 1...saved {
        #expect(
          try await store.load(Fixtures.id(number), at: start)
            == .found(Fixtures.small(number, text, revision: 1)))
      }
    }

    @Test(
      "quarantines what cannot be read",
      arguments: [
        ["SET", "KEY", "text"], ["RPUSH", "KEY", "a"], ["HSET", "KEY", "other", "1"],
        ["HSET", "KEY", "revision", "1", "expires", "never"],
      ])
    func foreign(command: [String]) async throws {
      let address = try SharedRedisServer.address()
      let store = DurableStateStore.redis(try RedisServer(address))
      let key = key(address, Fixtures.id(1))
      let words = command.map { $0 == "KEY" ? key : $0 }.map { Array($0.utf8) }
      _ = try RedisConnection(address).perform(words)
      await #expect(throws: StoreError.self) { _ = try await store.load(Fixtures.id(1), at: start) }
      #expect(store.corruptions.map(\.quarantinedAs) == ["\(key):corrupt-1"])
      #expect(try await store.load(Fixtures.id(1), at: start) == .missing)
      #expect(try send(address, "EXISTS", "\(key):corrupt-1") == .integer(1))
      // A list and a save detect it as well.
      _ = try RedisConnection(address).perform(words)
      #expect(try await store.sessions(at: start) == [])
      #expect(store.corruptions.last?.quarantinedAs == "\(key):corrupt-2")
      _ = try RedisConnection(address).perform(words)
      await #expect(throws: StoreError.self) {
        _ = try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(1))
      }
      #expect(try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(1)) == 1)
    }

    @Test(
      "notices each field that was changed", arguments: ["revision", "expires", "open", "checksum", "record"])
    func changed(field: String) async throws {
      let address = try SharedRedisServer.address()
      let store = DurableStateStore.redis(try RedisServer(address))
      _ = try await store.save(Fixtures.small(1, "text"), at: start, timeToLive: .seconds(1))
      let key = key(address, Fixtures.id(1))
      let old = try #require(try send(address, "HGET", key, field).string)
      let new = old.dropLast() + (old.last == "1" ? "2" : "1")
      _ = try send(address, "HSET", key, field, String(new))
      await #expect(throws: StoreError.self) { _ = try await store.load(Fixtures.id(1), at: start) }
      #expect(try send(address, "HGET", "\(key):corrupt-1", field) == .text(Array(new.utf8)))
      #expect(try await store.load(Fixtures.id(1), at: start) == .missing)
    }

    @Test func `a corrupt booking keeps its name taken`() async throws {
      let address = try SharedRedisServer.address()
      let journal = DurableBookingJournal.redis(try RedisServer(address))
      let record = try Fixtures.booking()
      _ = try await journal.save(record)
      _ = try send(address, "HSET", "\(address.prefix):booking:\(record.id)", "record", "{}")
      for _ in 1...2 {
        await #expect(throws: StoreError.self) { _ = try await journal.load(record.id) }
        await #expect(throws: StoreError.self) { _ = try await journal.save(record) }
        #expect(try await journal.unfinished() == [record.id])
      }
      #expect(journal.corruptions.count == 1)
      // Until the quarantined copy is removed.
      _ = try send(address, "DEL", "\(address.prefix):booking:\(record.id):corrupt-1")
      #expect(try await journal.save(record) == 1)
    }

    @Test(
      "reports invalid replies of a server",
      arguments: ["garbage\r\n", "*-7\r\n", "$99999999999\r\n", ""])
    func nonsense(answer: String) throws {
      let server = try FakeRedisServer(answer)
      #expect(throws: StoreError.self) {
        let storage = RedisStorage(
          server: try RedisServer(RedisAddress(host: "127.0.0.1", port: server.port)), kind: .session)
        _ = try storage.load("x")
      }
    }
  }
#endif
