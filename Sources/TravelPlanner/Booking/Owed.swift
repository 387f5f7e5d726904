package import Primitives

/// Something a booking still owes: to the traveller, or the traveller to a provider.
@usableFromInline
package struct Owed: Hashable, Sendable {
  package enum What: Hashable, Sendable {
    /// Asked for, and the answer never came: it may or may not have happened.
    case answer(Effect)
    /// Money the traveller is to get back.
    case refund(Money)
    /// A reservation to be cancelled.
    case cancellation(item: UInt8)
    /// A payment that was made ready and is not needed any more.
    case paymentCancellation
    /// Paid for and not booked yet.
    case item(UInt8)
    /// It was asked for and not begun.
    case payment(Money)
  }

  package let booking: BookingID
  package let what: What
  /// Since the booking last moved.
  package let since: Timestamp
}

extension Owed: CustomStringConvertible {
  /// `BK_20260101_0000002A: €1,234.00 to be given back, since 2026-01-01T00:00:03Z`
  @usableFromInline package var description: String {
    let text =
      switch what {
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
  /// What is left to do, in the order it will be done; empty when the booking is finished.
  @usableFromInline package var owed: [Owed] {
    if isFinished { return [] }
    var owed: [Owed] = []
    func add(_ what: Owed.What) { owed.append(Owed(booking: id, what: what, since: updatedAt)) }
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
    return owed
  }
}
