package import Primitives

/// How a booking went: the money that was locked, the payment, and every change of its state.
///
/// Holds a transaction number and nothing of a card.
package struct TripBookingRecord: TripEntity {
  package static let kind = TripRecordKind.booking

  package var tripId: TripID
  package var version = TripRecordVersion(.booking)
  package var source = "booking"
  package var createdAt: Timestamp
  package var bookingId: BookingID
  package var destination: City
  package var userContact: Contact
  package var lockedBudget: LockedBudget
  package var paymentDetails: PaymentNote
  package var bookingState: BookingHistory
  /// Nil unless the booking was confirmed.
  package var confirmationNumber: ConfirmationNumber?
  package var validUntil: Timestamp?
}

/// Whom the confirmation is for. Card numbers are taken out when it is made.
package struct Contact: Hashable, Sendable, Codable {
  package let name: String
  package let email: String
  package let phone: String

  package init(name: String, email: String, phone: String) {
    self.name = CardNumber.removed(from: name)
    self.email = CardNumber.removed(from: email)
    self.phone = CardNumber.removed(from: phone, isPhone: true)
  }

  package init(_ contact: TravellerContact) {
    self.init(name: contact.name, email: contact.email, phone: contact.phone)
  }
}

/// The price that cannot change any more.
package struct LockedBudget: Hashable, Sendable, Codable {
  package var total: Money
  package var locked: Bool
  package var lockedAt: Timestamp
}

package struct PaymentNote: Hashable, Sendable, Codable {
  package var status: PaymentStatus
  /// Who took it: `simulated`, `stripe`.
  package var method: String
  package var transactionId: TransactionID
  /// What the gateway calls it, when it has names of its own.
  package var gatewayReference: TransactionID?
  package var amount: Money
  package var timestamp: Timestamp
}

package struct BookingHistory: Hashable, Sendable, Codable {
  package var current: BookingStatus
  package var transitions: [StateChange]
}

package struct StateChange: Hashable, Sendable, Codable {
  package var from: BookingStatus
  package var to: BookingStatus
  package var timestamp: Timestamp
  package var reason: String

  init(_ change: StatusChange) {
    from = change.from
    to = change.to
    timestamp = change.time
    reason = change.reason.text
  }
}

/// The document a customer sees once everything is booked; `text` writes it out.
package struct BookingConfirmation: TripEntity {
  package static let kind = TripRecordKind.confirmation

  package var tripId: TripID
  package var version = TripRecordVersion(.confirmation)
  package var source = "booking"
  package var createdAt: Timestamp
  package var confirmationNumber: ConfirmationNumber
  package var bookingId: BookingID
  package var destination: City
  package var itinerary: ItinerarySummary
  package var pricing: LockedPricing
  package var payment: PaymentNote
  package var userContact: Contact
  package var bookedAt: Timestamp
  /// 24 hours after it was booked.
  package var validUntil: Timestamp
  /// `ACTIVE`; a cancelled booking gets a new version.
  package var status: String
  package var nextSteps: [String]
}

package struct ItinerarySummary: Hashable, Sendable, Codable {
  package var departure: CalendarDay
  package var returning: CalendarDay
  package var people: Int
  package var flight: String?
  package var hotel: String?
  package var dailyActivityHours: Tenths
  package var restDays: Int
  package var travelFatigueScore: Tenths
}

package struct LockedPricing: Hashable, Sendable, Codable {
  package var lockedBudget: Money
  package var perDay: Money
  /// `LOCKED`
  package var status: String
}

extension BookingConfirmation {
  /// How long the price of a confirmation holds.
  package static let validity: Duration = .seconds(24 * 3600)

  /// For a reader, at most 100 columns wide unless a name is very long.
  package var text: String {
    let days = itinerary.departure.days(until: itinerary.returning) + 1
    let people = itinerary.people == 1 ? "1 traveller" : "\(itinerary.people) travellers"
    var lines = [
      "Booking confirmation \(confirmationNumber)",
      "",
      "Trip       \(destination.name), \(destination.country), \(days) days for \(people)",
      "           \(itinerary.departure.longDescription) to \(itinerary.returning.longDescription)",
    ]
    if let flight = itinerary.flight { lines.append("Flight     \(flight)") }
    if let hotel = itinerary.hotel { lines.append("Hotel      \(hotel)") }
    lines += [
      "Days       \(itinerary.dailyActivityHours) hours of activities a day, rest days: \(itinerary.restDays), "
        + "fatigue \(itinerary.travelFatigueScore) of 10",
      "Price      \(pricing.lockedBudget) (\(pricing.perDay) a day), \(pricing.status.lowercased())",
      "Payment    \(payment.status.rawValue), \(payment.transactionId), \(payment.timestamp)",
      "Contact    \(userContact.name), \(userContact.email), \(userContact.phone)",
      "Booking    \(bookingId), \(status.lowercased()), made \(bookedAt)",
      "Valid      until \(validUntil)",
      "",
      "Next steps",
    ]
    lines += nextSteps.map { "- \($0)" }
    return lines.joined(separator: "\n")
  }
}
