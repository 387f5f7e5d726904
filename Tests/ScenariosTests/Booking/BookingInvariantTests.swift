import Scenarios
import SimulatedTravel
import Testing
import TravelPlanner

/// Each check on ledgers that are in order, and on ledgers in which one thing is wrong.
@Suite("Booking checks")
struct BookingCheckTests {
  /// The ledgers of a trial, and what was done to them.
  struct Forgery: Sendable, CustomTestStringConvertible {
    var check: BookingInvariant
    var outcome: BookingTrial.ProviderOutcome = .good
    var what: String
    var forge: @Sendable (inout BookingLedgers) -> Void
    var testDescription: String { "\(check.name): \(what)" }
  }

  static let forgeries: [Forgery] = [
    Forgery(check: .doubleCharge, what: "charged twice under two keys") { ledgers in
      var again = ledgers.payments[1]
      again.key = IdempotencyKey(again.key.booking, Effect(.confirmPayment, item: 1))
      again.subject += 1
      ledgers.payments.append(again)
    },
    Forgery(check: .chargeWithoutBooking, what: "the hotel was never booked") { ledgers in
      ledgers.reservations.removeLast()
    },
    Forgery(check: .bookingWithoutCharge, what: "the charge is not there") { ledgers in
      ledgers.payments.removeAll { $0.act == .charged }
    },
    Forgery(check: .lostRefund, outcome: .soldOutHotel, what: "the refund is not there") { ledgers in
      ledgers.payments.removeAll { $0.act == .refunded }
    },
    Forgery(check: .lostRefund, outcome: .soldOutHotel, what: "a cent too little") { ledgers in
      let last = ledgers.payments.indices.last { ledgers.payments[$0].act == .refunded }
      ledgers.payments[last!].amount -= 1
    },
    Forgery(check: .refundsOverCharges, outcome: .soldOutHotel, what: "a cent too much") { ledgers in
      let last = ledgers.payments.indices.last { ledgers.payments[$0].act == .refunded }
      ledgers.payments[last!].amount += 1
    },
    Forgery(check: .keyTakenForAnotherOrder, what: "answered for another order") { ledgers in
      var again = ledgers.payments[1]
      again.act = .replayed
      again.payload ^= 1
      ledgers.payments.append(again)
    },
    Forgery(check: .keyTakenForAnotherOrder, what: "our side used a key twice") { ledgers in
      var again = ledgers.payments[1]
      again.act = .keyRefused
      again.payload ^= 1
      ledgers.payments.append(again)
    },
    Forgery(check: .twoEffectsOfOneKey, what: "one key, two charges") { ledgers in
      var again = ledgers.payments[1]
      again.subject += 1
      ledgers.payments.append(again)
    },
    Forgery(check: .twoEffectsOfOneKey, what: "one item, two reservations") { ledgers in
      var again = ledgers.reservations[0]
      again.key = IdempotencyKey(again.key.booking, Effect(.book, item: 0))
      again.subject += 1
      ledgers.reservations.append(again)
    },
    Forgery(check: .unknownTakenForFailure, outcome: .soldOutHotel, what: "refused for us, booked for them") {
      ledgers in
      let refusal = ledgers.reservations.indices.last { ledgers.reservations[$0].act == .bookingRefused }
      ledgers.reservations[refusal!].act = .booked
      ledgers.reservations[refusal!].subject = 99
    },
    Forgery(check: .unknownTakenForFailure, outcome: .soldOutHotel, what: "booked after the refund") {
      ledgers in
      var late = ledgers.reservations[0]
      late.time = .max
      ledgers.reservations[0] = late
    },
    Forgery(check: .effectBeforeIntent, what: "charged before it was saved") { ledgers in
      ledgers.payments[1].hadIntent = false
    },
    Forgery(check: .forgottenCompensation, outcome: .soldOutHotel, what: "the flight is still booked") {
      ledgers in
      ledgers.reservations.removeAll { $0.act == .bookingCancelled }
    },
    Forgery(check: .forgottenCompensation, outcome: .declined, what: "the payment is still open") { ledgers in
      ledgers.payments.removeAll { $0.act == .paymentCancelled }
    },
    Forgery(check: .declineRetried, outcome: .declined, what: "declined again") { ledgers in
      var again = ledgers.payments[1]
      again.key = IdempotencyKey(again.key.booking, Effect(.confirmPayment, item: 1))
      again.time += 1
      ledgers.payments.append(again)
    },
    Forgery(check: .cardAtRest, what: "a card number where the name belongs") { ledgers in
      forgeRecord(&ledgers) { request in request.contact.name = "4242 4242 4242 4242" }
    },
    Forgery(check: .cardAtRest, what: "a card number instead of the token") { ledgers in
      forgeRecord(&ledgers) { request in request.method = PaymentMethod(token: "5555555555554444") }
    },
    Forgery(check: .chargeNotAsQuoted, what: "a cent more than the quote") { ledgers in
      ledgers.payments[1].amount += 1
    },
    Forgery(check: .chargeNotAsQuoted, what: "in another currency") { ledgers in
      ledgers.payments[1].currency = .usd
    },
    Forgery(check: .twoResumers, what: "the first claim acts after the second") { ledgers in
      ledgers.reservations[0].claim = 2
    },
    Forgery(check: .conservation, what: "a cent is missing") { ledgers in
      ledgers.payments[1].amount -= 1
    },
    Forgery(check: .owed, what: "the journal does not know it") { ledgers in
      ledgers.records = [:]
    },
    Forgery(check: .owed, outcome: .soldOutHotel, what: "refunded for us, and all booked") { ledgers in
      let refusal = ledgers.reservations.indices.last { ledgers.reservations[$0].act == .bookingRefused }
      ledgers.reservations[refusal!].act = .booked
      ledgers.reservations.removeAll { $0.act == .bookingCancelled }
    },
  ]

