import Scenarios
import SimulatedTravel
import Testing
import TravelPlanner

/// Each check on books that are in order, and on books in which one thing is wrong.
@Suite("Booking checks")
struct BookingCheckTests {
  /// The books of a trial, and what was done to them.
  struct Forgery: Sendable, CustomTestStringConvertible {
    var check: BookingCheck
    var luck: BookingTrial.Luck = .good
    var what: String
    var forge: @Sendable (inout BookingBooks) -> Void
    var testDescription: String { "\(check.name): \(what)" }
  }

  static let forgeries: [Forgery] = [
    Forgery(check: .doubleCharge, what: "charged twice under two keys") { books in
      var again = books.payments[1]
      again.key = IdempotencyKey(again.key.booking, Effect(.confirmPayment, item: 1))
      again.subject += 1
      books.payments.append(again)
    },
    Forgery(check: .chargeWithoutBooking, what: "the hotel was never booked") { books in
      books.desks.removeLast()
    },
    Forgery(check: .bookingWithoutCharge, what: "the charge is not there") { books in
      books.payments.removeAll { $0.act == .charged }
    },
    Forgery(check: .lostRefund, luck: .soldOutHotel, what: "the refund is not there") { books in
      books.payments.removeAll { $0.act == .refunded }
    },
    Forgery(check: .lostRefund, luck: .soldOutHotel, what: "a cent too little") { books in
      let last = books.payments.indices.last { books.payments[$0].act == .refunded }
      books.payments[last!].amount -= 1
    },
    Forgery(check: .refundsOverCharges, luck: .soldOutHotel, what: "a cent too much") { books in
      let last = books.payments.indices.last { books.payments[$0].act == .refunded }
      books.payments[last!].amount += 1
    },
    Forgery(check: .keyTakenForAnotherOrder, what: "answered for another order") { books in
      var again = books.payments[1]
      again.act = .replayed
      again.payload ^= 1
      books.payments.append(again)
    },
    Forgery(check: .keyTakenForAnotherOrder, what: "our side used a key twice") { books in
      var again = books.payments[1]
      again.act = .keyRefused
      again.payload ^= 1
      books.payments.append(again)
    },
    Forgery(check: .twoEffectsOfOneKey, what: "one key, two charges") { books in
      var again = books.payments[1]
      again.subject += 1
      books.payments.append(again)
    },
    Forgery(check: .twoEffectsOfOneKey, what: "one item, two reservations") { books in
      var again = books.desks[0]
      again.key = IdempotencyKey(again.key.booking, Effect(.book, item: 0))
      again.subject += 1
      books.desks.append(again)
    },
    Forgery(check: .unknownTakenForFailure, luck: .soldOutHotel, what: "refused for us, booked for them") {
      books in
      let refusal = books.desks.indices.last { books.desks[$0].act == .bookingRefused }
      books.desks[refusal!].act = .booked
      books.desks[refusal!].subject = 99
    },
    Forgery(check: .unknownTakenForFailure, luck: .soldOutHotel, what: "booked after the refund") { books in
      var late = books.desks[0]
      late.time = .max
      books.desks[0] = late
    },
    Forgery(check: .effectBeforeIntent, what: "charged before it was saved") { books in
      books.payments[1].hadIntent = false
    },
    Forgery(check: .forgottenCompensation, luck: .soldOutHotel, what: "the flight is still booked") { books in
      books.desks.removeAll { $0.act == .bookingCancelled }
    },
    Forgery(check: .forgottenCompensation, luck: .declined, what: "the payment is still open") { books in
      books.payments.removeAll { $0.act == .paymentCancelled }
    },
    Forgery(check: .declineRetried, luck: .declined, what: "declined again") { books in
      var again = books.payments[1]
      again.key = IdempotencyKey(again.key.booking, Effect(.confirmPayment, item: 1))
      again.time += 1
      books.payments.append(again)
    },
    Forgery(check: .cardAtRest, what: "a card number where the name belongs") { books in
      forgeRecord(&books) { request in request.contact.name = "4242 4242 4242 4242" }
    },
    Forgery(check: .cardAtRest, what: "a card number instead of the token") { books in
      forgeRecord(&books) { request in request.method = PaymentMethod(token: "5555555555554444") }
    },
    Forgery(check: .chargeNotAsQuoted, what: "a cent more than the quote") { books in
      books.payments[1].amount += 1
    },
    Forgery(check: .chargeNotAsQuoted, what: "in another currency") { books in
      books.payments[1].currency = .usd
    },
    Forgery(check: .twoResumers, what: "the first claim acts after the second") { books in
      books.desks[0].claim = 2
    },
    Forgery(check: .conservation, what: "a cent is missing") { books in
      books.payments[1].amount -= 1
    },
    Forgery(check: .owed, what: "the journal does not know it") { books in
      books.records = [:]
    },
    Forgery(check: .owed, luck: .soldOutHotel, what: "refunded for us, and all booked") { books in
      let refusal = books.desks.indices.last { books.desks[$0].act == .bookingRefused }
      books.desks[refusal!].act = .booked
      books.desks.removeAll { $0.act == .bookingCancelled }
    },
  ]

  @Test("fires on books in which that is wrong, and only then", arguments: forgeries)
  func fires(forgery: Forgery) throws {
    var books = try BookingTrial(seed: 1, luck: forgery.luck).run().books
    #expect(books.violations(atRest: true) == [])
    #expect(books.count == 1)
    forgery.forge(&books)
    let fired = books.violations(atRest: true).map(\.check)
    #expect(fired.contains(forgery.check.name))
  }

  @Test func `every check has books that make it fire`() {
    let covered = Set(Self.forgeries.map(\.check))
    #expect(BookingCheck.allCases.filter { !covered.contains($0) } == [])
  }

  @Test func `what must hold at the end is not asked before`() throws {
    var books = try BookingTrial(seed: 1).run().books
    books.desks = []
    #expect(!books.violations(atRest: true).isEmpty)
    #expect(books.violations(atRest: false) == [])
  }

  /// The books with a record of another request in place of their own.
  private static func forgeRecord(_ books: inout BookingBooks, _ change: (inout BookingRequest) -> Void) {
    for (id, record) in books.records {
      var request = BookingRequest(
        key: record.requestKey, quote: record.quote, contact: record.contact, method: record.method)
      change(&request)
      books.records[id] = BookingRecord(id: id, request, holder: record.holder, at: record.updatedAt)
    }
  }
}

@Suite("Simulated providers")
struct SimulatedProviderTests {
  @Test("a legal history is left alone, and each forged save is told")
  func witness() throws {
    let record = try #require(try BookingTrial(seed: 1).run().books.records.values.first)
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
    WitnessedJournal.check(next, after: last, &violations)
    return violations
  }
}
