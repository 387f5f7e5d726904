import Foundation
import Primitives
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Corrupt databases")
struct DatabaseCorruptionTests {
  let start = Fixtures.start
  let folder = TemporaryFolder(inMemory: true)
  var file: String { "\(folder.path)/trips.db" }

  /// A database with 40 sessions of different sizes, closed.
  @discardableResult
  func filled() async throws -> [UInt8] {
    do {
      let store = DurableStateStore.sqlite(try StoreDatabase(file))
      for number in UInt64(1)...40 {
        let text = String(repeating: "session \(number) ", count: Int(number * number % 97) * 4)
        _ = try await store.save(Fixtures.small(number, text), at: start, timeToLive: .seconds(60))
      }
    }
    return try bytes(of: file)
  }

  /// Opens the database and returns the number of sessions that load as they were saved; nil if it is refused.
  func readable() async throws -> Int? {
    let store: DurableStateStore
    do {
      store = DurableStateStore.sqlite(try StoreDatabase(file))
    } catch StoreError.corrupt(let corruption) {
      #expect(corruption.quarantinedAs == "\(file).corrupt-1", "\(corruption)")
      return nil
    }
    var found = 0
    for number in UInt64(1)...40 {
      let text = String(repeating: "session \(number) ", count: Int(number * number % 97) * 4)
      do {
        switch try await store.load(Fixtures.id(number), at: start) {
        case .found(let state):
          #expect(state == Fixtures.small(number, text, revision: 1))
          found += 1
        case .missing: break
        case .expired: Issue.record("session \(number) has expired")
        }
      } catch StoreError.corrupt {
        continue
      }
    }
    // Every missing session was reported.
    #expect(found == 40 || !store.corruptions.isEmpty)
    return found
  }

  func clear() throws {
    for name in folder.names { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") }
  }

  @Test func `cut off anywhere it is refused whole and kept`() async throws {
    let whole = try await filled()
    #expect(whole.count > 50_000)
    // Every 997 bytes, and around the ends of pages.
    let offsets =
      Array(stride(from: 0, to: whole.count, by: 997))
      + stride(from: 4096, to: whole.count, by: 4096 * 3).flatMap { [$0 - 1, $0, $0 + 1] }
    for length in offsets {
      try clear()
      let cut = Array(whole.prefix(length))
      try write(cut, to: file)
      #expect(try await readable() == nil, "cut to \(length) of \(whole.count) bytes")
      #expect(try bytes(of: "\(file).corrupt-1") == cut)
      // Opening it again does not create a new database.
      #expect(throws: StoreError.self) { _ = try StoreDatabase(file) }
      #expect(!folder.names.contains("trips.db"))
    }
  }

  @Test("with bytes changed it returns what was saved, or reports the loss", arguments: UInt64(0)..<60)
  func changed(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let whole = try await filled()
    for _ in 0..<5 {
      try clear()
      var changed = whole
      for _ in 0...random.next(below: 3) {
        changed[Int(random.next(below: UInt64(whole.count)))] ^= UInt8(1 + random.next(below: 255))
      }
      try write(changed, to: file)
      _ = try await readable()
    }
  }

  @Test(
    "of another program it is refused",
    arguments: [
      "", "{}", "SQLite format 3", "SQLite format 3\u{0}", "plain text that goes on and on for a while",
    ])
  func foreign(text: String) throws {
    try write(Array(text.utf8), to: file)
    #expect(throws: StoreError.self) { _ = try StoreDatabase(file) }
    #expect(try bytes(of: "\(file).corrupt-1") == Array(text.utf8))
    #expect(!folder.names.contains("trips.db"))
  }

  @Test func `a database with other tables is refused`() throws {
    try Database(file, creating: true).execute("CREATE TABLE friends (name TEXT)", for: "create")
    do {
      _ = try StoreDatabase(file)
      Issue.record("it was accepted")
    } catch {
      let corruption = StoreCorruption(
        subject: file, reason: "it is a database of another program", quarantinedAs: "\(file).corrupt-1")
      #expect(error == .corrupt(corruption))
      #expect(
        "\(error)"
          == "\(file) cannot be read (it is a database of another program); kept as \(file).corrupt-1")
    }
    #expect(try Database("\(file).corrupt-1").integer("SELECT count(*) FROM friends") == 0)
  }

