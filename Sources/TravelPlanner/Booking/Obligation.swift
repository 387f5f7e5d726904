package import Primitives

/// An obligation of an unfinished booking: an effect that is still due, or a payment of the traveller.
@usableFromInline
package struct Obligation: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The outcome of a requested effect is unknown.
    case answer(Effect)
    /// A refund to the traveller.
    case refund(Money)
    /// A cancellation of a reservation.
    case cancellation(item: UInt8)
    /// A cancellation of a payment that was created and not confirmed.
    case paymentCancellation
    /// A reservation of an item that is paid for.
    case item(UInt8)
    /// A payment that has not started.
    case payment(Money)
  }

  package let booking: BookingID
  package let kind: Kind
  /// The time of the booking's last change.
  package let since: Timestamp
}

extension Obligation: CustomStringConvertible {
  /// `BK_20260101_0000002A: €1,234.00 to be given back, since 2026-01-01T00:00:03Z`
  @usableFromInline package var description: String {
    let text =
      switch kind {
      case .answer(let effect): "the answer to \(effect)"
      case .refund(let money): "\(money) to be given back"
      case .cancellation(let item): "item \(item + 1) to be cancelled"
      case .paymentCancellation: "the payment to be cancelled"
      case .item(let item): "item \(item + 1) to be booked"
      case .payment(let money): "\(money) to be paid"
      }
    return "\(booking): \(text), since \(since)"
  }
}

extension BookingRecord {
  /// The obligations in the order in which they will be met; empty if the booking is finished.
  @usableFromInline package var obligations: [Obligation] {
    if isFinished { return [] }
    var obligations: [Obligation] = []
    func add(_ kind: Obligation.Kind) {
      obligations.append(Obligation(booking: id, kind: kind, since: updatedAt))
    }
    if let effect = effects.unresolved { add(.answer(effect)) }
    if failure != nil {
      for entry in effects.entries.reversed() where entry.state == .registered {
        switch entry.effect.kind {
        case .refund: add(.refund(lock.amount))
        case .cancelBooking: add(.cancellation(item: entry.effect.item))
        case .cancelPayment: add(.paymentCancellation)
        case .createPayment, .confirmPayment, .book: break
        }
      }
    } else {
      if effects.state(of: Effect(.confirmPayment)) == nil { add(.payment(lock.amount)) }
      for item in quote.items.indices where effects.state(of: Effect(.book, item: UInt8(item))) == nil {
        add(.item(UInt8(item)))
      }
    }
    return obligations
  }
}
