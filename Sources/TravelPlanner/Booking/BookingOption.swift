package import Primitives

/// The option to book the plan after the itinerary has been composed.
///
///     var options = PlanOptions()
///     options.booking = BookingOption(contact: contact, method: PaymentMethod(token: "pm_card_visa"))
package struct BookingOption: Hashable, Sendable {
  package var contact: TravellerContact
  package var method: PaymentMethod
  /// The agreed total for flight and hotel; nothing is booked for any other total. Nil agrees to the total of an
  /// itinerary within the budget, and to none of one that costs more.
  package var agreed: Agreement?
  /// The key that separates a new booking from an earlier one: with the same key it is the same booking. A session has
  /// at most one active booking.
  package var key: UInt64

  package init(
    contact: TravellerContact, method: PaymentMethod, agreed: Agreement? = nil, key: UInt64 = 0
  ) {
    self.contact = contact
    self.method = method
    self.agreed = agreed
    self.key = key
  }

  /// A total that the traveller has agreed to.
  package enum Agreement: Hashable, Sendable {
    case total(Money)
    /// Any total, over the budget too.
    case any
    /// Hundredths of a major unit of the trip's currency.
    case hundredths(Int64)

    /// Returns the agreed total in `currency`; nil for any.
    func total(in currency: Currency) -> Money? {
      switch self {
      case .total(let agreed): agreed
      case .any: nil
      case .hundredths(let amount): Money(minorUnits: amount * currency.minorPerMajor / 100, currency)
      }
    }

    func covers(_ total: Money) -> Bool {
      switch self {
      case .total(let agreed): agreed == total
      case .any: true
      case .hundredths(let amount): total.minorUnits * (100 / total.currency.minorPerMajor) == amount
      }
    }
  }

  /// Throws every rule that contact and payment method break.
  func validate() throws(ValidationError) {
    var issues: [ValidationIssue] = []
    contact.check(&issues)
    method.check(&issues)
    if !issues.isEmpty { throw ValidationError(issues) }
  }
}

/// The part of a booking that its session holds. The journal holds the full record, without expiry.
package struct SessionBooking: Hashable, Sendable, Codable {
  package internal(set) var id: BookingID
  /// The key of the request. A request with the same key is for the same booking.
  package let key: UInt64
  package let confirmedAt: Timestamp
  /// The total, locked since the booking was made.
  package let total: Money
  /// The status; nil until the booking service has returned one.
  package internal(set) var status: BookingStatus?
  package internal(set) var payment: TransactionID?
  package internal(set) var failure: BookingFailure?
  package internal(set) var confirmation: ConfirmationNumber?

  /// A Boolean value that indicates whether the booking is, or may become, confirmed. Its trip cannot change.
  package var isActive: Bool {
    switch status {
    case nil, .initiated, .paymentPending, .paid, .confirmed: true
    case .failed, .cancelled, .refundPending, .refunded: false
    }
  }

  /// A description for the traveller.
  package var text: String {
    switch status {
    case .confirmed:
      var text = "Booked: \(id)"
      if let confirmation { text += ", confirmation \(confirmation)" }
      text += ". \(total) paid"
      if let payment { text += " (\(payment))" }
      return text + "; the price is locked."
    case .failed, .cancelled:
      return "Not booked: \(reason). Nothing was charged."
    case .refunded: return "Not booked: \(reason). \(total) was given back."
    case .refundPending: return "Not booked: \(reason). \(total) is being given back (\(id))."
    case .initiated, .paymentPending, .paid, nil:
      return "Booking \(id) is not finished yet. Ask again to see how it ends; nothing is charged twice."
    }
  }

  private var reason: String { failure?.description ?? "it was not possible" }
}
