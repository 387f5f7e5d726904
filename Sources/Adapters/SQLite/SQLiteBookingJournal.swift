package import TravelPlanner

/// Bookings in an SQLite database: one transaction per save.
///
///     let journal = try SQLiteBookingJournal(StoreDatabase("trips.db"))
///
/// See `StoreDatabase` for what a save survives. A booking that cannot be read is moved into the table
/// `set_aside`, and keeps its place: as long as that row is there, `load` and `save` throw `corrupt` for it and
/// `unfinished` lists it, so that nobody takes it for a booking that was never made.
///
/// Calls block their thread for the disk: one write to it a save.
package final class SQLiteBookingJournal: BookingJournal {
  private let records: BookingRecords<DatabaseShelf>

  /// The database may be shared with a state store.
  package init(_ database: StoreDatabase) {
    records = BookingRecords(DatabaseShelf(database: database, kind: .booking))
  }

  /// What could not be read since the database was opened, and where it is now.
  package var damages: [StoreDamage] { records.shelf.damages }

  package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 { try records.save(record) }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? { try records.load(id) }

  package func unfinished() async throws(StoreError) -> [BookingID] { try records.unfinished() }
  package func bookings() async throws(StoreError) -> [BookingID] { try records.all() }
}
