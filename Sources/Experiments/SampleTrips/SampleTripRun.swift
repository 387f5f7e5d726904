import Primitives
import Reports
import Resilience
package import SimCore
package import SimulatedTravel
package import TravelPlanner

/// The sample trips planned, booked and recorded, one after another in a world of their own.
package struct SampleTripRun: Sendable {
  /// One trip's outcome.
  package struct Result: Sendable {
    package let trip: SampleTrip
    package let state: SessionState
    package let records: TripRecords
  }

  package let results: [Result]
  package let seed: UInt64
  package let digest: Digest
  /// From the first request to the last confirmation, in nanoseconds of the world's time.
  package let duration: Int64

  /// The reason for which a trip could not be recorded.
  package enum Failure: Error, Hashable, Sendable {
    case notPlanned(trip: String, PlanError)
    case noItinerary(trip: String)
    /// The saga came to no payment: what the session knows of it.
    case notBooked(trip: String, String)
  }

  /// Runs all of `trips` against the services of `profile`; throws `Failure`.
  package static func run(
    _ trips: [SampleTrip] = SampleTrip.all, profile: ServiceProfile = .reference, seed: UInt64
  ) throws -> SampleTripRun {
    let outcome = try Simulation(seed: seed).interruptible.run { world in
      let observer = WorldObserver(world)
      let journal = MemoryBookingJournal()
      let planner = PlannerTestbed(
        profile, clock: world.clock, random: world.random,
        epoch: world.calendar,
        bookings: SimulatedBookingConfiguration(journal: journal), observer: observer,
        resilienceObserver: observer)
      let maker = TripRecordMaker(random: world.random.child("records"))
      var results: [Result] = []
      for (index, trip) in trips.enumerated() {
        var options = PlanOptions()
        options.booking = BookingOption(
          contact: trip.contact, method: PaymentMethod(token: "pm_card_visa"), agreed: .any)
        let state: SessionState
        do throws(PlanError) {
          state = try await planner.plan(
            PlanRequest(trip.request, key: UInt64(index + 1), user: trip.contact.email, options: options))
        } catch {
          throw Failure.notPlanned(trip: trip.title, error)
        }
        guard let id = state.bookings?.last?.id, let record = try await journal.load(id),
          let booked = TripRecordMaker.BookingResult(record, gateway: "simulated")
        else {
          throw Failure.notBooked(
            trip: trip.title, state.errors.map(\.description).joined(separator: "; "))
        }
        guard let records = maker.records(of: state, details: trip.wishes, booking: booked) else {
          throw Failure.noItinerary(trip: trip.title)
        }
        results.append(Result(trip: trip, state: state, records: records))
      }
      return (results, world.clock.nanoseconds)
    }
    return SampleTripRun(
      results: outcome.value.0, seed: seed, digest: outcome.digest, duration: outcome.value.1)
  }
}

extension SampleTripRun {
  /// A table with a row for each trip.
  package var table: String {
    let titles = [
      "trip", "id", "days", "people", "predicted stay", "locked price", "score", "booking", "state",
    ]
    var rows: [[String]] = []
    for result in results {
      guard let intent = result.records.intent, let budget = result.records.budget,
        let final = result.records.final, let booking = result.records.booking
      else { continue }
      rows.append([
        result.trip.title, "\(intent.tripId)", "\(intent.tripDuration.days)", "\(intent.tripDuration.people)",
        "\(budget.predictedBudget.total)", "\(booking.lockedBudget.total)", "\(final.score) %",
        "\(booking.bookingId)", "\(booking.bookingState.current)",
      ])
    }
    return TextTable(titles.map { .text($0) }, rows: rows).text
  }
}
