package import TravelPlanner

/// Bookings as JSON files of a folder, one each: `ID.booking.json`, for their owner's eyes only.
///
///     let journal = try FileBookingJournal(folder: "journal")
///
/// Written as `FileStateStore` writes. A booking whose file cannot be read is set aside as
/// `ID.booking.json.corrupt-1`, and keeps its place: as long as that file is there, `load` and `save` throw
/// `corrupt` for it and `unfinished` lists it, so that nobody takes it for a booking that was never made.
///
/// Calls block their thread for the disk: two writes to it a save.
package final class FileBookingJournal: BookingJournal {
  private let records: BookingRecords<RecordFolder>

  /// Creates the folder when there is none.
  package init(folder: String) throws(StoreError) {
    records = BookingRecords(try RecordFolder(folder, .booking))
  }

  /// What could not be read since the journal was opened, and where it is now.
  package var damages: [StoreDamage] { records.shelf.damages }

  package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 { try records.save(record) }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? { try records.load(id) }

  package func unfinished() async throws(StoreError) -> [BookingID] { try records.unfinished() }
  package func bookings() async throws(StoreError) -> [BookingID] { try records.all() }
}
