/// The reason a request has no booking in a terminal state.
@usableFromInline
package enum BookingError: Error, Hashable, Sendable {
  /// The request is invalid. Nothing was done.
  case invalid(ValidationError)
  /// The total is not the agreed one. Nothing was done.
  case priceChanged(from: Money, to: Money)
  /// The quote was confirmed too long ago. Nothing was done.
  case quoteExpired
  /// A reservation provider did not return the price of an item. Nothing was done.
  case pricesUnavailable(item: UInt8)
  /// The key belongs to a different request. Nothing was done.
  case keyReused(BookingID)
  /// No booking has this id.
  case unknown(BookingID)
  /// The booking is unfinished: a requested effect may have happened. `recover` continues it.
  case pending(BookingID)
  /// Another process has taken the booking over.
  case superseded(BookingID)
  /// The journal failed to save the booking, so it was stopped. Repeating the request is safe.
  case notSaved(BookingID, StoreError)
  /// The caller was cancelled. The booking is as with `pending`.
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
    case .pending(let id):
      "booking \(id) is not finished yet; it will be continued, and repeating the request is safe"
    case .superseded(let id): "booking \(id) is being finished elsewhere"
    case .notSaved(let id, let error): "booking \(id) stopped: \(error); repeating the request is safe"
    case .cancelled(let id): "booking \(id) was cancelled before it finished; repeating the request is safe"
    }
  }
}
