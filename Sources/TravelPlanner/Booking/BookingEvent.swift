/// An event of a booking, for traces and progress. A trivial value.
@frozen
@usableFromInline
package enum BookingEvent: Hashable, Sendable {
  /// The prices were checked under the current claim; `same` if the total is the agreed one.
  case repriced(same: Bool)
  /// The record is saved. The effects it intends may be requested from now on.
  case saved(revision: UInt32)
  case requested(Effect, claim: UInt32)
  case done(Effect)
  case refused(Effect)
  /// A round of attempts ended without an outcome; the effect may have happened.
  case unknown(Effect)
  case statusChanged(BookingStatus)
  /// The booking was taken over, under the claim with this number.
  case claimed(UInt32)
  /// Another process has taken the booking over, so this one stops.
  case superseded
  /// The booking was left unfinished, to be recovered later.
  case suspended
}

/// A receiver of the events of bookings.
@usableFromInline
package protocol BookingObserver: Sendable {
  /// Receives an event after it happened. Must not affect the booking and should return quickly.
  ///
  /// `time` is the clock's nanoseconds.
  func record(_ event: BookingEvent, booking: BookingID, at time: Int64)
}

extension NoObserver: BookingObserver {
  @inlinable package func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {}
}
