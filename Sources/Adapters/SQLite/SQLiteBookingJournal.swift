public import TravelPlanner

/// Bookings in an SQLite database: one transaction per save.
///
///     let journal = try SQLiteBookingJournal(StoreDatabase("trips.db"))
///
/// See `StoreDatabase` for what a save survives. A booking that cannot be read is moved into the table
/// `set_aside`, and keeps its place: as long as that row is there, `load` and `save` throw `corrupt` for it and
/// `unfinished` lists it, so that nobody takes it for a booking that was never made.
///
/// Calls block their thread for the disk: one write to it a save.
public final class SQLiteBookingJournal: BookingJournal {
  private let records: BookingRecords<DatabaseShelf>

  /// The database may be shared with a state store.
  public init(_ database: StoreDatabase) {
    records = BookingRecords(DatabaseShelf(database: database, kind: .booking))
  }

  /// What could not be read since the database was opened, and where it is now.
  public var damages: [StoreDamage] { records.shelf.damages }

  public func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 { try records.save(record) }

  public func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? { try records.load(id) }

  public func unfinished() async throws(StoreError) -> [BookingID] { try records.unfinished() }
  public func bookings() async throws(StoreError) -> [BookingID] { try records.all() }
}
