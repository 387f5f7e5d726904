import Foundation
import Scenarios
import SimCore
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Booking what is planned")
struct PlannerBookingTests {
  private static let text = "Plan a week in Lisbon from Berlin for two, budget 4000 EUR, 2026-06-01"

  private static func option(_ token: String = "pm_card_visa", agreed: Money? = nil) -> PlanOptions {
    var options = PlanOptions()
    options.booking = BookingOption(
      contact: TravellerContact(name: "Ada Example", email: "ada@example.org", phone: "+49 30 1234567"),
      method: PaymentMethod(token: token), agreed: agreed.map { .total($0) })
    return options
  }

  /// Plans one request after another with the same stores, each in a world of its own.
  private final class Desk {
    let store = MemoryStateStore()
    var setup = SimulatedBookingConfiguration()
    var seed: UInt64 = 1

    func plan(
      _ text: String?, resume: Bool = false, options: PlanOptions? = nil, profile: ServiceProfile = .reference
    ) throws -> SessionState {
      seed += 1
      setup.process = seed
      return try SinglePlanRun.run(
        PlanRequest(
          TripRequest(text: text), key: 7, session: SessionID(rawValue: 0xABC), resume: resume,
          options: options),
        profile: profile, seed: 1, store: store, bookings: setup
      ).state
    }
  }

