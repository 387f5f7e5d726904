public import Primitives

/// The complete state of a booking, saved as one record.
///
/// Holds transaction ids and the gateway's token for the payment method; no card data.
@usableFromInline
package struct BookingRecord: Hashable, Sendable {
  @usableFromInline package let terms: BookingTerms
  /// The number of saves so far.
  @usableFromInline package var revision: UInt32
  /// The number of processes that have held the booking, one after another. Only the last may act.
  @usableFromInline package var claim: UInt32
  /// A random id that separates this claim from another one with the same number that was never saved.
  package var holder: UInt64
  @usableFromInline package var updatedAt: Timestamp
  package var timeline: BookingTimeline
  package var paymentStatus: PaymentStatus?
  package var effects: EffectLog
  /// The reason the booking is, or was, compensated; nil as long as it proceeds forward.
  package var failure: BookingFailure?

  /// Creates a booking in the state INITIATED, with the quote's total locked.
  @usableFromInline
  package init(id: BookingID, _ request: BookingRequest, holder: UInt64, at time: Timestamp) {
    terms = BookingTerms(id: id, request, at: time)
    revision = 0
    claim = 1
    self.holder = holder
    updatedAt = time
    timeline = BookingTimeline(startedAt: time)
    effects = EffectLog()
  }

  @inlinable package var id: BookingID { terms.id }
  /// The key of the request. The same request sent twice is one booking.
  @inlinable package var requestKey: UInt64 { terms.requestKey }
  @inlinable package var session: SessionID? { terms.session }
  @inlinable package var quote: ConfirmedQuote { terms.quote }
  @inlinable package var contact: TravellerContact { terms.contact }
  @inlinable package var method: PaymentMethod { terms.method }
  /// The total, locked since the booking was made.
  @inlinable package var lock: BudgetLock { terms.lock }

  @usableFromInline package var status: BookingStatus { timeline.status }

  /// A Boolean value that indicates whether the booking is in a terminal state.
  @usableFromInline package var isFinished: Bool { status.isTerminal }

  /// The gateway's id of the payment; nil before it was created.
  package var payment: TransactionID? { effects.reference(of: Effect(.createPayment)) }

  /// The confirmation number for the traveller; nil unless the booking is confirmed.
  package var confirmation: ConfirmationNumber? {
    status == .confirmed ? ConfirmationNumber(of: id, at: timeline.changedAt) : nil
  }

  /// Returns the provider's id of the reservation of an item; nil if it is not booked.
  package func reservation(of item: Int) -> TransactionID? {
    effects.reference(of: Effect(.book, item: UInt8(item)))
  }
}

extension BookingRecord {
  /// Returns true if quote, contact and payment method are those of `request`.
  @usableFromInline
  func isMade(for request: BookingRequest) -> Bool {
    quote == request.quote && contact == request.contact && method == request.method
  }
}

/// An amount that cannot change any more.
@usableFromInline
package struct BudgetLock: Hashable, Sendable, Codable {
  @usableFromInline package let amount: Money
  package let lockedAt: Timestamp

  package init(amount: Money, lockedAt: Timestamp) {
    self.amount = amount
    self.lockedAt = lockedAt
  }
}

/// The reason a booking was not confirmed.
@usableFromInline
package enum BookingFailure: Hashable, Sendable, Codable {
  /// The total is not the agreed one.
  case priceChanged(total: Money)
  /// The quote was confirmed too long ago.
  case quoteExpired
  case declined(DeclineReason)
  /// The gateway refused the payment for another reason.
  case paymentRefused
  /// The item of the quote is sold out.
  case soldOut(item: UInt8)
  /// The price of the item changed between the last check and the booking.
  case itemPriceChanged(item: UInt8)
  case itemRefused(item: UInt8)
  case cancelledByTraveller
}

extension BookingFailure: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .priceChanged(let total): "the price has changed to \(total)"
    case .quoteExpired: "the quote is too old"
    case .declined(let reason): reason.text
    case .paymentRefused: "the gateway refused the payment"
    case .soldOut(let item): "item \(item + 1) is sold out"
    case .itemPriceChanged(let item): "the price of item \(item + 1) has changed"
    case .itemRefused(let item): "item \(item + 1) cannot be booked"
    case .cancelledByTraveller: "cancelled by the traveller"
    }
  }
}
