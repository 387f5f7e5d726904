#if Redis
  public import TravelPlanner

  /// Bookings on a Redis server: one script per save. They have no time to live.
  ///
  /// As durable as the server is: see `RedisServer` for the settings it needs. A booking that cannot be read is
  /// renamed to `KEY:corrupt-1`, and keeps its place: as long as that key is there, `load` and `save` throw
  /// `corrupt` for it and `unfinished` lists it, so that nobody takes it for a booking that was never made.
  ///
  /// Calls block their thread for the network: one round trip a call.
  public final class RedisBookingJournal: BookingJournal {
    private let records: BookingRecords<RedisShelf>

    /// The server may be shared with a state store.
    public init(_ server: RedisServer) {
      records = BookingRecords(RedisShelf(server: server, kind: .booking))
    }

    /// What could not be read since the connection was made, and where it is now.
    public var damages: [StoreDamage] { records.shelf.damages }

    public func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 { try records.save(record) }

    public func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? { try records.load(id) }

    public func unfinished() async throws(StoreError) -> [BookingID] { try records.unfinished() }
    public func bookings() async throws(StoreError) -> [BookingID] { try records.all() }
  }
#endif
