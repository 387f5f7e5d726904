internal import CSQLite
internal import Synchronization
package import TravelPlanner

/// An SQLite database of sessions and bookings.
///
/// The file has a write-ahead log beside it (`FILE-wal`, `FILE-shm`) and a lock (`FILE.lock`). A save is one
/// transaction, on the medium when it returns (`synchronous=FULL`): what was saved survives the end of the
/// process and of the machine at any moment. Any number of processes may share the file on one machine; they wait
/// up to ten seconds for each other. Not for network file systems.
///
/// Opening reads everything: each page, each index, each record's checksum, some 300 MB a second. What of it
/// cannot be read is set aside: the file as `DamagedFile` says, a single record into the table `set_aside`.
/// SQLite cannot tell a log that lost its end from a save that never ended: the records are then those of an
/// earlier moment, whole and consistent.
///
/// One connection, used by one thread at a time; calls block their thread for the disk.
package final class StoreDatabase: Sendable {
  package let path: String
  private let connection: Mutex<Connection>
  private let log = DamageLog()

  /// Opens the database at `path`; makes it, for its owner's eyes only, when there is none. The folder must be
  /// there.
  ///
  /// Throws `corrupt` for a damaged or foreign file as `onDamage` says, and `unavailable` with path and reason
  /// when the medium does not let us.
  package init(_ path: String, onDamage: DamagedFile = .refuse) throws(StoreError) {
    self.path = path
    let file = try DatabaseFile(path, onDamage, log)
    do throws(SQLiteError) {
      connection = Mutex(try Connection(file))
    } catch {
      throw error.asStoreError
    }
    try checkRecords(.session)
    try checkRecords(.booking)
  }

  /// What could not be read since the database was opened, and where it is now.
  package var damages: [StoreDamage] { log.all }

  // MARK: For the shelves

  /// Calls `body` with the statements for `kind`, alone among this process's threads.
  func read<Result>(
    _ kind: RecordKind, _ body: (RecordTable) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try connection.withLock { connection throws(StoreError) in try body(connection[kind]) }
  }

  /// What a transaction ends with, when it does not throw: both are committed.
  enum Outcome<Value> {
    case value(Value)
    /// Something was set aside; thrown as `corrupt`.
    case damage(StoreDamage)
  }

  /// Calls `body` in one transaction, alone among all who use the file. Nothing is changed when it throws.
  func transaction<Value>(
    _ kind: RecordKind, _ body: (RecordTable) throws(StoreError) -> Outcome<Value>
  ) throws(StoreError) -> Value {
    let outcome = try connection.withLock { connection throws(StoreError) in
      let database = connection.file.database
      do throws(SQLiteError) {
        try connection.begin.run(for: "write to")
      } catch {
        throw error.asStoreError
      }
      do throws(StoreError) {
        let outcome = try body(connection[kind])
        do throws(SQLiteError) {
          try connection.commit.run(for: "write to")
        } catch {
          throw error.asStoreError
        }
        return outcome
      } catch {
        // A full disk may have ended it already.
        if database.isInTransaction { try? connection.rollback.run(for: "write to") }
        throw error
      }
    }
    switch outcome {
    case .value(let value): return value
    case .damage(let damage): throw .corrupt(log.note(damage))
    }
  }

  /// Moves a record out of the way, in a transaction.
  func setAside(_ name: String, _ reason: String, in records: RecordTable) throws(StoreError) -> StoreDamage {
    let number = try records.setAside(name, reason)
    return StoreDamage(
      subject: "\(records.kind.name) \(name) in \(path)", reason: reason, setAside: place(number))
  }

  /// The damage of a record that is irreplaceable and was set aside before; nil for one that never was there.
  func earlierDamage(_ name: String, in records: RecordTable) throws(StoreError) -> StoreDamage? {
    guard records.kind.isIrreplaceable, let number = try records.numberAside(name) else { return nil }
    return StoreDamage(
      subject: "\(records.kind.name) \(name) in \(path)", reason: "it was found damaged before",
      setAside: place(number))
  }

  func note(_ damage: StoreDamage) -> StoreDamage { log.note(damage) }

  private func place(_ number: Int64) -> String { "row \(number) of set_aside in \(path)" }

  /// Compares every record's checksum; sets aside and notes those that do not match.
  private func checkRecords(_ kind: RecordKind) throws(StoreError) {
    let damaged = try read(kind) { records throws(StoreError) in
      var damaged: [String] = []
      for name in try records.allNames() {
        if case .damaged = try records.look(name) { damaged.append(name) }
      }
      return damaged
    }
    for name in damaged {
      do throws(StoreError) {
        try transaction(kind) { records throws(StoreError) in
          guard case .damaged(let reason) = try records.look(name) else { return .value(()) }
          return .damage(try setAside(name, reason, in: records))
        }
      } catch {
        guard case .corrupt = error else { throw error }
      }
    }
  }

  // Reached through the mutex alone: one thread at a time has it.
  private struct Connection: @unchecked Sendable {
    let file: DatabaseFile
    let begin: Statement
    let commit: Statement
    let rollback: Statement
    private let sessions: RecordTable
    private let bookings: RecordTable

    init(_ file: DatabaseFile) throws(SQLiteError) {
      self.file = file
      let database = file.database
      // The lock for writing is taken at once: what is read in the transaction is still so at its end.
      begin = try database.prepare("BEGIN IMMEDIATE")
      commit = try database.prepare("COMMIT")
      rollback = try database.prepare("ROLLBACK")
      sessions = try RecordTable(database, .session)
      bookings = try RecordTable(database, .booking)
    }

    subscript(kind: RecordKind) -> RecordTable { kind == .session ? sessions : bookings }
  }
}
