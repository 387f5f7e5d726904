package import Primitives

/// The state of a booking.
@frozen
@usableFromInline
package enum BookingStatus: UInt8, Hashable, Sendable, CaseIterable {
  /// The price is locked; no provider has been called.
  case initiated
  /// The payment is in progress.
  case paymentPending
  /// The payment succeeded; the items are being booked.
  case paid
  /// All items are booked.
  case confirmed
  /// The booking was not possible, and no money has moved.
  case failed
  /// The traveller cancelled before any money had moved.
  case cancelled
  /// The payment is being refunded, and the reservations are being cancelled.
  case refundPending
  /// The payment was refunded.
  case refunded

  /// The statuses that may follow. No other transition is possible.
  ///
  /// | from            | to                                        |
  /// | --------------- | ----------------------------------------- |
  /// | INITIATED       | PAYMENT_PENDING, FAILED, CANCELLED        |
  /// | PAYMENT_PENDING | PAID, FAILED, CANCELLED                   |
  /// | PAID            | CONFIRMED, REFUND_PENDING                 |
  /// | CONFIRMED       | REFUND_PENDING                            |
  /// | REFUND_PENDING  | REFUNDED                                  |
  package var successors: [BookingStatus] { BookingStatus.allCases.filter(leads) }

  /// Returns true if the table has the transition to `next`. Allocates nothing.
  package func leads(to next: BookingStatus) -> Bool {
    switch self {
    case .initiated: next == .paymentPending || next == .failed || next == .cancelled
    case .paymentPending: next == .paid || next == .failed || next == .cancelled
    case .paid: next == .confirmed || next == .refundPending
    case .confirmed: next == .refundPending
    case .refundPending: next == .refunded
    case .failed, .cancelled, .refunded: false
    }
  }

  /// A Boolean value that indicates whether nothing is left to do. A confirmed booking can still be cancelled.
  package var isTerminal: Bool {
    switch self {
    case .confirmed, .failed, .cancelled, .refunded: true
    case .initiated, .paymentPending, .paid, .refundPending: false
    }
  }
}

extension BookingStatus: LosslessStringConvertible, Codable {
  private static let names: [String] = [
    "INITIATED", "PAYMENT_PENDING", "PAID", "CONFIRMED", "FAILED", "CANCELLED", "REFUND_PENDING", "REFUNDED",
  ]

  /// The name in records: `PAYMENT_PENDING`.
  @usableFromInline package var description: String { BookingStatus.names[Int(rawValue)] }

  @usableFromInline package init?(_ text: String) {
    guard let index = BookingStatus.names.firstIndex(of: text) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let status = BookingStatus(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such status: \(text)")
    }
    self = status
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A transition of a booking from one status to another.
package struct StatusChange: Hashable, Sendable, Codable {
  package let from: BookingStatus
  package let to: BookingStatus
  package let reason: Reason
  package let time: Timestamp

  package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    case paymentStarted
    case paymentSucceeded
    case everythingBooked
    /// The booking is not possible as agreed; see its failure.
    case notPossible
    case cancelledByTraveller
    case everythingUndone

    package var text: String {
      switch self {
      case .paymentStarted: "payment started"
      case .paymentSucceeded: "payment succeeded"
      case .everythingBooked: "everything is booked"
      case .notPossible: "not possible as agreed"
      case .cancelledByTraveller: "cancelled by the traveller"
      case .everythingUndone: "everything is undone"
      }
    }
  }
}
