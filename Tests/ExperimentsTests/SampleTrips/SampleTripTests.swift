import Experiments
import Primitives
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Sample trips")
struct SampleTripTests {
  static let run = try? SampleTripRun.run(seed: 42)

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
    let again = try SampleTripRun.run(seed: 42)
    #expect(again.digest == Self.run?.digest)
    #expect(again.results.map(\.records) == Self.run?.results.map(\.records))
    let other = try SampleTripRun.run(seed: 43)
    #expect(other.digest != again.digest)
    #expect(other.results[0].records.intent?.tripId != again.results[0].records.intent?.tripId)
  }

  @Test("on services that fail and wait they are booked all the same, each once", arguments: UInt64(1)...6)
  func production(seed: UInt64) throws {
    for result in try SampleTripRun.run(profile: .production, seed: seed).results {
      let booking = try #require(result.records.booking)
      #expect(booking.bookingState.current == .confirmed && booking.paymentDetails.status == .succeeded)
      #expect(result.records.confirmation?.confirmationNumber == result.state.bookings?.last?.confirmation)
    }
  }

  @Test("a card number typed into the request is refused, and the refusal does not repeat it")
  func canary() throws {
    let card = "4242 4242 4242 4242"
    func failure(_ change: (inout SampleTrip) -> Void) throws -> String {
      var trip = SampleTrip.varanasi
      change(&trip)
      do {
        _ = try SampleTripRun.run([trip], seed: 1)
        return ""
      } catch let failure as SampleTripRun.Failure {
        return "\(failure)"
      }
    }
    let changes: [(inout SampleTrip) -> Void] = [
      { $0.request.text = "Plan a trip to Varanasi for two, card \(card)" },
      { $0.request.preferences?.notes = ["pay with \(card)"] },
      { $0.contact.name = "A \(card)" },
      { $0.contact.email = "4242424242424242@example.com" },
      { $0.contact.phone = "378282246310005" },
    ]
    for change in changes {
      let text = try failure(change)
      #expect(text.contains("must not hold the number of a payment card"), "\(text)")
      #expect(!CardNumber.isIn(text))
    }
  }
}
