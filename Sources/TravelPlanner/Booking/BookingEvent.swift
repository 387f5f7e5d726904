/// One thing that happened to a booking; small and trivial, for traces and progress.
@frozen
@usableFromInline
package enum BookingEvent: Hashable, Sendable {
  /// The prices were looked at under this claim and are as agreed, or not.
  case repriced(same: Bool)
  /// The record is safe; only now may what it intends be asked for.
  case saved(revision: UInt32)
  case asked(Effect, claim: UInt32)
  case done(Effect)
  case refused(Effect)
  /// A round of attempts ended without an outcome: the effect may have happened.
  case unknown(Effect)
  case moved(BookingStatus)
  /// Somebody took it on.
  case claimed(UInt32)
  /// Another has taken it on: this one stops.
  case superseded
  /// Left as it is, to be recovered.
  case suspended
}

/// Is told of every event after it happened. Changes nothing, and must be quick.
@usableFromInline
package protocol BookingObserver: Sendable {
  /// `time` is the clock's nanoseconds.
  func record(_ event: BookingEvent, booking: BookingID, at time: Int64)
}

extension NoObserver: BookingObserver {
  @inlinable package func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {}
}
