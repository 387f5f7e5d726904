import Primitives
public import Resilience

/// A provider of flight or hotel reservations with idempotency keys.
///
/// A call that ends in `unavailable` or `malformed`, or times out, may have had its effect: repeat it with the same key.
@usableFromInline
package protocol ReservationProvider: Sendable {
  /// Returns the current price of an item for all passengers, in `currency`. Has no effect.
  func price(_ item: BookingItem, in currency: Currency, call: Attempt) async throws(ReservationError)
    -> Money

  /// Books an item at `price`. Throws `priceChanged` if its price is different by now.
  func book(_ item: BookingItem, at price: Money, call: EffectCall) async throws(ReservationError)
    -> TransactionID

  /// Cancels a reservation. One that is cancelled already stays as it is.
  func cancel(_ reservation: TransactionID, call: EffectCall) async throws(ReservationError)
}

/// The reason a call of a reservation provider failed.
@frozen
@usableFromInline
package enum ReservationError: Error, Hashable, Sendable {
  /// No usable reply; the effect may have happened.
  case unavailable
  case malformed
  /// Too many calls. Nothing was done; retry after the given time.
  case rateLimited(retryAfter: Duration)
  /// A call with the same key is in flight; retry later.
  case keyInUse
  /// The key was used for a different request. Nothing was done.
  case keyReused
  /// No seat or room is left.
  case soldOut
  /// The price is different by now.
  case priceChanged
  /// The provider does not offer the item or the operation.
  case refused
}

extension ReservationError: ClassifiedFailure {
  @usableFromInline package var verdict: Verdict {
    switch self {
    case .unavailable, .malformed: .transient
    case .keyInUse: Verdict(.ignored, retry: true)
    case .rateLimited(let retryAfter): .throttled(retryAfter: retryAfter.wholeNanoseconds)
    case .soldOut, .priceChanged, .refused, .keyReused: .final
    }
  }
}
