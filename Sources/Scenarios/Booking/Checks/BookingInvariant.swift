package import SimulatedTravel
package import TravelPlanner

/// The invariants over the providers' ledgers, P1–P14.
package enum BookingInvariant: UInt8, CaseIterable, Sendable {
  case doubleCharge = 1
  case chargeWithoutBooking
  case bookingWithoutCharge
  case lostRefund
  case refundsOverCharges
  case keyTakenForAnotherOrder
  case twoEffectsOfOneKey
  case unknownTakenForFailure
  case effectBeforeIntent
  case forgottenCompensation
  case declineRetried
  case cardAtRest
  case chargeNotAsQuoted
  case twoResumers
  /// Money in is money out and what trips cost.
  case conservation
  /// Every booking has come to rest.
  case owed

  /// `P1 double charge`
  package var name: String {
    switch self {
    case .doubleCharge: "P1 double charge"
    case .chargeWithoutBooking: "P2 charge without booking"
    case .bookingWithoutCharge: "P3 booking without charge"
    case .lostRefund: "P4 lost refund"
    case .refundsOverCharges: "P5 refunds over charges"
    case .keyTakenForAnotherOrder: "P6 same key, other payload accepted"
    case .twoEffectsOfOneKey: "P7 two effects of one key"
    case .unknownTakenForFailure: "P8 unknown outcome treated as failure"
    case .effectBeforeIntent: "P9 effect before durable intent"
    case .forgottenCompensation: "P10 compensation forgotten"
    case .declineRetried: "P11 retry of a decline"
    case .cardAtRest: "P12 card data at rest"
    case .chargeNotAsQuoted: "P13 charge differs from the confirmed quote"
    case .twoResumers: "P14 two resumers both act"
    case .conservation: "conservation of money"
    case .owed: "nothing is owed"
    }
  }

  /// Holds only when everything has come to an end; the others hold at any moment.
  package var needsRest: Bool {
    switch self {
    case .chargeWithoutBooking, .bookingWithoutCharge, .lostRefund, .forgottenCompensation,
      .unknownTakenForFailure, .conservation, .owed:
      true
    case .doubleCharge, .refundsOverCharges, .keyTakenForAnotherOrder, .twoEffectsOfOneKey,
      .effectBeforeIntent, .declineRetried, .cardAtRest, .chargeNotAsQuoted, .twoResumers:
      false
    }
  }
}

/// The input of the invariants: the providers' ledgers, the quotes that travellers agreed to, and the journal's records.
package struct BookingLedgers: Sendable {
  package var payments: [LedgerEntry]
  /// Of all reservation providers, each in its own order.
  package var reservations: [LedgerEntry]
  package var quotes: [BookingID: ConfirmedQuote]
  package var records: [BookingID: BookingRecord]

  package init(
    payments: [LedgerEntry], reservations: [LedgerEntry], quotes: [BookingID: ConfirmedQuote],
    records: [BookingID: BookingRecord]
  ) {
    self.payments = payments
    self.reservations = reservations
    self.quotes = quotes
    self.records = records
  }

  /// The same with what the journal kept; quotes are those of the records.
  package init(payments: [LedgerEntry], reservations: [LedgerEntry], records: [BookingRecord]) {
    self.init(
      payments: payments, reservations: reservations,
      quotes: Dictionary(records.map { ($0.id, $0.quote) }, uniquingKeysWith: { first, _ in first }),
      records: Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Everything that does not hold, booking by booking. With `isQuiescent` also what holds only at the end.
  package func violations(isQuiescent: Bool) -> [Violation] {
    var violations: [Violation] = []
    for story in stories {
      for check in BookingInvariant.allCases where isQuiescent || !check.needsRest {
        if let message = story.objection(to: check) {
          violations.append(
            Violation(check.name, "\(story.booking): \(message)", time: story.entries.last?.time))
        }
      }
    }
    return violations
  }

  /// The number of bookings audited.
  package var count: Int { stories.count }

  var stories: [BookingAudit] {
    var entries: [BookingID: [LedgerEntry]] = [:]
    for entry in payments + reservations { entries[entry.key.booking, default: []].append(entry) }
    let ids = Set(entries.keys).union(records.keys).sorted()
    return ids.map { id in
      BookingAudit(
        id, entries[id] ?? [], quote: quotes[id] ?? records[id]?.quote, record: records[id])
    }
  }
}

extension SimulatedBookingProviders {
  /// The ledgers of these providers beside what a journal has stored, for the checks.
  package func ledgers(_ records: [BookingRecord]) -> BookingLedgers {
    BookingLedgers(
      payments: payments.entries, reservations: flights.entries + hotels.entries, records: records)
  }
}
