public import Mutation
public import Resilience

/// One thing a booking does in the world outside, and the place of the item it does it for.
@usableFromInline
@frozen
package struct Effect: Hashable, Sendable {
  @usableFromInline
  package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// A payment is made ready; no money moves.
    case createPayment
    /// The money moves.
    case confirmPayment
    /// A desk books an item.
    case book
    /// Undoes `createPayment` when no money has moved.
    case cancelPayment
    /// Undoes `confirmPayment`.
    case refund
    /// Undoes `book`.
    case cancelBooking

    /// What takes its effect back; nil for those that do.
    @usableFromInline package var compensation: Kind? {
      switch self {
      case .createPayment: .cancelPayment
      case .confirmPayment: .refund
      case .book: .cancelBooking
      case .cancelPayment, .refund, .cancelBooking: nil
      }
    }

    /// As in records and keys: `confirm-payment`.
    package var name: String { Kind.names[Int(rawValue)] }

    static let names: [String] = [
      "create-payment", "confirm-payment", "book", "cancel-payment", "refund", "cancel-booking",
    ]
  }

  @usableFromInline package let kind: Kind
  /// Which of the quote's items, from 0; 0 for payments.
  @usableFromInline package let item: UInt8

  @inlinable package init(_ kind: Kind, item: UInt8 = 0) {
    self.kind = kind
    self.item = item
  }

  /// What takes it back.
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

  /// Exactly what `description` writes.
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

/// Names one effect of one booking to a provider, the same for every attempt, process and resume.
///
/// A provider that sees a key again answers as it did the first time and does nothing.
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
  /// Two words instead of three values of three sizes: keys are looked up with every call.
  @inlinable package func hash(into hasher: inout Hasher) {
    hasher.combine(booking.rawValue)
    hasher.combine(UInt64(effect.kind.rawValue) << 8 | UInt64(effect.item))
  }
}

extension IdempotencyKey: CustomStringConvertible {
  /// `BK_20260222_03859166-confirm-payment`, for headers; at most 255 characters as gateways ask.
  @usableFromInline package var description: String { "\(booking)-\(effect)" }
}

/// What a provider is told about a call that has an effect.
@usableFromInline
@frozen
package struct EffectCall: Sendable, Hashable {
  /// What the provider remembers the effect by.
  @usableFromInline package let key: IdempotencyKey
  /// Who acts: the number of the claim on the booking. For a provider's own books; not part of what has to
  /// be the same when a key is used again.
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
