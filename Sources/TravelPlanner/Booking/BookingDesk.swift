import Primitives
public import Resilience

/// Books flights or hotels, each once for each key, and cancels them.
///
/// A call that ends in `unavailable` or `malformed`, or does not end in time, may have had its effect: ask
/// again with the same key.
@usableFromInline
package protocol BookingDesk: Sendable {
  /// What the item costs now, for everybody, in `currency`. No effect.
  func price(_ item: BookingItem, in currency: Currency, call: Attempt) async throws(DeskError) -> Money

  /// Books the item at `price`, or refuses when it costs something else by now.
  func book(_ item: BookingItem, at price: Money, call: EffectCall) async throws(DeskError) -> TransactionID

  /// Takes a reservation back. One that is cancelled already is left as it is.
  func cancel(_ reservation: TransactionID, call: EffectCall) async throws(DeskError)
}

/// Why a desk did not do what it was asked.
@frozen
@usableFromInline
package enum DeskError: Error, Hashable, Sendable {
  /// No answer, or none to rely on: the effect may have happened.
  case unavailable
  case malformed
  /// Not looked at; come back later.
  case rateLimited(retryAfter: Duration)
  /// A call with the same key is under way; come back later.
  case keyInUse
  /// The key was used for something else. Nothing was done.
  case keyReused
  /// Nothing left.
  case soldOut
  /// It costs something else now.
  case priceChanged
  /// The desk does not have it, or does not do it.
  case refused
}

extension DeskError: ClassifiedFailure {
  @usableFromInline package var verdict: Verdict {
    switch self {
    case .unavailable, .malformed: .transient
    case .keyInUse: Verdict(.ignored, retry: true)
    case .rateLimited(let retryAfter): .throttled(retryAfter: retryAfter.wholeNanoseconds)
    case .soldOut, .priceChanged, .refused, .keyReused: .final
    }
  }
}