  @Test func `a database of a later version is left where it is`() async throws {
    try await filled()
    try Database(file).execute("PRAGMA user_version = 2", for: "write to")
    #expect(
      throws: StoreError.unavailable(
        reason: "cannot open \(file): it has format version 2; this program reads up to 1")
    ) { _ = try StoreDatabase(file, onCorruption: .startNew) }
    #expect(folder.names.contains("trips.db"))
  }

  @Test("anything but a file is quarantined", arguments: ["folder", "pipe"])
  func noFile(kind: String) throws {
    if kind == "folder" {
      try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    } else {
      try #require(unsafe mkfifo(file, 0o600) == 0)
    }
    #expect(
      throws: StoreError.corrupt(
        StoreCorruption(subject: file, reason: "it is not a file", quarantinedAs: "\(file).corrupt-1"))
    ) { _ = try StoreDatabase(file) }
  }

  @Test func `a new one is created when the caller asks for it`() async throws {
    let whole = try await filled()
    try write(Array(whole.dropLast(5000)), to: file)
    let database = try StoreDatabase(file, onCorruption: .startNew)
    #expect(database.corruptions.map(\.quarantinedAs) == ["\(file).corrupt-1"])
    #expect(try await DurableStateStore.sqlite(database).sessions(at: start) == [])
    #expect(try bytes(of: "\(file).corrupt-1") == Array(whole.dropLast(5000)))
    // From then on it is a database like any other.
    #expect(try StoreDatabase(file).corruptions == [])
  }

  @Test func `one that others use is not moved away from under them`() async throws {
    try await filled()
    let user = try StoreDatabase(file)
    // The user keeps its file; what lies under the name now is something else.
    try FileManager.default.removeItem(atPath: file)
    try write(Array("text".utf8), to: file)
    let error = #expect(throws: StoreError.self) { _ = try StoreDatabase(file, onCorruption: .startNew) }
    let reason = "it is not an SQLite database; another process uses it, so it stays where it is"
    #expect(error == .corrupt(StoreCorruption(subject: file, reason: reason)))
    #expect(try bytes(of: file) == Array("text".utf8))
    #expect(user.corruptions == [])
  }

  @Test func `a record that does not match its checksum is quarantined alone`() async throws {
    try await filled()
    let store = DurableStateStore.sqlite(try StoreDatabase(file))
    try Database(file).execute(
      "UPDATE session SET record = record || ' ' WHERE name LIKE '%7'",
      for: "write to")
    await #expect(throws: StoreError.self) { _ = try await store.load(Fixtures.id(7), at: start) }
    #expect(
      store.corruptions == [
        StoreCorruption(
          subject: "session 0000000000000007 in \(file)", reason: "its checksum does not match",
          quarantinedAs: "row 1 of set_aside in \(file)")
      ])
    #expect(try await store.load(Fixtures.id(7), at: start) == .missing)
    #expect(try await store.sessions(at: start).count == 39)
    // The others of the kind are found by opening.
    let reopened = try StoreDatabase(file)
    #expect(
      reopened.corruptions.map(\.subject) == [
        "session 0000000000000017 in \(file)", "session 0000000000000027 in \(file)",
      ])
    #expect(try Database(file).integer("SELECT count(*) FROM set_aside WHERE record LIKE '%} '") == 3)
  }

  @Test func `a corrupt booking keeps its name taken`() async throws {
    let record = try Fixtures.booking()
    let journal = DurableBookingJournal.sqlite(try StoreDatabase(file))
    _ = try await journal.save(record)
    try Database(file).execute("UPDATE booking SET revision = 9", for: "write to")
    for _ in 1...2 {
      for journal in [journal, DurableBookingJournal.sqlite(try StoreDatabase(file))] {
        await #expect(throws: StoreError.self) { _ = try await journal.load(record.id) }
        await #expect(throws: StoreError.self) { _ = try await journal.save(record) }
        #expect(try await journal.unfinished() == [record.id])
      }
    }
    // Until the quarantined copy is removed.
    try Database(file).execute("DELETE FROM set_aside", for: "write to")
    #expect(try await journal.save(record) == 1)
  }

  @Test func `a log that lost its end leaves the state of an earlier moment`() async throws {
    try write([], to: "\(folder.path)/x")
    let database = try StoreDatabase(file)
    let store = DurableStateStore.sqlite(database)
    for number in UInt64(1)...20 {
      _ = try await store.save(Fixtures.small(number), at: start, timeToLive: .seconds(60))
    }
    // As they are on the disk while the store is open.
    let (main, log) = (try bytes(of: file), try bytes(of: "\(file)-wal"))
    let copy = "\(folder.path)/copy.db"
    var counts: [Int] = []
    for length in Array(stride(from: 0, to: log.count, by: max(1, log.count / 100))) + [log.count] {
      try write(main, to: copy)
      try write(Array(log.prefix(length)), to: "\(copy)-wal")
      let sessions = try await DurableStateStore.sqlite(try StoreDatabase(copy)).sessions(at: start)
      #expect(sessions == (0..<sessions.count).map { Fixtures.id(UInt64($0 + 1)) })
      counts.append(sessions.count)
      for suffix in ["", "-wal", "-shm", ".lock"] {
        try? FileManager.default.removeItem(atPath: copy + suffix)
      }
    }
    #expect(counts == counts.sorted())
    #expect(counts.first == 0 && counts.last == 20)
  }

  @Test func `a log without its database is not applied to a new one`() async throws {
    try await filled()
    try FileManager.default.removeItem(atPath: file)
    try write(Array(repeating: 7, count: 5000), to: "\(file)-wal")
    let store = DurableStateStore.sqlite(try StoreDatabase(file))
    #expect(try await store.sessions(at: start) == [])
    #expect(try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(1)) == 1)
  }
}
