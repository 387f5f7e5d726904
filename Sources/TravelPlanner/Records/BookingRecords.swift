public import Primitives

/// How a booking went: the money that was locked, the payment, and every change of its state.
///
/// Holds a transaction number and nothing of a card.
public struct MockBookingRecord: TripEntity {
  public static let kind = TripRecordKind.booking

  public var tripId: TripID
  public var version = TripRecordVersion(.booking)
  public var source = "booking"
  public var createdAt: Timestamp
  public var bookingId: BookingID
  public var destination: City
  public var userContact: Contact
  public var lockedBudget: LockedBudget
  public var paymentDetails: PaymentNote
  public var bookingState: BookingHistory
  /// Nil unless the booking was confirmed.
  public var confirmationNumber: ConfirmationNumber?
  public var validUntil: Timestamp?
}

/// Whom the confirmation is for. Card numbers are taken out when it is made.
public struct Contact: Hashable, Sendable, Codable {
  public let name: String
  public let email: String
  public let phone: String

  public init(name: String, email: String, phone: String) {
    self.name = CardNumber.removed(from: name)
    self.email = CardNumber.removed(from: email)
    self.phone = CardNumber.removed(from: phone, isPhone: true)
  }

  public init(_ contact: TravellerContact) {
    self.init(name: contact.name, email: contact.email, phone: contact.phone)
  }
}

/// The price that cannot change any more.
public struct LockedBudget: Hashable, Sendable, Codable {
  public var total: Money
  public var locked: Bool
  public var lockedAt: Timestamp
}

public struct PaymentNote: Hashable, Sendable, Codable {
  public var status: PaymentStatus
  /// Who took it: `simulated`, `stripe`.
  public var method: String
  public var transactionId: TransactionID
  /// What the gateway calls it, when it has names of its own.
  public var gatewayReference: TransactionID?
  public var amount: Money
  public var timestamp: Timestamp
}

public struct BookingHistory: Hashable, Sendable, Codable {
  public var current: BookingStatus
  public var transitions: [StateChange]
}

public struct StateChange: Hashable, Sendable, Codable {
  public var from: BookingStatus
  public var to: BookingStatus
  public var timestamp: Timestamp
  public var reason: String

  init(_ change: StatusChange) {
    from = change.from
    to = change.to
    timestamp = change.time
    reason = change.reason.text
  }
}

/// The document a customer sees once everything is booked; `text` writes it out.
public struct BookingConfirmation: TripEntity {
  public static let kind = TripRecordKind.confirmation

  public var tripId: TripID
  public var version = TripRecordVersion(.confirmation)
  public var source = "booking"
  public var createdAt: Timestamp
  public var confirmationNumber: ConfirmationNumber
  public var bookingId: BookingID
  public var destination: City
  public var itinerary: ItinerarySummary
  public var pricing: LockedPricing
  public var payment: PaymentNote
  public var userContact: Contact
  public var bookedAt: Timestamp
  /// 24 hours after it was booked.
  public var validUntil: Timestamp
  /// `ACTIVE`; a cancelled booking gets a new version.
  public var status: String
  public var nextSteps: [String]
}

public struct ItinerarySummary: Hashable, Sendable, Codable {
  public var departure: CalendarDay
  public var returning: CalendarDay
  public var people: Int
  public var flight: String?
  public var hotel: String?
  public var dailyActivityHours: Tenths
  public var restDays: Int
  public var travelFatigueScore: Tenths
}

public struct LockedPricing: Hashable, Sendable, Codable {
  public var lockedBudget: Money
  public var perDay: Money
  /// `LOCKED`
  public var status: String
}

extension BookingConfirmation {
  /// How long the price of a confirmation holds.
  public static let validity: Duration = .seconds(24 * 3600)

  /// For a reader, at most 100 columns wide unless a name is very long.
  public var text: String {
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
