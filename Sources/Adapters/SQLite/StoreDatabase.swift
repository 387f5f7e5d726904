internal import CSQLite
internal import Synchronization
package import TravelPlanner

/// An SQLite database of sessions and bookings.
///
/// The file has a write-ahead log beside it (`FILE-wal`, `FILE-shm`) and a lock (`FILE.lock`). A save is one
/// transaction, on the disk when it returns (`synchronous=FULL`): it survives the end of the process and of the
/// machine at any moment. Any number of processes may share the file on one machine; they wait up to ten seconds for
/// each other. Not for network file systems.
///
/// Opening reads everything: each page, each index, each record's checksum. A corrupt file is quarantined as
/// `CorruptFilePolicy` says, a corrupt record is moved into the table `set_aside`. SQLite cannot distinguish a log
/// that lost its end from a save that was never completed: the records are then those of an earlier moment, whole and
/// consistent.
///
/// One connection, used by one thread at a time; calls block their thread for the disk.
package final class StoreDatabase: Sendable {
  package let path: String
  private let connection: Mutex<Connection>
  private let log = CorruptionLog()
  private let isReadOnly: Bool

  /// Opens the database at `path`, whose folder must exist. Creates it, readable by its owner alone, when there is
  /// none.
  ///
  /// Throws `corrupt` for a corrupt file as `onCorruption` says and for a foreign one, which is left as it is, and `unavailable` with path and reason
  /// when it cannot be opened.
  package init(_ path: String, onCorruption: CorruptFilePolicy = .refuse) throws(StoreError) {
    self.path = path
    isReadOnly = onCorruption == .inspect
    let file = try DatabaseFile(path, onCorruption, log)
    do throws(SQLiteError) {
      connection = Mutex(try Connection(file))
    } catch {
      throw error.asStoreError
    }
    try checkRecords(.session)
    try checkRecords(.booking)
  }

  /// The corruptions found since the database was opened, and the places of the quarantined copies.
  package var corruptions: [StoreCorruption] { log.all }

  // MARK: Records

  /// Calls `body` with the table for `kind`. Excludes other threads of this process.
  func read<Result>(
    _ kind: RecordKind, _ body: (RecordTable) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try connection.withLock { connection throws(StoreError) in try body(connection[kind]) }
  }

  /// The outcome of a transaction that did not throw. Both are committed.
  enum Outcome<Value> {
    case value(Value)
    /// A record was quarantined; thrown as `corrupt`.
    case corruption(StoreCorruption)
  }

  /// Calls `body` in one transaction, which excludes all other users of the file. Nothing is changed if it throws.
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
        // A full disk may have ended the transaction already.
        if database.isInTransaction { try? connection.rollback.run(for: "write to") }
        throw error
      }
    }
    switch outcome {
    case .value(let value): return value
    case .corruption(let corruption): throw .corrupt(log.record(corruption))
    }
  }

  /// Quarantines a record, in a transaction.
  func quarantine(
    _ name: String, _ reason: String, in records: RecordTable
  ) throws(StoreError) -> StoreCorruption {
    if isReadOnly {
      return StoreCorruption(subject: "\(records.kind.name) \(name) in \(path)", reason: reason)
    }
    let number = try records.quarantine(name, reason)
    return StoreCorruption(
      subject: "\(records.kind.name) \(name) in \(path)", reason: reason, quarantinedAs: place(number))
  }

  /// The corruption of an irreplaceable record that was quarantined before; nil for a record that never existed.
  func earlierCorruption(
    _ name: String, in records: RecordTable
  ) throws(StoreError) -> StoreCorruption? {
    guard records.kind.isIrreplaceable, let number = try records.quarantinedNumber(name) else { return nil }
    return StoreCorruption(
      subject: "\(records.kind.name) \(name) in \(path)", reason: "it was found damaged before",
      quarantinedAs: place(number))
  }

  func record(_ corruption: StoreCorruption) -> StoreCorruption { log.record(corruption) }

  private func place(_ number: Int64) -> String { "row \(number) of set_aside in \(path)" }

  /// Compares every record's checksum, and quarantines the records that do not match.
  private func checkRecords(_ kind: RecordKind) throws(StoreError) {
    let corrupt = try read(kind) { records throws(StoreError) in
      var corrupt: [String] = []
      for name in try records.allNames() {
        if case .corrupt = try records.read(name) { corrupt.append(name) }
      }
      return corrupt
    }
    for name in corrupt {
      do throws(StoreError) {
        try transaction(kind) { records throws(StoreError) in
          guard case .corrupt(let reason) = try records.read(name) else { return .value(()) }
          return .corruption(try quarantine(name, reason, in: records))
        }
      } catch {
        guard case .corrupt = error else { throw error }
      }
    }
  }

  // Safe: only reachable through the mutex, by one thread at a time.
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
      // Acquires the write lock at once: what the transaction reads cannot change before its end.
      begin = try database.prepare("BEGIN IMMEDIATE")
      commit = try database.prepare("COMMIT")
      rollback = try database.prepare("ROLLBACK")
      sessions = try RecordTable(database, .session)
      bookings = try RecordTable(database, .booking)
    }

    subscript(kind: RecordKind) -> RecordTable { kind == .session ? sessions : bookings }
  }
}

/// The handling of a database file of this program that cannot be read.
///
/// But for `inspect` the file is moved to `FILE.corrupt-1` (or the next free number), with its `-wal` and `-shm`, and
/// reported.
package enum CorruptFilePolicy: Hashable, Sendable {
  /// Opening throws, as long as there is a `FILE.corrupt-1` and no `FILE`. Running a command twice must not start with
  /// an empty database: it would make the bookings of the lost one again.
  case refuse
  /// Opening creates a new database; the corruption is listed in `StoreDatabase.corruptions`.
  case startNew
  /// Opening throws, and so does opening a database that does not exist. Nothing is created, moved or changed, records
  /// included: corrupt ones are listed in `corruptions` and stay where they are.
  case inspect
}
