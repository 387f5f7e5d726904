package import Primitives

/// The record of a booking: the locked price, the payment, and the transitions of its status.
///
/// Holds a transaction id; no card data.
package struct TripBookingRecord: TripEntity {
  package static let kind = TripRecordKind.booking

  package var tripId: TripID
  package var version = TripRecordVersion(.booking)
  package var source = "booking"
  package var createdAt: Timestamp
  package var bookingId: BookingID
  package var destination: City
  /// The contact, with card numbers redacted.
  package var userContact: TravellerContact
  package var lockedBudget: LockedBudget
  package var paymentDetails: PaymentNote
  package var bookingState: BookingHistory
  /// The confirmation number; nil unless the booking was confirmed.
  package var confirmationNumber: ConfirmationNumber?
  package var validUntil: Timestamp?
}

extension TravellerContact {
  /// The contact with card numbers redacted, for documents.
  var redacted: TravellerContact {
    TravellerContact(
      name: CardNumber.removed(from: name), email: CardNumber.removed(from: email),
      phone: CardNumber.removed(from: phone, isPhone: true))
  }
}

/// The form of a price lock in a document.
package struct LockedBudget: Hashable, Sendable, Codable {
  package var total: Money
  package var locked: Bool
  package var lockedAt: Timestamp
}

/// The form of a payment in a document.
package struct PaymentNote: Hashable, Sendable, Codable {
  package var status: PaymentStatus
  /// The gateway that took the payment: `simulated`, `stripe`.
  package var method: String
  package var transactionId: TransactionID
  /// The gateway's id of the payment if it is not a number.
  package var gatewayReference: TransactionID?
  package var amount: Money
  package var timestamp: Timestamp
}

/// The form of a booking's timeline in a document.
package struct BookingHistory: Hashable, Sendable, Codable {
  package var current: BookingStatus
  package var transitions: [StateChange]
}

/// The form of a status change in a document: `timestamp` instead of `time`, the reason as a text.
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
