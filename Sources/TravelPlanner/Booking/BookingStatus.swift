package import Primitives

/// Where a booking stands.
@frozen
@usableFromInline
package enum BookingStatus: UInt8, Hashable, Sendable, CaseIterable {
  /// The price is locked; nothing has happened outside.
  case initiated
  /// A payment is being made.
  case paymentPending
  /// The money has moved; the items are being booked.
  case paid
  /// Everything is booked.
  case confirmed
  /// It could not be done, and no money has moved.
  case failed
  /// The traveller took it back before any money had moved.
  case cancelled
  /// The money goes back, and what was booked is cancelled.
  case refundPending
  /// The money is back.
  case refunded

  /// Where a booking may go from here. Nowhere else is possible.
  ///
  /// | from            | to                                        |
  /// | --------------- | ----------------------------------------- |
  /// | INITIATED       | PAYMENT_PENDING, FAILED, CANCELLED        |
  /// | PAYMENT_PENDING | PAID, FAILED, CANCELLED                   |
  /// | PAID            | CONFIRMED, REFUND_PENDING                 |
  /// | CONFIRMED       | REFUND_PENDING                            |
  /// | REFUND_PENDING  | REFUNDED                                  |
  package var successors: [BookingStatus] { BookingStatus.allCases.filter(leads) }

  /// Whether the table has the way from here to `next`. Costs no allocation.
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

  /// Nothing is left to do: until the traveller cancels, for a confirmed one.
  package var isAtRest: Bool {
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

  /// As in records: `PAYMENT_PENDING`.
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

/// One step of a booking from one status to another.
package struct StatusChange: Hashable, Sendable, Codable {
  package let from: BookingStatus
  package let to: BookingStatus
  package let reason: Reason
  package let time: Timestamp

  package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    case paymentStarted
    case paymentSucceeded
    case everythingBooked
    /// It cannot be had as agreed: see the booking's failure.
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
