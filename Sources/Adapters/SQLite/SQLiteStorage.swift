internal import Primitives
internal import TravelPlanner

/// The records of one kind in a database.
///
/// A save is one transaction; `StoreDatabase` says what it survives. A record that cannot be read is moved into the
/// table `set_aside`.
struct SQLiteStorage: RecordStorage {
  let database: StoreDatabase
  let kind: RecordKind

  var corruptions: [StoreCorruption] { database.corruptions }

  func save(_ record: StoredRecord, as name: String, at now: Timestamp) throws(StoreError) {
    try database.transaction(kind) { records throws(StoreError) in
      switch try current(name, in: records) {
      case .value(let current):
        try SQLiteStorage.check(record, isBasedOn: current, at: now)
        try records.replace(name, record)
        return .value(())
      case .corruption(let corruption): return .corruption(corruption)
      }
    }
  }

  func load(_ name: String) throws(StoreError) -> StoredRecord? {
    // Reading alone does not wait for writers.
    let found = try database.read(kind) { records throws(StoreError) in try records.read(name) }
    if case .found(let record) = found { return record }
    if case .missing = found, !kind.isIrreplaceable { return nil }
    return try database.transaction(kind) { records throws(StoreError) in try current(name, in: records) }
  }

  func delete(_ name: String) throws(StoreError) -> Bool {
    try database.transaction(kind) { records throws(StoreError) in .value(try records.delete(name)) }
  }

  func names(matching filter: RecordFilter) throws(StoreError) -> [String] {
    try database.read(kind) { records throws(StoreError) in
      let names = try records.names(matching: filter)
      return kind.isIrreplaceable && filter == .open
        ? (names + (try records.quarantinedNames())).sorted() : names
    }
  }

  func removeExpired(at now: Timestamp) throws(StoreError) -> Int {
    try database.transaction(kind) { records throws(StoreError) in .value(try records.deleteExpired(at: now))
    }
  }

  func quarantine(_ record: StoredRecord, as name: String, because reason: String) -> StoreCorruption {
    do throws(StoreError) {
      try database.transaction(kind) { records throws(StoreError) in
        guard case .found(let current) = try records.read(name), current == record else { return .value(()) }
        return .corruption(try database.quarantine(name, reason, in: records))
      }
      return database.record(
        StoreCorruption(
          subject: "\(kind.name) \(name) in \(database.path)", reason: "\(reason); it has been replaced since"
        ))
    } catch {
      if case .corrupt(let corruption) = error { return corruption }
      return database.record(
        StoreCorruption(subject: "\(kind.name) \(name) in \(database.path)", reason: "\(reason); \(error)"))
    }
  }

  /// The record, read in a transaction; quarantines it if it cannot be read.
  private func current(
    _ name: String, in records: RecordTable
  ) throws(StoreError) -> StoreDatabase.Outcome<StoredRecord?> {
    switch try records.read(name) {
    case .found(let record): return .value(record)
    case .missing:
      if let corruption = try database.earlierCorruption(name, in: records) { return .corruption(corruption) }
      return .value(nil)
    case .corrupt(let reason): return .corruption(try database.quarantine(name, reason, in: records))
    }
  }
}

extension DurableStateStore {
  /// Returns a store that keeps sessions in a database, which may be shared with a booking journal.
  ///
  /// A save makes one write to the disk, about a millisecond on most machines.
  package static func sqlite(_ database: StoreDatabase) -> DurableStateStore {
    DurableStateStore(SQLiteStorage(database: database, kind: .session))
  }
}

extension DurableBookingJournal {
  /// Returns a journal that keeps bookings in a database, which may be shared with a state store.
  package static func sqlite(_ database: StoreDatabase) -> DurableBookingJournal {
    DurableBookingJournal(SQLiteStorage(database: database, kind: .booking))
  }
}
