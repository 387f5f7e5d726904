import Foundation
import Synchronization
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Without permission")
struct NoPermissionTests {
  /// Runs `body` on a thread without the rights of root.
  func withoutRights<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Value, any Error>?>(nil)
    Thread.detachNewThread {
      // Each thread has its own rights over files.
      NoPermissionTests.give(up: "setfsgid")
      NoPermissionTests.give(up: "setfsuid")
      let outcome = Result { try body() }
      result.withLock { $0 = outcome }
      done.signal()
    }
    done.wait()
    return try #require(result.withLock { $0 }).get()
  }

  /// Calls one of two functions that are missing in the module map; each takes the number of a user or a group.
  private static func give(up name: String) {
    typealias Change = @convention(c) (UInt32) -> Int32
    guard let function = unsafe dlsym(nil, name) else { return }
    _ = unsafe unsafeBitCast(function, to: Change.self)(65_534)
  }

  static let record = StoredRecord(revision: 1, body: Array("{}".utf8))

  @Test func `a folder that cannot be written is reported, and its files can be read`() throws {
    let folder = TemporaryFolder(inMemory: true)
    try FileStorage(folder.path, .session).save(Self.record, as: "a", at: Fixtures.start)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: "\(folder.path)/a.session.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    let path = folder.path
    let error = try withoutRights {
      let storage = try FileStorage(path, .session)
      #expect(try storage.load("a") == Self.record)
      return #expect(throws: StoreError.self) { try storage.save(Self.record, as: "b", at: Fixtures.start) }
    }
    #expect(error == .unavailable(reason: "cannot lock \(path)/.session.lock: Permission denied"))
    // A corrupt file cannot be quarantined either, and is reported where it is.
    try write(Array("text".utf8), to: "\(path)/a.session.json")
    let corruption = try withoutRights {
      #expect(throws: StoreError.self) { _ = try FileStorage(path, .session).load("a") }
    }
    let reason = "it is not one of this program's files; cannot lock \(path)/.session.lock: Permission denied"
    #expect(corruption == .corrupt(StoreCorruption(subject: "\(path)/a.session.json", reason: reason)))
  }

  @Test func `a file that cannot be read is left where it is`() throws {
    let folder = TemporaryFolder(inMemory: true)
    let path = folder.path
    try FileStorage(path, .session).save(Self.record, as: "a", at: Fixtures.start)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(path)/a.session.json")
    if geteuid() == 0 {
      let error = try withoutRights {
        #expect(throws: StoreError.self) { _ = try FileStorage(path, .session).load("a") }
      }
      #expect(error == .unavailable(reason: "cannot read \(path)/a.session.json: Permission denied"))
    }
    #expect(try FileStorage(path, .session).load("a") == Self.record)
  }

  @Test func `a folder that cannot be created is reported`() throws {
    let folder = TemporaryFolder(inMemory: true)
    let path = folder.path
    try write([], to: "\(path)/file")
    #expect(throws: StoreError.unavailable(reason: "cannot use as a folder \(path)/file: Not a directory")) {
      _ = try DurableStateStore.files(in: "\(path)/file")
    }
    #expect(
      throws: StoreError.unavailable(
        reason: "cannot create the folder \(path)/file/sessions: Not a directory")
    ) { _ = try DurableStateStore.files(in: "\(path)/file/sessions") }
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
    let error = try withoutRights {
      #expect(throws: StoreError.self) { _ = try FileStorage("\(path)/new/sessions", .session) }
    }
    #expect(error == .unavailable(reason: "cannot create the folder \(path)/new: Permission denied"))
  }

  @Test func `a database that cannot be created, locked or written is reported`() throws {
    let folder = TemporaryFolder(inMemory: true)
    let path = folder.path
    #expect(
      throws: StoreError.unavailable(
        reason: "cannot lock \(path)/no/trips.db.lock: No such file or directory")
    ) { _ = try StoreDatabase("\(path)/no/trips.db") }
    try SQLiteStorage(database: StoreDatabase("\(path)/trips.db"), kind: .session)
      .save(Self.record, as: "a", at: Fixtures.start)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(path)/trips.db")
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: "\(path)/trips.db.lock")
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    let error = try withoutRights {
      #expect(throws: StoreError.self) {
        try SQLiteStorage(database: StoreDatabase("\(path)/trips.db"), kind: .session)
          .save(Self.record, as: "b", at: Fixtures.start)
      }
    }
    #expect(
      try #require(error).description.contains("\(path)/trips.db: attempt to write a readonly database"))
  }
}