  @Test func `a plan that is booked says what was booked, and its session keeps it`() throws {
    let desk = Desk()
    let state = try desk.plan(Self.text, options: Self.option())
    let booking = try #require(state.bookings?.last)
    #expect(state.bookings?.count == 1)
    #expect(booking.status == .confirmed)
    #expect(
      booking.total.minorUnits == (state.itinerary?.cost.flights ?? 0) + (state.itinerary?.cost.hotel ?? 0))
    #expect(state.completedSteps.suffix(2) == [.booking, .response])
    #expect(state.response.contains("Booked: \(booking.id), confirmation CONF_20260101"))
    #expect(state.response.contains("\(booking.total) paid (TXN_"))
    #expect(!state.nextActions.contains(.book))
    #expect(state.errors == [])
  }

  @Test func `"book it" goes on with the session's itinerary at the price that was agreed to`() throws {
    let desk = Desk()
    let planned = try desk.plan(Self.text)
    #expect(planned.bookings == nil)
    #expect(planned.nextActions.contains(.book))
    let quote = try #require(planned.itinerary.flatMap { ConfirmedQuote($0, confirmedAt: planned.updatedAt) })
    let booked = try desk.plan("book it", resume: true, options: Self.option(agreed: quote.total))
    #expect(booked.itinerary == planned.itinerary)
    #expect(booked.bookings?.last?.status == .confirmed)
    #expect(booked.bookings?.last?.total == quote.total)
  }

  @Test func `"book it" sent twice is one booking`() throws {
    let desk = Desk()
    _ = try desk.plan(Self.text)
    let first = try desk.plan("book it", resume: true, options: Self.option())
    let second = try desk.plan("book it", resume: true, options: Self.option())
    #expect(second.bookings == first.bookings)
    #expect(second.bookings?.count == 1)
  }

  @Test func `another total than was agreed to books nothing`() throws {
    let desk = Desk()
    let state = try desk.plan(Self.text, options: Self.option(agreed: Money(1, .eur)))
    #expect(state.bookings == nil)
    let total = try #require(state.bookingTotal)
    #expect(
      state.errors == [StepError(.booking, .priceChanged, detail: "it is \(total), agreed was €1.00")])
    #expect(state.completedSteps.contains(.bookingSkipped))
    #expect(state.response.contains("Not booked: the price has changed: it is \(total), agreed was €1.00."))
  }

  @Test func `a plan over its budget is booked only at a total that was agreed to`() throws {
    let text = "Plan a week in Lisbon from Berlin for two, budget 5 EUR"
    let desk = Desk()
    let over = try desk.plan(text, options: Self.option())
    let total = try #require(over.bookingTotal)
    let excess = try #require(over.itinerary?.excess)
    #expect(over.bookings == nil)
    #expect(over.errors.map(\.cause) == [.overBudget])
    #expect(over.response.contains("of €5.00, \(excess) over"))
    #expect(over.response.contains("Not booked: the plan costs more than the budget: by \(excess);"))
    let wrong = try desk.plan("book it", resume: true, options: Self.option(agreed: Money(5, .eur)))
    #expect(wrong.bookings == nil)
    let agreed = try desk.plan("book it", resume: true, options: Self.option(agreed: total))
    #expect(agreed.bookings?.last?.status == .confirmed)
  }

  @Test func `a tour over its budget is not booked without an agreement`() throws {
    let desk = Desk()
    let state = try desk.plan("From London: Paris and Rome for 6 nights, 20 EUR", options: Self.option())
    #expect(state.bookings == nil)
    #expect(state.errors.map(\.cause) == [.overBudget])
    let booked = try desk.plan(
      "book it", resume: true, options: Self.option(agreed: state.bookingTotal))
    #expect(booked.bookings?.last?.status == .confirmed)
  }

  @Test func `a declined card is said, and another card is another booking`() throws {
    let desk = Desk()
    let declined = try desk.plan(Self.text, options: Self.option("pm_card_chargeDeclinedInsufficientFunds"))
    #expect(declined.bookings?.last?.status == .failed)
    #expect(declined.response.contains("Not booked: there are not enough funds. Nothing was charged."))
    #expect(declined.nextActions.contains(.book))
    let booked = try desk.plan("book it", resume: true, options: Self.option())
    #expect(booked.bookings?.map(\.status) == [.failed, .confirmed])
  }

  @Test(
    "a trip that is booked cannot change",
    arguments: [
      ("make it 3 people", ValidationIssue.Field.passengers), ("a budget of 9000 EUR", .budget),
      ("for 3 nights", .nights),
    ])
  func locked(text: String, field: ValidationIssue.Field) throws {
    let desk = Desk()
    let state = try desk.plan(Self.text, options: Self.option())
    let id = try #require(state.bookings?.last?.id)
    #expect {
      try desk.plan(text, resume: true)
    } throws: { error in
      guard case PlanError.invalid(let invalid) = error else { return false }
      return invalid.issues.contains { $0.field == field && $0.rule == .lockedBy(id) }
    }
  }

  @Test func `contact and way to pay are looked at before anything is searched`() {
    var options = Self.option("")
    options.booking?.contact.email = "nobody"
    options.booking?.contact.phone = "call me"
    #expect {
      try Desk().plan(Self.text, options: options)
    } throws: { error in
      guard case PlanError.invalid(let invalid) = error else { return false }
      return invalid.issues.map(\.field) == [.contactEmail, .contactPhone, .paymentMethod]
    }
  }

  @Test func `nothing to book is said`() throws {
    let state = try Desk().plan("What is the weather in Lisbon", options: Self.option())
    #expect(state.errors.contains(StepError(.booking, .nothingToBook)))
    #expect(state.bookings == nil)
  }

  @Test func `a tour is booked whole, flights first`() throws {
    let desk = Desk()
    let state = try desk.plan(
      "Paris, Rome and Barcelona from London, 3 nights each, from 2026-06-01", options: Self.option())
    let tour = try #require(state.tour)
    #expect(state.bookings?.last?.status == .confirmed)
    #expect(state.bookings?.last?.total.minorUnits == tour.cost.flights + tour.cost.hotel)
  }

  @Test func `a plan that does not ask for it books nothing, and its world is the same`() throws {
    let request = PlanRequest(TripRequest(text: Self.text), key: 7)
    let plain = try SinglePlanRun.run(request, profile: .reference, seed: 3)
    let able = try SinglePlanRun.run(
      request, profile: .reference, seed: 3, bookings: SimulatedBookingConfiguration())
    #expect(plain.digest == able.digest)
    #expect(plain.state == able.state)
    let json = String(decoding: try JSONEncoder().encode(plain.state), as: UTF8.self)
    #expect(!json.contains("bookings"))
  }
}