  @Test("fires on books in which that is wrong, and only then", arguments: forgeries)
  func fires(forgery: Forgery) throws {
    var ledgers = try BookingTrial(seed: 1, outcome: forgery.outcome).run().ledgers
    #expect(ledgers.violations(isQuiescent: true) == [])
    #expect(ledgers.count == 1)
    forgery.forge(&ledgers)
    let fired = ledgers.violations(isQuiescent: true).map(\.check)
    #expect(fired.contains(forgery.check.name))
  }

  @Test func `every check has books that make it fire`() {
    let covered = Set(Self.forgeries.map(\.check))
    #expect(BookingInvariant.allCases.filter { !covered.contains($0) } == [])
  }

  @Test func `what must hold at the end is not asked before`() throws {
    var ledgers = try BookingTrial(seed: 1).run().ledgers
    ledgers.reservations = []
    #expect(!ledgers.violations(isQuiescent: true).isEmpty)
    #expect(ledgers.violations(isQuiescent: false) == [])
  }

  /// The ledgers with a record of another request in place of their own.
  private static func forgeRecord(_ ledgers: inout BookingLedgers, _ change: (inout BookingRequest) -> Void) {
    for (id, record) in ledgers.records {
      var request = BookingRequest(
        key: record.requestKey, quote: record.quote, contact: record.contact, method: record.method)
      change(&request)
      ledgers.records[id] = BookingRecord(id: id, request, holder: record.holder, at: record.updatedAt)
    }
  }
}

@Suite("Simulated providers")
struct SimulatedProviderTests {
  @Test("a legal history is left alone, and each forged save is told")
  func witness() throws {
    let record = try #require(try BookingTrial(seed: 1).run().ledgers.records.values.first)
    #expect(complaints(record, after: nil).count == 1)  // not its first revision
    #expect(complaints(record, after: record).count == 1)  // not the next revision
    var next = record
    next.revision += 1
    #expect(complaints(next, after: record) == [])
    var started = BookingRecord(
      id: record.id,
      BookingRequest(
        key: record.requestKey, quote: record.quote, contact: record.contact, method: record.method),
      holder: 1, at: record.updatedAt)
    started.revision = next.revision
    // History, effects and claim of another life.
    #expect(!complaints(started, after: record).isEmpty)
  }

  private func complaints(_ next: BookingRecord, after last: BookingRecord?) -> [Violation] {
    var violations: [Violation] = []
    AuditingJournal.check(next, after: last, &violations)
    return violations
  }
}
