/// A durable store of bookings. Separate from sessions, because bookings with obligations must not expire.
///
/// A save carries the revision it is based on and is refused if there is another revision by then, so of two processes
/// that take over a booking only one can act. A record survives the process once `save` has returned.
@usableFromInline
package protocol BookingJournal: Sendable {
  /// Saves `record` and returns its new revision, `record.revision + 1`.
  ///
  /// `record.revision` is the revision it is based on, 0 for a booking that was never saved. Throws `stale` if the
  /// journal has another revision.
  func save(_ record: consuming BookingRecord) async throws(StoreError) -> UInt32

  /// Returns the booking as it was last saved; nil if there is none.
  func load(_ id: BookingID) async throws(StoreError) -> BookingRecord?

  /// Returns the unfinished bookings in ascending order.
  func unfinished() async throws(StoreError) -> [BookingID]

  /// Returns all bookings in ascending order, including those whose records cannot be read.
  func bookings() async throws(StoreError) -> [BookingID]
}
