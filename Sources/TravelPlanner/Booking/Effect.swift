public import Mutation
public import Resilience

/// An external effect of a booking, with the index of the item it is for.
@usableFromInline
@frozen
package struct Effect: Hashable, Sendable {
  @usableFromInline
  package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// Creates a payment. No money moves.
    case createPayment
    /// Confirms the payment. The money moves.
    case confirmPayment
    /// Books an item.
    case book
    /// Compensates `createPayment` if no money has moved.
    case cancelPayment
    /// Compensates `confirmPayment`.
    case refund
    /// Compensates `book`.
    case cancelBooking

    /// The kind of effect that compensates this one; nil for a compensation.
    @usableFromInline package var compensation: Kind? {
      switch self {
      case .createPayment: .cancelPayment
      case .confirmPayment: .refund
      case .book: .cancelBooking
      case .cancelPayment, .refund, .cancelBooking: nil
      }
    }

    /// The name in records and keys: `confirm-payment`.
    package var name: String { Kind.names[Int(rawValue)] }

    static let names: [String] = [
      "create-payment", "confirm-payment", "book", "cancel-payment", "refund", "cancel-booking",
    ]
  }

  @usableFromInline package let kind: Kind
  /// The index of the quote's item; 0 for payments.
  @usableFromInline package let item: UInt8

  @inlinable package init(_ kind: Kind, item: UInt8 = 0) {
    self.kind = kind
    self.item = item
  }

  /// The effect that compensates this one; nil for a compensation.
  @inlinable package var compensation: Effect? { kind.compensation.map { Effect($0, item: item) } }
}

extension Effect: LosslessStringConvertible, Codable {
  /// `confirm-payment`, `book-0`, `cancel-booking-1`.
  @usableFromInline package var description: String {
    switch kind {
    case .book, .cancelBooking: "\(kind.name)-\(item)"
    case .createPayment, .confirmPayment, .cancelPayment, .refund: kind.name
    }
  }

  /// Parses the form of `description`.
  @usableFromInline package init?(_ text: String) {
    for kind in Kind.allCases {
      switch kind {
      case .book, .cancelBooking:
        if text.hasPrefix(kind.name + "-"), let item = UInt8(text.dropFirst(kind.name.utf8.count + 1)),
          text == Effect(kind, item: item).description
        {
          self.init(kind, item: item)
          return
        }
      case .createPayment, .confirmPayment, .cancelPayment, .refund:
        if text == kind.name {
          self.init(kind)
          return
        }
      }
    }
    return nil
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let effect = Effect(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such effect: \(text)")
    }
    self = effect
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The idempotency key of an effect of a booking, the same for every attempt, process and resume.
///
/// A provider that receives a key again returns its first reply and does nothing.
@usableFromInline
@frozen
package struct IdempotencyKey: Hashable, Sendable, Codable {
  @usableFromInline package let booking: BookingID
  @usableFromInline package let effect: Effect

  @inlinable package init(_ booking: BookingID, _ effect: Effect) {
    self.booking = booking
    self.effect = effect
  }
}

extension IdempotencyKey {
  /// Combines two words instead of three values, because keys are looked up with every call.
  @inlinable package func hash(into hasher: inout Hasher) {
    hasher.combine(booking.rawValue)
    hasher.combine(UInt64(effect.kind.rawValue) << 8 | UInt64(effect.item))
  }
}

extension IdempotencyKey: CustomStringConvertible {
  /// The form in headers: `BK_20260222_03859166-confirm-payment`. At most 255 characters, as gateways require.
  @usableFromInline package var description: String { "\(booking)-\(effect)" }
}

/// The identity of a call with an effect.
@usableFromInline
@frozen
package struct EffectCall: Sendable, Hashable {
  /// The idempotency key of the effect.
  @usableFromInline package let key: IdempotencyKey
  /// The number of the claim under which the effect is requested. For the provider's ledger only; it may differ when a key
  /// is used again.
  @usableFromInline package let claim: UInt32
  @usableFromInline package let attempt: Attempt

  @inlinable package init(key: IdempotencyKey, claim: UInt32, attempt: Attempt) {
    var key = key
    let isUndoing = key.effect.compensation == nil
    if attempt.number > 1,
      isMutated(.newKeyOnRetry) && !isUndoing || isMutated(.newKeyForRefund) && isUndoing
        || isMutated(.newKeyAfterTakeover) && claim > 1
    {
      let item = key.effect.item &+ UInt8(truncatingIfNeeded: attempt.number &<< 4)
      key = IdempotencyKey(key.booking, Effect(key.effect.kind, item: item))
    }
    self.key = key
    self.claim = claim
    self.attempt = attempt
  }
}

extension IdempotencyKey: IDKey {
  @inlinable package var hashBits: UInt64 {
    booking.rawValue ^ UInt64(effect.kind.rawValue) << 56 ^ UInt64(effect.item) << 48
  }
}
