/// Why `book` has no booking to show that has come to rest.
@usableFromInline
package enum BookingError: Error, Hashable, Sendable {
  /// Nothing was done.
  case invalid(ValidationError)
  /// It costs something else than was agreed to. Nothing was done.
  case priceChanged(from: Money, to: Money)
  /// The quote was confirmed too long ago. Nothing was done.
  case quoteExpired
  /// A desk did not say what an item costs. Nothing was done.
  case pricesUnavailable(item: UInt8)
  /// The key belongs to another request. Nothing was done.
  case keyReused(BookingID)
  /// There is no such booking.
  case unknown(BookingID)
  /// It has not come to rest: what was asked for may have happened. Nothing is lost; `recover` goes on.
  case pending(BookingID)
  /// Somebody else has taken it on; their answer counts.
  case superseded(BookingID)
  /// The journal did not keep it, so nothing more was done. Asking again is safe.
  case notSaved(BookingID, StoreError)
  /// The caller went away. As `pending`.
  case cancelled(BookingID)
}

extension BookingError: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .invalid(let error): error.description
    case .priceChanged(let from, let to): "the price has changed from \(from) to \(to); nothing was booked"
    case .quoteExpired: "the quote is too old; nothing was booked"
    case .pricesUnavailable(let item): "the price of item \(item + 1) cannot be looked up; nothing was booked"
    case .keyReused(let id): "the key belongs to another booking, \(id); nothing was booked"
    case .unknown(let id): "there is no booking \(id)"
    case .pending(let id): "booking \(id) is not finished yet; it will be, and asking again is safe"
    case .superseded(let id): "booking \(id) is being finished elsewhere"
    case .notSaved(let id, let error): "booking \(id) stopped: \(error); asking again is safe"
    case .cancelled(let id): "booking \(id) was left before its end; asking again is safe"
    }
  }
}
