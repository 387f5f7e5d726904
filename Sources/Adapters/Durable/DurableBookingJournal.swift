internal import Primitives
package import TravelPlanner

/// Bookings kept in files, in an SQLite database or on a Redis server. They never expire.
///
///     let journal = try DurableBookingJournal.files(in: "journal")
///     let journal = DurableBookingJournal.sqlite(try StoreDatabase("trips.db"))
///     let journal = DurableBookingJournal.redis(try RedisServer(address))
///
/// Saves are as durable and as exclusive as those of `DurableStateStore`. A booking that cannot be read is
/// quarantined and stays known: as long as the quarantined copy exists, `load` and `save` throw `corrupt` for it and
/// `unfinished` lists it. A booking that counted as missing could be made and paid for a second time.
///
/// Calls block their thread until the storage has answered.
package final class DurableBookingJournal: BookingJournal {
  private let storage: any RecordStorage

  init(_ storage: any RecordStorage) { self.storage = storage }

  /// The records found unreadable since the storage was opened, and the places of their quarantined copies.
  package var corruptions: [StoreCorruption] { storage.corruptions }

  package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 {
    var saved = record
    saved.revision = record.revision &+ 1
    try storage.save(
      StoredRecord(
        revision: saved.revision, expires: nil, isOpen: !saved.isFinished, body: try RecordCoding.body(saved)),
      as: record.id.description, at: DurableBookingJournal.anyTime)
    return saved.revision
  }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? {
    guard let record = try storage.load(id.description) else { return nil }
    let reason: String
    do throws(RecordCoding.Failure) {
      let booking = try RecordCoding.value(BookingRecord.self, record.body)
      if booking.id == id && booking.revision == record.revision { return booking }
      reason = "it holds booking \(booking.id) at revision \(booking.revision)"
    } catch {
      reason = error.reason
    }
    throw .corrupt(storage.quarantine(record, as: id.description, because: reason))
  }

  package func unfinished() async throws(StoreError) -> [BookingID] {
    try storage.names(matching: .open).compactMap { BookingID($0) }.sorted()
  }

  package func bookings() async throws(StoreError) -> [BookingID] {
    // Quarantined bookings are listed among the open ones alone.
    let unexpired = try storage.names(matching: .unexpired(at: DurableBookingJournal.anyTime))
    let open = try storage.names(matching: .open)
    return Set(unexpired + open).compactMap { BookingID($0) }.sorted()
  }

  /// Bookings never expire, so the time given to the storage has no effect.
  private static let anyTime = Timestamp(nanosecondsSince1970: 0)
}
