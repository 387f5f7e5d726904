internal import Foundation
internal import Synchronization
package import TravelPlanner

/// Trip documents in an SQLite database: a table for each kind, one transaction for each save.
///
///     let store = try SQLiteTripRecordStore("records.db")
///
/// Each row has columns to search by (destination, people, totals, numbers, times) and the whole record as JSON in
/// `document`. Rows never change: triggers refuse updates and deletions of any program. The database has a write-ahead
/// log; a save is on the disk when it returns. Processes may share the file and wait up to ten seconds for each other.
/// Calls block their thread for the disk.
///
/// The file holds no other data: sessions and bookings are kept in a `StoreDatabase`.
package final class SQLiteTripRecordStore: TripRecordStore {
  package let path: String
  private let connection: Mutex<Connection>

  /// Opens the database at `path`, whose folder must exist. Creates it when there is none.
  ///
  /// Throws `corrupt` for a corrupt or foreign file, which stays as it is.
  package init(_ path: String) throws(TripRecordStoreError) {
    self.path = path
    connection = Mutex(try Self.attempt { () throws(SQLiteError) in try Connection(path) })
  }

  package func save(_ records: [TripRecord]) async throws(TripRecordStoreError) {
    let trip = try TripRecord.checkTogether(records)
    let rows = try Self.rows(records)
    try connection.withLock { connection throws(TripRecordStoreError) in
      try Self.attempt { () throws(SQLiteError) in try connection.begin.run(for: "write to") }
      do throws(TripRecordStoreError) {
        for (record, row) in zip(records, rows) {
          let saved = try connection.versions(of: record.kind, trip)
          guard try record.isNew(after: saved) else { continue }
          try Self.attempt { () throws(SQLiteError) in
            try connection.tables[record.kind]?.insert.run(row, for: "save to")
          }
        }
        try Self.attempt { () throws(SQLiteError) in try connection.commit.run(for: "save to") }
      } catch {
        // A full disk may have ended the transaction already.
        if connection.database.isInTransaction { try? connection.rollback.run(for: "write to") }
        throw error
      }
    }
  }

  package func load(_ trip: TripID) async throws(TripRecordStoreError) -> TripRecords? {
    try connection.withLock { connection throws(TripRecordStoreError) in
      // One transaction reads all tables, so a save is seen whole or not at all.
      try Self.attempt { () throws(SQLiteError) in try connection.beginReading.run(for: "read") }
      defer { try? connection.rollback.run(for: "read") }
      var latest: [TripRecord] = []
      for kind in TripRecordKind.allCases {
        if let record = try connection.versions(of: kind, trip).last { latest.append(record) }
      }
      return latest.isEmpty ? nil : TripRecords(latest)
    }
  }

  package func history(_ kind: TripRecordKind, of trip: TripID) async throws(TripRecordStoreError)
    -> [TripRecord]
  {
    try connection.withLock { connection throws(TripRecordStoreError) in
      try connection.versions(of: kind, trip)
    }
  }

  package func trips() async throws(TripRecordStoreError) -> [TripID] {
    try connection.withLock { connection throws(TripRecordStoreError) in
      let names = try Self.attempt { () throws(SQLiteError) in
        try connection.database.texts(TripRecordSchema.trips)
      }
      var trips: [TripID] = []
      for name in names {
        guard let trip = TripID(name) else { throw .corrupt("\(path): \(name) is no trip") }
        trips.append(trip)
      }
      return trips
    }
  }

  // MARK: Rows

  private static func rows(_ records: [TripRecord]) throws(TripRecordStoreError) -> [[SQLiteValue]] {
    do {
      return try records.map { record in
        let document = String(decoding: try TripRecordJSON.data(of: record), as: UTF8.self)
        return [
          .text("\(record.tripId)"), .integer(Int64(record.version.number)), .text("\(record.version)"),
          .text(record.entity.source), .text("\(record.entity.createdAt)"),
        ] + TripRecordSchema.values(of: record) + [.text(document)]
      }
    } catch {
      throw .unavailable("a record cannot be written as JSON: \(error)")
    }
  }

  private static func attempt<Value>(
    _ body: () throws(SQLiteError) -> Value
  ) throws(TripRecordStoreError) -> Value {
    do throws(SQLiteError) {
      return try body()
    } catch {
      throw error.isCorruption ? .corrupt("\(error.path): \(error.message)") : .unavailable(error.description)
    }
  }

  /// The statements for the table of one kind.
  private struct Table {
    let insert: Statement
    let versions: Statement
  }

  // Safe: only reachable through the mutex, by one thread at a time.
  private struct Connection: @unchecked Sendable {
    let database: Database
    let begin: Statement
    let beginReading: Statement
    let commit: Statement
    let rollback: Statement
    let tables: [TripRecordKind: Table]

    init(_ path: String) throws(SQLiteError) {
      database = try Database(path, creating: true)
      database.setBusyTimeout(milliseconds: 10_000)
      try database.execute("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF", for: "open")
      try TripRecordSchema.prepare(database)
      // Acquires the write lock at once: what the transaction reads cannot change before its end.
      begin = try database.prepare("BEGIN IMMEDIATE")
      beginReading = try database.prepare("BEGIN")
      commit = try database.prepare("COMMIT")
      rollback = try database.prepare("ROLLBACK")
      var tables: [TripRecordKind: Table] = [:]
      for kind in TripRecordKind.allCases {
        tables[kind] = Table(
          insert: try database.prepare(TripRecordSchema.insert(kind)),
          versions: try database.prepare(
            "SELECT version_number, document FROM \(TripRecordSchema.table(kind)) WHERE trip_id = ? ORDER BY version_number"
          ))
      }
      self.tables = tables
    }

    /// Reads all versions, the first one first.
    func versions(of kind: TripRecordKind, _ trip: TripID) throws(TripRecordStoreError) -> [TripRecord] {
      guard let table = tables[kind] else { preconditionFailure("there is a table for every kind") }
      var documents: [(Int64, [UInt8])] = []
      try attempt { () throws(SQLiteError) in
        try table.versions.run([.text("\(trip)")], for: "read") { row in
          documents.append((row.integer(0), row.bytes(1)))
          return true
        }
      }
      var records: [TripRecord] = []
      for (number, bytes) in documents {
        let place = "\(database.path), table \(TripRecordSchema.table(kind)), \(trip) version \(number)"
        guard let record = try? TripRecordJSON.record(in: Data(bytes)) else {
          throw .corrupt("\(place): the document is no record")
        }
        guard record.tripId == trip, record.kind == kind, record.version.number == Int(number),
          record.version.number == records.count + 1
        else { throw .corrupt("\(place): holds \(record.version) of \(record.tripId)") }
        records.append(record)
      }
      return records
    }
  }
}
