import Primitives
public import Resilience

/// Takes money and gives it back, each effect once for each key.
///
/// A call that ends in `unavailable` or `malformed`, or does not end in time, may have had its effect: ask
/// again with the same key. The same key with another order is refused.
@usableFromInline
package protocol PaymentGateway: Sendable {
  /// Makes a payment ready. No money moves.
  func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment

  /// Takes the money. `processing` when the gateway does not know yet: look with `payment`.
  func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment

  /// The payment as it is now. No effect.
  func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment

  /// Makes sure that a payment that has not been confirmed never will be. One that was declined or cancelled
  /// already is left as it is; one that succeeded is refused.
  func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment

  /// Gives back `amount` of a payment that succeeded, at most what is left of it.
  func refund(_ amount: Money, of id: TransactionID, call: EffectCall) async throws(PaymentError) -> Refund
}

/// What a payment is made ready for.
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

/// A way to pay, as the gateway's own opaque token: `pm_card_visa`. The card itself never comes here.
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

/// A payment as the gateway sees it.
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

/// Money given back.
@usableFromInline
package struct Refund: Hashable, Sendable {
  @usableFromInline package var id: TransactionID
  @usableFromInline package var amount: Money
  /// `succeeded`, `processing` when it is on its way, `failed` when it came back.
  @usableFromInline package var status: PaymentStatus

  package init(id: TransactionID, amount: Money, status: PaymentStatus) {
    self.id = id
    self.amount = amount
    self.status = status
  }
}

@usableFromInline
package enum PaymentStatus: String, Hashable, Sendable, Codable, CaseIterable {
  /// Ready; no money has moved.
  case pending
  /// The gateway does not know yet.
  case processing
  /// The money has moved.
  case succeeded
  /// Declined or cancelled: no money has moved or will.
  case failed
  /// All of it was given back.
  case refunded
}

/// Why a card or an account was not charged. The gateway's own words are not kept: they may quote the card.
@usableFromInline
package enum DeclineReason: String, Hashable, Sendable, Codable, CaseIterable {
  case cardDeclined, insufficientFunds, expiredCard, authenticationRequired, suspectedFraud

  package var text: String {
    switch self {
    case .cardDeclined: "the card was declined"
    case .insufficientFunds: "there are not enough funds"
    case .expiredCard: "the card has expired"
    case .authenticationRequired: "the bank asks for a confirmation that is not possible here"
    case .suspectedFraud: "the payment was refused for safety"
    }
  }
}

/// Why a gateway did not do what it was asked.
@frozen
@usableFromInline
package enum PaymentError: Error, Hashable, Sendable {
  /// No answer, or none to rely on: the effect may have happened.
  case unavailable
  case malformed
  /// Not looked at; come back later.
  case rateLimited(retryAfter: Duration)
  /// A call with the same key is under way (409); come back later.
  case keyInUse
  /// The key was used with another order. Nothing was done.
  case keyReused
  /// Final: asking again would be held against the traveller.
  case declined(DeclineReason)
  /// There is no such payment.
  case unknownPayment
  /// The payment's state does not allow it: a refund of more than is left, a cancellation of what succeeded.
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
