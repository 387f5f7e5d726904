import Primitives
import Resilience
import SimCore
import Synchronization
import TravelPlanner

/// The behaviour of a fake service: wait, then answer or fail.
struct Script: Sendable {
  var milliseconds: Int64
  /// The number of first calls that fail with `error`.
  var failures = 0
  var error = ProviderError.unavailable

  static func answers(after milliseconds: Int64) -> Script { Script(milliseconds: milliseconds) }
  static func fails(_ error: ProviderError = .unavailable, after milliseconds: Int64 = 10) -> Script {
    Script(milliseconds: milliseconds, failures: .max, error: error)
  }
}

/// A service that follows a script and counts its calls.
final class FakeService: Sendable {
  let clock: SimClock
  let script: Script
  private let made = Mutex(0)

  init(_ script: Script, _ clock: SimClock) {
    self.script = script
    self.clock = clock
  }

  var calls: Int { made.withLock { $0 } }

  func serve() async throws(ProviderError) {
    let number = made.withLock { made in
      made += 1
      return made
    }
    do {
      try await clock.sleep(untilNanoseconds: clock.nanoseconds + script.milliseconds * 1_000_000)
    } catch {
      throw .unavailable
    }
    if number <= script.failures { throw script.error }
  }
}

struct FakeClassifier: IntentClassifier {
  let service: FakeService
  func classify(
    _ text: String, today: CalendarDay, call: Attempt
  ) async throws(ProviderError) -> Classification {
    try await service.serve()
    return RuleBasedClassifier().classify(text, today: today)
  }
}

struct FakeFlights: SearchProvider {
  let service: FakeService
  func search(_ query: FlightQuery, call: Attempt) async throws(ProviderError) -> FlightOffers {
    try await service.serve()
    return FlightOffers(Fixtures.flights(query), currency: query.currency)
  }
}

struct FakeHotels: SearchProvider {
  let service: FakeService
  func search(_ query: HotelQuery, call: Attempt) async throws(ProviderError) -> HotelOffers {
    try await service.serve()
    return HotelOffers(Fixtures.hotels, currency: query.currency)
  }
}

struct FakeWeather: SearchProvider {
  let service: FakeService
  func search(_ query: WeatherQuery, call: Attempt) async throws(ProviderError) -> Forecast {
    try await service.serve()
    return Forecast(Fixtures.weather(query))
  }
}

struct FakeActivities: SearchProvider {
  let service: FakeService
  func search(_ query: ActivityQuery, call: Attempt) async throws(ProviderError) -> ActivityOffers {
    try await service.serve()
    return ActivityOffers(Fixtures.activities, currency: query.currency)
  }
}

struct FakeNarrator: ItineraryNarrator {
  let service: FakeService
  func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    try await service.serve()
    return .text("Have a good trip.")
  }
  func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    try await service.serve()
    return .text("Have a good tour.")
  }
}

/// The scripts of a planner's dependencies; a list has the primary and its alternatives.
struct FakeProviders: Sendable {
  var intent = Script.answers(after: 300)
  var flights = [Script.answers(after: 800)]
  var hotels = [Script.answers(after: 500)]
  var weather = [Script.answers(after: 200)]
  var activities = [Script.answers(after: 310)]
  var narrator = Script.answers(after: 900)

  func ports(
    _ clock: SimClock
  ) -> Ports<
    FakeClassifier, FakeFlights, FakeHotels, FakeWeather, FakeActivities, FakeNarrator
  > {
    Ports(
      classifier: FakeClassifier(service: FakeService(intent, clock)),
      flights: flights.map { FakeFlights(service: FakeService($0, clock)) },
      hotels: hotels.map { FakeHotels(service: FakeService($0, clock)) },
      weather: weather.map { FakeWeather(service: FakeService($0, clock)) },
      activities: activities.map { FakeActivities(service: FakeService($0, clock)) },
      narrator: FakeNarrator(service: FakeService(narrator, clock)))
  }
}

/// An observer that collects the events of all plans.
final class EventLog: PlannerObserver {
  private let events = Mutex<[PlannerEvent]>([])
  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) { events.withLock { $0.append(event) } }
  var all: [PlannerEvent] { events.withLock { $0 } }
}
