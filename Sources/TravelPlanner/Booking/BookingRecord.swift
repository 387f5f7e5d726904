public import Primitives

/// Everything there is to know about a booking: one value, saved as one record.
///
/// Holds transaction ids and the gateway's token for the way to pay, and nothing of a card.
@usableFromInline
package struct BookingRecord: Hashable, Sendable {
  @usableFromInline package let terms: BookingTerms
  /// How often it has been saved; 0 before the first time.
  @usableFromInline package var revision: UInt32
  /// Counts those who took the booking on, one after another. Only the last may act.
  @usableFromInline package var claim: UInt32
  /// Tells this claim from another of the same number that was never saved.
  package var holder: UInt64
  @usableFromInline package var updatedAt: Timestamp
  package var timeline: BookingTimeline
  package var paymentStatus: PaymentStatus?
  package var effects: EffectLog
  /// Why it is being undone, or was; nil as long as it goes forward.
  package var failure: BookingFailure?

  /// INITIATED, with the quote's total locked.
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
  /// The traveller's own key for this booking: the same request sent twice is one booking.
  @inlinable package var requestKey: UInt64 { terms.requestKey }
  @inlinable package var session: SessionID? { terms.session }
  @inlinable package var quote: ConfirmedQuote { terms.quote }
  @inlinable package var contact: TravellerContact { terms.contact }
  @inlinable package var method: PaymentMethod { terms.method }
  /// The price that cannot change any more, from the moment the booking was made.
  @inlinable package var lock: BudgetLock { terms.lock }

  @usableFromInline package var status: BookingStatus { timeline.status }

  /// Nothing is left to do.
  @usableFromInline package var isFinished: Bool { status.isAtRest }

  /// What the gateway calls the payment; nil before it was made ready.
  package var payment: TransactionID? { effects.reference(of: Effect(.createPayment)) }

  /// What the traveller is given; nil unless it is confirmed.
  package var confirmation: ConfirmationNumber? {
    status == .confirmed ? ConfirmationNumber(of: id, at: timeline.changedAt) : nil
  }

  /// What the desk calls its booking of an item; nil when it is not booked.
  package func reservation(of item: Int) -> TransactionID? {
    effects.reference(of: Effect(.book, item: UInt8(item)))
  }
}

extension BookingRecord {
  /// Whether it is what `request` asks for.
  @usableFromInline
  func isMade(for request: BookingRequest) -> Bool {
    quote == request.quote && contact == request.contact && method == request.method
  }
}

/// A price that cannot change any more.
@usableFromInline
package struct BudgetLock: Hashable, Sendable, Codable {
  @usableFromInline package let amount: Money
  package let lockedAt: Timestamp

  package init(amount: Money, lockedAt: Timestamp) {
    self.amount = amount
    self.lockedAt = lockedAt
  }
}

/// Why a booking is not what was asked for.
@usableFromInline
package enum BookingFailure: Hashable, Sendable, Codable {
  /// It costs something else than the traveller agreed to.
  case priceChanged(total: Money)
  /// The quote was confirmed too long ago.
  case quoteExpired
  case declined(DeclineReason)
  /// The gateway will not take the payment for another reason.
  case paymentRefused
  /// A desk has none left of this item of the quote.
  case soldOut(item: UInt8)
  /// The item got another price between the last look and the booking.
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
