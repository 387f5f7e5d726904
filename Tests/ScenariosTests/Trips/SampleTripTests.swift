import Scenarios
import Testing
import TravelPlanner

@Suite("Sample trips")
struct SampleTripTests {
  static let run = try? SampleTripRun(seed: 42)

  @Test("leave seven records each, linked by the trip's id")
  func records() throws {
    let run = try #require(Self.run)
    #expect(run.results.map(\.trip.title) == SampleTrip.all.map(\.title))
    #expect(Set(run.results.compactMap { $0.records.intent?.tripId }).count == 4)
    for result in run.results {
      let all = result.records.all
      #expect(all.map(\.kind) == TripRecordKind.allCases)
      #expect(Set(all.map(\.tripId)).count == 1)
      #expect(all.allSatisfy { $0.version.number == 1 && !$0.entity.source.isEmpty })
      // Each came about after the one before, the confirmation with the booking.
      #expect(all.map(\.entity.createdAt) == all.map(\.entity.createdAt).sorted())
    }
  }

  @Test("predict the published budgets")
  func budgets() throws {
    let totals = try #require(Self.run).results.map { $0.records.budget?.predictedBudget.total }
    #expect(totals == [36_096, 35_000, 56_000, 40_800].map { Money($0, .inr) })
  }

  @Test("lock, charge and confirm one and the same price, that of the flight and hotel in the itinerary")
  func price() throws {
    for result in try #require(Self.run).results {
      let final = try #require(result.records.final)
      let booking = try #require(result.records.booking)
      let confirmation = try #require(result.records.confirmation)
      #expect(final.flight != nil && final.hotel != nil)
      #expect(
        booking.lockedBudget.total.minorUnits == final.cost.flights.minorUnits + final.cost.hotel.minorUnits)
      #expect(booking.paymentDetails.amount == booking.lockedBudget.total)
      #expect(confirmation.pricing.lockedBudget == booking.lockedBudget.total)
      #expect(confirmation.payment == booking.paymentDetails)
      #expect(confirmation.bookingId == booking.bookingId)
      #expect(confirmation.confirmationNumber == booking.confirmationNumber)
    }
  }

  @Test("the states follow one another, and the confirmation holds for 24 hours")
  func states() throws {
    for result in try #require(Self.run).results {
      let booking = try #require(result.records.booking)
      let changes = booking.bookingState.transitions
      #expect(changes.map(\.to) == [.paymentPending, .paid, .confirmed])
      #expect(changes.map(\.from) == [.initiated, .paymentPending, .paid])
      #expect(changes.map(\.timestamp) == changes.map(\.timestamp).sorted())
      #expect(booking.bookingState.current == .confirmed)
      let confirmation = try #require(result.records.confirmation)
      #expect(
        confirmation.validUntil == confirmation.bookedAt.advanced(byNanoseconds: 24 * 3600 * 1_000_000_000))
    }
  }

  @Test("the confirmation reads as a document")
  func text() throws {
    let text = try #require(Self.run?.results[0].records.confirmation?.text)
    for part in [
      "CONF_", "Varanasi, India, 3 days for 2 travellers", "₹", "TXN_", "John Doe", "Valid", "Next steps",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test("are the same for the same seed, and others for another")
  func twins() throws {
    let again = try SampleTripRun(seed: 42)
    #expect(again.digest == Self.run?.digest)
    #expect(again.results.map(\.records) == Self.run?.results.map(\.records))
    let other = try SampleTripRun(seed: 43)
    #expect(other.digest != again.digest)
    #expect(other.results[0].records.intent?.tripId != again.results[0].records.intent?.tripId)
  }

  @Test("a card number typed into any field of a person is in no record")
  func canary() throws {
    var trip = SampleTrip.varanasi
    let card = "4242 4242 4242 4242"
    trip.contact = TravellerContact(
      name: "A \(card)", email: "\(card)@example.com", phone: "4242424242424242")
    trip.request.text = "Plan a trip to Varanasi for two, card \(card)"
    let records = try SampleTripRun([trip], seed: 1).results[0].records
    #expect(records.intent?.query?.contains(CardNumber.removed) == true)
    for record in records.all {
      let text = String(reflecting: record)
      #expect(!text.contains(card) && !text.contains("4242424242424242"), "\(record.kind)")
    }
  }
}
