import Primitives
public import Resilience

/// A payment provider with idempotency keys.
///
/// A call that ends in `unavailable` or `malformed`, or times out, may have had its effect: repeat it with the same key.
/// The same key with another order is refused.
@usableFromInline
package protocol PaymentGateway: Sendable {
  /// Creates a payment. No money moves.
  func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment

  /// Confirms a payment: the money moves. If the status is `processing`, the outcome is to be queried with `payment`.
  func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment

  /// Returns the current state of a payment. Has no effect.
  func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment

  /// Cancels a payment that has not been confirmed. A declined or cancelled one stays as it is; the cancellation of a
  /// successful one is refused.
  func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment

  /// Refunds `amount` of a successful payment, at most the rest that has not been refunded.
  func refund(_ amount: Money, of id: TransactionID, call: EffectCall) async throws(PaymentError) -> Refund
}

/// The order that a payment is created for.
@usableFromInline
package struct PaymentOrder: Hashable, Sendable {
  package var amount: Money
  package var method: PaymentMethod
  package var booking: BookingID

  @usableFromInline package init(amount: Money, method: PaymentMethod, booking: BookingID) {
    self.amount = amount
    self.method = method
    self.booking = booking
  }
}

/// A payment method as the gateway's opaque token: `pm_card_visa`. Never card data.
///
/// 1…255 characters; `BookingRequest.validate` refuses one that looks like a card number.
@usableFromInline
package struct PaymentMethod: Hashable, Sendable, Codable {
  package let token: String

  package init(token: String) { self.token = token }

  @usableFromInline package init(from decoder: any Decoder) throws {
    token = try decoder.singleValueContainer().decode(String.self)
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(token)
  }
}

/// The gateway's state of a payment.
@usableFromInline
package struct Payment: Hashable, Sendable {
  @usableFromInline package var id: TransactionID
  @usableFromInline package var amount: Money
  @usableFromInline package var status: PaymentStatus

  package init(id: TransactionID, amount: Money, status: PaymentStatus) {
    self.id = id
    self.amount = amount
    self.status = status
  }
}

/// The gateway's state of a refund.
@usableFromInline
package struct Refund: Hashable, Sendable {
  @usableFromInline package var id: TransactionID
  @usableFromInline package var amount: Money
  /// `succeeded`, `processing`, or `failed` if the money was returned to the gateway.
  @usableFromInline package var status: PaymentStatus

  package init(id: TransactionID, amount: Money, status: PaymentStatus) {
    self.id = id
    self.amount = amount
    self.status = status
  }
}

@usableFromInline
package enum PaymentStatus: String, Hashable, Sendable, Codable, CaseIterable {
  /// Created; no money has moved.
  case pending
  /// The outcome is not known yet.
  case processing
  /// The money has moved.
  case succeeded
  /// Declined or cancelled: no money has moved or will.
  case failed
  /// Refunded in full.
  case refunded
}

/// The reason a payment was declined. The gateway's message is not stored, because it may quote the card.
@usableFromInline
package enum DeclineReason: String, Hashable, Sendable, Codable, CaseIterable {
  case cardDeclined, insufficientFunds, expiredCard, authenticationRequired, suspectedFraud

  package var text: String {
    switch self {
    case .cardDeclined: "the card was declined"
    case .insufficientFunds: "there are not enough funds"
    case .expiredCard: "the card has expired"
    case .authenticationRequired: "the bank requires an authentication that is not supported"
    case .suspectedFraud: "the payment was refused for security reasons"
    }
  }
}

/// The reason a call of the gateway failed.
@frozen
@usableFromInline
package enum PaymentError: Error, Hashable, Sendable {
  /// No usable reply; the effect may have happened.
  case unavailable
  case malformed
  /// Too many calls. Nothing was done; retry after the given time.
  case rateLimited(retryAfter: Duration)
  /// A call with the same key is in flight (409); retry later.
  case keyInUse
  /// The key was used with a different order. Nothing was done.
  case keyReused
  /// The payment was declined. Final: a repeated attempt would be held against the traveller.
  case declined(DeclineReason)
  /// No payment has this id.
  case unknownPayment
  /// The state of the payment does not allow the call, as a cancellation of a successful payment.
  case refused
}

extension PaymentError: ClassifiedFailure {
  @usableFromInline package var verdict: Verdict {
    switch self {
    case .unavailable, .malformed: .transient
    case .keyInUse: Verdict(.ignored, retry: true)
    case .rateLimited(let retryAfter): .throttled(retryAfter: retryAfter.wholeNanoseconds)
    case .declined, .keyReused, .unknownPayment, .refused: .final
    }
  }
}
