package import Primitives

/// Book what is planned, as a part of the plan: opt-in, after the itinerary.
///
///     var options = PlanOptions()
///     options.booking = BookingOption(contact: contact, method: PaymentMethod(token: "pm_card_visa"))
package struct BookingOption: Hashable, Sendable {
  package var contact: TravellerContact
  package var method: PaymentMethod
  /// What the traveller has agreed to pay for flight and hotel together; when it comes to something else,
  /// nothing is booked. Nil agrees to what the itinerary says.
  package var agreed: Agreement?
  /// Tells a booking that the traveller wants from one sent before: with the same key it is the same one,
  /// and a session has one that stands at most.
  package var key: UInt64

  package init(
    contact: TravellerContact, method: PaymentMethod, agreed: Agreement? = nil, key: UInt64 = 0
  ) {
    self.contact = contact
    self.method = method
    self.agreed = agreed
    self.key = key
  }

  /// A total that somebody has said yes to.
  package enum Agreement: Hashable, Sendable {
    case total(Money)
    /// Hundredths of a major unit of the trip's own currency, whichever it is.
    case hundredths(Int64)

    func covers(_ total: Money) -> Bool {
      switch self {
      case .total(let agreed): agreed == total
      case .hundredths(let amount): total.minorUnits * (100 / total.currency.minorPerMajor) == amount
      }
    }
  }

  /// Throws every rule that contact and way to pay break.
  func validate() throws(ValidationError) {
    var issues: [ValidationIssue] = []
    contact.check(&issues)
    method.check(&issues)
    if !issues.isEmpty { throw ValidationError(issues) }
  }
}

/// A booking as its session knows it. The journal knows more, and for longer.
package struct SessionBooking: Hashable, Sendable, Codable {
  package internal(set) var id: BookingID
  /// Sent again with this key it is the same booking.
  package let key: UInt64
  package let confirmedAt: Timestamp
  /// Locked from the moment the booking is made.
  package let total: Money
  /// Nil as long as nobody has said.
  package internal(set) var status: BookingStatus?
  package internal(set) var payment: TransactionID?
  package internal(set) var failure: BookingFailure?
  package internal(set) var confirmation: ConfirmationNumber?

  /// It stands, or may: the trip it is for cannot change.
  package var isActive: Bool {
    switch status {
    case nil, .initiated, .paymentPending, .paid, .confirmed: true
    case .failed, .cancelled, .refundPending, .refunded: false
    }
  }

  /// For the traveller.
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
