internal import TravelPlanner

/// Bookings as records on a shelf: what all durable journals have in common.
struct BookingRecords<Shelf: RecordShelf>: Sendable {
  let shelf: Shelf

  init(_ shelf: Shelf) { self.shelf = shelf }

  func save(_ record: BookingRecord) throws(StoreError) -> UInt32 {
    var saved = record
    saved.revision = record.revision &+ 1
    // They never expire: any time will do.
    try shelf.save(
      KeptRecord(
        revision: saved.revision, expires: nil, isOpen: !saved.isFinished, body: try RecordCoding.body(saved)),
      as: record.id.description, at: Timestamp(nanosecondsSince1970: 0))
    return saved.revision
  }

  func load(_ id: BookingID) throws(StoreError) -> BookingRecord? {
    guard let record = try shelf.load(id.description) else { return nil }
    let reason: String
    do throws(RecordCoding.Failure) {
      let booking = try RecordCoding.value(BookingRecord.self, record.body)
      if booking.id == id && booking.revision == record.revision { return booking }
      reason = "it holds booking \(booking.id) at revision \(booking.revision)"
    } catch {
      reason = error.reason
    }
    throw .corrupt(shelf.setAside(record, as: id.description, because: reason))
  }

  func unfinished() throws(StoreError) -> [BookingID] {
    try shelf.names(.open).compactMap { BookingID($0) }.sorted()
  }

  func all() throws(StoreError) -> [BookingID] {
    // They never expire; those that were set aside are among the open ones.
    let names = try shelf.names(.unexpired(at: Timestamp(nanosecondsSince1970: 0))) + shelf.names(.open)
    return Set(names).compactMap { BookingID($0) }.sorted()
  }
}
