import SimulatedTravel
import TravelPlanner

/// One booking as the providers saw it.
struct BookingAudit {
  let booking: BookingID
  /// In the order of their times; entries of one provider and time keep their order.
  let entries: [LedgerEntry]
  let quote: ConfirmedQuote?
  let record: BookingRecord?

  let charges: [LedgerEntry]
  let refunded: Int64
  /// Reservations that stand, by item.
  let standing: [UInt8: Int]
  /// Something of it was taken back or refused.
  let isUndone: Bool
  /// Payments that were made ready and neither charged nor cancelled.
  let openPayments: Int

  init(_ booking: BookingID, _ entries: [LedgerEntry], quote: ConfirmedQuote?, record: BookingRecord?) {
    self.booking = booking
    self.quote = quote
    self.record = record
    let order = entries.indices.sorted {
      (entries[$0].time, entries[$0].claim, $0) < (entries[$1].time, entries[$1].claim, $1)
    }
    self.entries = order.map { entries[$0] }
    charges = self.entries.filter { $0.act == .charged }
    refunded = self.entries.reduce(0) { $0 + ($1.act == .refunded ? $1.amount : 0) }
    let cancelled = self.entries.filter { $0.act == .bookingCancelled }.map(\.subject)
    var standing: [UInt8: Int] = [:]
    for entry in self.entries where entry.act == .booked && !cancelled.contains(entry.subject) {
      standing[entry.key.effect.item, default: 0] += 1
    }
    self.standing = standing
    isUndone = self.entries.contains {
      switch $0.act {
      case .refunded, .bookingCancelled, .bookingRefused: true
      case .paymentCreated, .charged, .declined, .paymentCancelled, .booked, .replayed, .keyRefused, .keyBusy:
        false
      }
    }
    let settled = self.entries.filter { $0.act == .charged || $0.act == .paymentCancelled }.map(\.subject)
    openPayments = self.entries.filter { $0.act == .paymentCreated && !settled.contains($0.subject) }.count
  }

  var charged: Int64 { charges.reduce(0) { $0 + $1.amount } }
  var net: Int64 { charged - refunded }

  /// Every item of the quote is booked.
  var isComplete: Bool {
    guard let quote else { return false }
    return quote.items.indices.allSatisfy { standing[UInt8($0)] ?? 0 > 0 }
  }

  /// Returns the violation of an invariant; nil when it holds.
  func objection(to check: BookingInvariant) -> String? {
    switch check {
    case .doubleCharge: charges.count > 1 ? "charged \(charges.count) times" : nil
    case .chargeWithoutBooking:
      net > 0 && !isComplete && !isUndone ? "\(net) paid, and not everything is booked" : nil
    case .bookingWithoutCharge:
      charges.isEmpty && !standing.isEmpty ? "\(standing.count) items booked, and nothing was paid" : nil
    case .lostRefund:
      net > 0 && !isComplete && isUndone ? "\(net) of \(charged) was never given back" : nil
    case .refundsOverCharges: refunded > charged ? "\(refunded) given back of \(charged)" : nil
    case .keyTakenForAnotherOrder: keyReuse
    case .twoEffectsOfOneKey: doubledEffect
    case .unknownTakenForFailure: wronglyGivenUp
    case .effectBeforeIntent:
      entries.first { $0.hadIntent == false }.map { "\($0.act.rawValue) before \($0.key.effect) was saved" }
    case .forgottenCompensation: forgotten
    case .declineRetried: retriedDecline
    case .cardAtRest: cardText
    case .chargeNotAsQuoted: wrongCharge
    case .twoResumers: staleAct
    case .conservation: leak
    case .owed: openEnd
    }
  }

  private var keyReuse: String? {
    var payloads: [IdempotencyKey: UInt64] = [:]
    for entry in entries {
      if entry.act == .keyRefused { return "\(entry.key.effect) was asked for twice with different orders" }
      if entry.act == .keyBusy { continue }
      let first = payloads[entry.key] ?? entry.payload
      if first != entry.payload { return "\(entry.key.effect) was taken for two different orders" }
      payloads[entry.key] = first
    }
    return nil
  }

  private var doubledEffect: String? {
    var seen: Set<IdempotencyKey> = []
    for entry in entries where entry.act.isEffect {
      if !seen.insert(entry.key).inserted { return "\(entry.key.effect) happened twice" }
    }
    if let item = standing.keys.sorted().first(where: { standing[$0] ?? 0 > 1 }) {
      return "item \(item + 1) is booked twice"
    }
    return nil
  }

  /// An effect that happened and that our side counts as refused or never asked for, or that came after
  /// what was to undo it.
  private var wronglyGivenUp: String? {
    var isUndoing = false
    for entry in entries where entry.act.isEffect {
      let goesForward = entry.key.effect.kind.compensation != nil
      if !goesForward { isUndoing = true }
      guard goesForward, entry.act != .declined else { continue }
      if isUndoing { return "\(entry.key.effect) happened when it was being undone" }
      guard let record else { continue }
      switch record.effects.state(of: entry.key.effect) {
      case .done, .intended: break
      case .refused: return "\(entry.key.effect) happened and is taken for refused"
      case .registered, .dropped, nil: return "\(entry.key.effect) happened and is not known"
      }
    }
    return nil
  }

  private var forgotten: String? {
    if openPayments > 0 { return "\(openPayments) payments were left open" }
    if !charges.isEmpty, net <= 0, !standing.isEmpty {
      return "the money was given back, and \(standing.count) items are still booked"
    }
    return nil
  }

  private var retriedDecline: String? {
    guard let decline = entries.firstIndex(where: { $0.act == .declined }) else { return nil }
    let after = entries[(decline + 1)...].first { $0.act == .declined || $0.act == .charged }
    return after.map { "after the decline it was \($0.act.rawValue)" }
  }

  private var cardText: String? {
    guard let record else { return nil }
    var texts = [record.contact.name, record.contact.email, record.method.token]
    // A number of sixteen digits may look like a card's by chance; a provider's own text must not.
    for entry in record.effects.entries where entry.reference?.number == nil {
      texts.append(entry.reference?.description ?? "")
    }
    let isInPhone = CardNumber.isIn(record.contact.phone, isPhone: true)
    return isInPhone || texts.contains { CardNumber.isIn($0) } ? "its record holds a card number" : nil
  }

  private var wrongCharge: String? {
    guard let quote else { return charges.isEmpty ? nil : "charged without a quote" }
    let total = quote.total
    for charge in charges where charge.amount != total.minorUnits || charge.currency != total.currency {
      return "charged \(Money(minorUnits: charge.amount, charge.currency)) for a quote of \(total)"
    }
    return nil
  }

  private var staleAct: String? {
    var newest: UInt32 = 0
    for entry in entries where entry.act.isEffect {
      if entry.claim < newest {
        return "claim \(entry.claim) acted after claim \(newest): \(entry.key.effect)"
      }
      newest = entry.claim
    }
    return nil
  }

  private var leak: String? {
    guard let quote else { return nil }
    let due = isComplete ? quote.total.minorUnits : 0
    return net == due ? nil : "\(charged) came in and \(refunded) went back, and what stands costs \(due)"
  }

  private var openEnd: String? {
    guard let record else { return entries.isEmpty ? nil : "the providers know it, and the journal does not" }
    if !record.isFinished { return record.obligations.map { "\($0)" }.joined(separator: "; ") }
    let isConfirmed = record.status == .confirmed
    if isConfirmed != isComplete {
      return "it is \(record.status), and \(standing.count) of \(record.quote.items.count) items are booked"
    }
    return nil
  }
}
