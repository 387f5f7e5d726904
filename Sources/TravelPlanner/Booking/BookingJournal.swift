/// Keeps bookings, apart from sessions: money that is owed must not expire.
///
/// A save names the revision it was based on and is refused when another came in between; so of two that
/// take a booking on, one acts. What `save` has returned for survives the process.
@usableFromInline
package protocol BookingJournal: Sendable {
  /// Saves `record` and gives the revision it now has: `record.revision + 1`.
  ///
  /// `record.revision` is what it was based on, 0 for a booking that was never saved. Refused as stale when
  /// another revision is there.
  func save(_ record: consuming BookingRecord) async throws(StoreError) -> UInt32

  /// The booking as it was last saved; nil when there is none.
  func load(_ id: BookingID) async throws(StoreError) -> BookingRecord?

  /// The bookings that are not finished, in ascending order.
  func unfinished() async throws(StoreError) -> [BookingID]

  /// Every booking, finished or not, in ascending order; those that cannot be read as well.
  func bookings() async throws(StoreError) -> [BookingID]
}
