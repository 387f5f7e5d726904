import Scenarios
import SimCore
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Booking saga")
struct BookingSagaTests {
  @Test("ends as its luck says, and nothing is owed", arguments: BookingTrial.ProviderOutcome.allCases)
  func ends(outcome: BookingTrial.ProviderOutcome) throws {
    let result = try BookingTrial(seed: 1, outcome: outcome).run()
    #expect(result.violations == [])
    #expect(result.lives == 2)
  }

  @Test func `a good booking is one charge, two reservations and five saves`() throws {
    let result = try BookingTrial(seed: 2).run()
    #expect(result.status == .confirmed)
    #expect(result.ledgers.payments.map(\.act) == [.paymentCreated, .charged])
    #expect(result.ledgers.reservations.map(\.act) == [.booked, .booked])
    #expect(result.saves == 5)
    #expect(
      result.events.filter { if case .statusChanged = $0 { true } else { false } } == [
        .statusChanged(.paymentPending), .statusChanged(.paid), .statusChanged(.confirmed),
      ])
  }

  @Test func `what was booked is taken back in reverse when an item is sold out`() throws {
    let result = try BookingTrial(seed: 3, outcome: .soldOutHotel).run()
    #expect(result.status == .refunded)
    let asked = result.events.compactMap { event -> Effect? in
      if case .requested(let effect, _) = event { effect } else { nil }
    }
    #expect(
      asked.map(\.description) == [
        "create-payment", "confirm-payment", "book-0", "book-1", "cancel-booking-0", "refund",
      ])
  }

  @Test func `a decline is asked for once, and the payment is closed`() throws {
    let result = try BookingTrial(seed: 4, outcome: .declined).run()
    #expect(result.status == .failed)
    #expect(result.ledgers.payments.map(\.act) == [.paymentCreated, .declined, .paymentCancelled])
    #expect(result.ledgers.records.values.first?.failure == .declined(.cardDeclined))
  }

  @Test func `a price that changed before the payment stops the booking`() throws {
    let result = try BookingTrial(seed: 5, outcome: .dearer).run()
    #expect(result.status == nil)
    #expect(result.ledgers.payments == [])
    #expect(result.ledgers.reservations == [])
  }
}
