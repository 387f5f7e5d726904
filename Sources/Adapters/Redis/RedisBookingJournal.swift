#if Redis
  package import TravelPlanner

  /// Bookings on a Redis server: one script per save. They have no time to live.
  ///
  /// As durable as the server is: see `RedisServer` for the settings it needs. A booking that cannot be read is
  /// renamed to `KEY:corrupt-1`, and keeps its place: as long as that key is there, `load` and `save` throw
  /// `corrupt` for it and `unfinished` lists it, so that nobody takes it for a booking that was never made.
  ///
  /// Calls block their thread for the network: one round trip a call.
  package final class RedisBookingJournal: BookingJournal {
    private let records: BookingRecords<RedisShelf>

    /// The server may be shared with a state store.
    package init(_ server: RedisServer) {
      records = BookingRecords(RedisShelf(server: server, kind: .booking))
    }

    /// What could not be read since the connection was made, and where it is now.
    package var damages: [StoreDamage] { records.shelf.damages }

    package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 { try records.save(record) }

    package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? { try records.load(id) }

    package func unfinished() async throws(StoreError) -> [BookingID] { try records.unfinished() }
    package func bookings() async throws(StoreError) -> [BookingID] { try records.all() }
  }
#endif
