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
      // Without the mark in its header it could be anybody's.
      let isLeft = corruption.reason.hasSuffix("; it is left as it is")
      #expect(corruption.quarantinedAs == (isLeft ? nil : "\(file).corrupt-1"), "\(corruption)")
      #expect(folder.names.contains("trips.db") == isLeft)
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
      let hasMark = length >= 100
      #expect(try bytes(of: hasMark ? "\(file).corrupt-1" : file) == cut)
      // Opening it again does not create a new database.
      #expect(throws: StoreError.self) { _ = try StoreDatabase(file) }
      #expect(folder.names.contains("trips.db") == !hasMark)
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

  static let policies = [CorruptFilePolicy.refuse, .startNew, .inspect]

  @Test(
    "a file of another program is refused and left as it is",
    arguments: [
      "", "{}", "SQLite format 3", "SQLite format 3\u{0}", "plain text that goes on and on for a while",
      String(repeating: "plain text that is longer than the header of a database. ", count: 9),
    ], policies)
  func foreign(text: String, policy: CorruptFilePolicy) throws {
    try write(Array(text.utf8), to: file)
    do {
      _ = try StoreDatabase(file, onCorruption: policy)
      Issue.record("it was accepted")
    } catch {
      guard case .corrupt(let corruption) = error else { throw error }
      #expect(corruption.quarantinedAs == nil)
      #expect(corruption.reason.hasSuffix("; it is left as it is"))
    }
    #expect(try bytes(of: file) == Array(text.utf8))
    #expect(folder.names == ["trips.db"])
  }

  @Test("a database of another program that is in use is left as it is", arguments: policies)
  func otherProgram(policy: CorruptFilePolicy) throws {
    let other = try Database(file, creating: true)
    try other.execute(
      "PRAGMA journal_mode = WAL; CREATE TABLE friends (name TEXT); INSERT INTO friends VALUES ('Ada')",
      for: "create")
    let before = try folder.names.map { "\($0) \(try bytes(of: "\(folder.path)/\($0)"))" }
    let reason = "it is a database of another program; it is left as it is"
    #expect(throws: StoreError.corrupt(StoreCorruption(subject: file, reason: reason))) {
      _ = try StoreDatabase(file, onCorruption: policy)
    }
    #expect(try folder.names.map { "\($0) \(try bytes(of: "\(folder.path)/\($0)"))" } == before)
    #expect(try other.integer("SELECT count(*) FROM friends") == 1)
  }

  @Test(
    "a name is a path and no special word of SQLite",
    arguments: [":memory:", "file:trips.db?mode=memory", "x?y"])
  func names(name: String) async throws {
    let file = "\(folder.path)/\(name)"
    do {
      let store = DurableStateStore.sqlite(try StoreDatabase(file))
      _ = try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(1))
    }
    #expect(try Database(file).integer("SELECT count(*) FROM session") == 1)
    #expect(folder.names == ["\(name)", "\(name).lock"])
  }

  @Test func `inspecting a damaged database moves and changes nothing`() async throws {
    let whole = try await filled()
    try write(Array(whole.dropLast(5000)), to: file)
    let before = folder.names
    #expect(throws: StoreError.self) { _ = try StoreDatabase(file, onCorruption: .inspect) }
    #expect(folder.names == before)
    #expect(try bytes(of: file) == Array(whole.dropLast(5000)))

    try write(whole, to: file)
    try Database(file).execute(
      "UPDATE session SET record = record || ' ' WHERE name LIKE '%7'", for: "write to")
    let database = try StoreDatabase(file, onCorruption: .inspect)
    let store = DurableStateStore.sqlite(database)
    await #expect(throws: StoreError.self) { _ = try await store.load(Fixtures.id(7), at: start) }
    #expect(database.corruptions.map(\.quarantinedAs) == [nil, nil, nil])
    #expect(try Database(file).integer("SELECT count(*) FROM set_aside") == 0)
    #expect(try Database(file).integer("SELECT count(*) FROM session") == 40)
  }

  @Test func `inspecting a database that does not exist creates nothing`() {
    #expect(
      throws: StoreError.corrupt(StoreCorruption(subject: file, reason: "there is no such file"))
    ) { _ = try StoreDatabase(file, onCorruption: .inspect) }
    #expect(folder.names == [])
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

  @Test(
    "anything but a file is refused and stays", arguments: ["folder", "pipe", "link to a folder", "device"],
    policies)
  func noFile(kind: String, policy: CorruptFilePolicy) throws {
    switch kind {
    case "folder":
      try FileManager.default.createDirectory(atPath: "\(file)/inside", withIntermediateDirectories: true)
    case "pipe": try #require(unsafe mkfifo(file, 0o600) == 0)
    case "link to a folder":
      try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "/tmp")
    default: try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "/dev/null")
    }
    let reason = "it is not a file; it is left as it is"
    #expect(throws: StoreError.corrupt(StoreCorruption(subject: file, reason: reason))) {
      _ = try StoreDatabase(file, onCorruption: policy)
    }
    #expect(folder.names == ["trips.db"])
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
    let reason = "it is not an SQLite database; it is left as it is"
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
    let log = [UInt8](repeating: 7, count: 5000)
    try write(log, to: "\(file)-wal")
    #expect(throws: StoreError.self) { _ = try StoreDatabase(file) }
    #expect(try bytes(of: "\(file)-wal") == log)
    try FileManager.default.removeItem(atPath: "\(file)-wal")
    let store = DurableStateStore.sqlite(try StoreDatabase(file))
    #expect(try await store.sessions(at: start) == [])
    #expect(try await store.save(Fixtures.small(1), at: start, timeToLive: .seconds(1)) == 1)
  }
}
