package import Primitives

/// The document that the traveller receives after the booking is confirmed. `text` is the form for reading.
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
  package var userContact: TravellerContact
  package var bookedAt: Timestamp
  /// The end of validity, 24 hours after the confirmation.
  package var validUntil: Timestamp
  /// `ACTIVE`, or `CANCELLED` in a later version of the document.
  package var status: String
  package var nextSteps: [String]
}

/// The part of an itinerary in a confirmation.
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

/// The form of the locked price in a confirmation.
package struct LockedPricing: Hashable, Sendable, Codable {
  package var lockedBudget: Money
  package var perDay: Money
  /// Always `LOCKED`.
  package var status: String
}

extension BookingConfirmation {
  /// The time for which the price of a confirmation is valid.
  package static let validity: Duration = .seconds(24 * 3600)

  /// The document as text, at most 100 columns wide unless a name is very long.
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
