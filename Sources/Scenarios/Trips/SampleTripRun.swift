import Randomness
import Resilience
public import SimCore
public import TravelPlanner

/// The sample trips planned, booked and recorded, one after another in a world of their own.
public struct SampleTripRun: Sendable {
  /// One trip's outcome.
  public struct Result: Sendable {
    public let trip: SampleTrip
    public let state: SessionState
    public let records: TripRecords
  }

  public let results: [Result]
  public let seed: UInt64
  public let digest: Digest
  /// From the first request to the last confirmation, in nanoseconds of the world's time.
  public let duration: Int64

  /// Why a trip could not be recorded.
  public enum Failure: Error, Hashable, Sendable {
    case notPlanned(trip: String, PlanError)
    case noItinerary(trip: String)
    case nothingToBook(trip: String)
  }

  /// Runs all of `trips` against the services of `profile`; throws `Failure`.
  public init(_ trips: [SampleTrip] = SampleTrip.all, profile: ServiceProfile = .reference, seed: UInt64)
    throws
  {
    self.seed = seed
    let outcome = try Simulation(seed: seed).run { world in
      let observer = WorldObserver(world)
      let epoch = Timestamp(nanosecondsSince1970: world.calendar.nanosecondsSince1970)
      let planner = SimulatedPlanner(
        profile, clock: world.clock, random: world.random, epoch: epoch, observer: observer,
        resilienceObserver: observer)
      let desk = SampleBookingDesk(profile, clock: world.clock, random: world.random, epoch: epoch)
      let maker = RecordMaker(random: world.random.child("records"))
      var results: [Result] = []
      for (index, trip) in trips.enumerated() {
        let state: SessionState
        do throws(PlanError) {
          state = try await planner.plan(
            PlanRequest(trip.request, key: UInt64(index + 1), user: trip.contact.email))
        } catch {
          throw Failure.notPlanned(trip: trip.title, error)
        }
        guard let itinerary = state.itinerary else { throw Failure.noItinerary(trip: trip.title) }
        guard let booked = try await desk.book(itinerary, key: state.key, for: trip.contact) else {
          throw Failure.nothingToBook(trip: trip.title)
        }
        guard let records = maker.records(of: state, wishes: trip.wishes, booking: booked) else {
          throw Failure.noItinerary(trip: trip.title)
        }
        results.append(Result(trip: trip, state: state, records: records))
      }
      return (results, world.clock.nanoseconds)
    }
    results = outcome.value.0
    duration = outcome.value.1
    digest = outcome.digest
  }
}
