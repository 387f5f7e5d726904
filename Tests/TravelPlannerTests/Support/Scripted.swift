import Primitives
import Resilience
import SimCore
import Synchronization
import TravelPlanner

/// What a scripted service does with a call: wait, then answer or fail.
struct Script: Sendable {
  var milliseconds: Int64
  /// The first so many calls fail with `error`.
  var failures = 0
  var error = ProviderError.unavailable

  static func answers(after milliseconds: Int64) -> Script { Script(milliseconds: milliseconds) }
  static func fails(_ error: ProviderError = .unavailable, after milliseconds: Int64 = 10) -> Script {
    Script(milliseconds: milliseconds, failures: .max, error: error)
  }
}

/// One service that follows a script and counts its calls.
final class Scripted: Sendable {
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

struct ScriptedIntents: IntentClassifier {
  let service: Scripted
  func classify(
    _ text: String, today: CalendarDay, call: Attempt
  ) async throws(ProviderError) -> Classification {
    try await service.serve()
    return RuleBasedClassifier().classify(text, today: today)
  }
}

struct ScriptedFlights: SearchProvider {
  let service: Scripted
  func search(_ query: FlightQuery, call: Attempt) async throws(ProviderError) -> FlightOffers {
    try await service.serve()
    return FlightOffers(Samples.flights(query), currency: query.currency)
  }
}

struct ScriptedHotels: SearchProvider {
  let service: Scripted
  func search(_ query: HotelQuery, call: Attempt) async throws(ProviderError) -> HotelOffers {
    try await service.serve()
    return HotelOffers(Samples.hotels, currency: query.currency)
  }
}

struct ScriptedWeather: SearchProvider {
  let service: Scripted
  func search(_ query: WeatherQuery, call: Attempt) async throws(ProviderError) -> Forecast {
    try await service.serve()
    return Forecast(Samples.weather(query))
  }
}

struct ScriptedActivities: SearchProvider {
  let service: Scripted
  func search(_ query: ActivityQuery, call: Attempt) async throws(ProviderError) -> ActivityOffers {
    try await service.serve()
    return ActivityOffers(Samples.activities, currency: query.currency)
  }
}

struct ScriptedNarrator: ItineraryNarrator {
  let service: Scripted
  func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    try await service.serve()
    return .text("Have a good trip.")
  }
  func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    try await service.serve()
    return .text("Have a good tour.")
  }
}

/// The services of a planner by name; each list holds the primary and its alternatives.
struct Scripts: Sendable {
  var intent = Script.answers(after: 300)
  var flights = [Script.answers(after: 800)]
  var hotels = [Script.answers(after: 500)]
  var weather = [Script.answers(after: 200)]
  var activities = [Script.answers(after: 310)]
  var narrator = Script.answers(after: 900)

  func ports(
    _ clock: SimClock
  ) -> Ports<
    ScriptedIntents, ScriptedFlights, ScriptedHotels, ScriptedWeather, ScriptedActivities, ScriptedNarrator
  > {
    Ports(
      classifier: ScriptedIntents(service: Scripted(intent, clock)),
      flights: flights.map { ScriptedFlights(service: Scripted($0, clock)) },
      hotels: hotels.map { ScriptedHotels(service: Scripted($0, clock)) },
      weather: weather.map { ScriptedWeather(service: Scripted($0, clock)) },
      activities: activities.map { ScriptedActivities(service: Scripted($0, clock)) },
      narrator: ScriptedNarrator(service: Scripted(narrator, clock)))
  }
}

/// Collects the events of all plans.
final class EventLog: PlannerObserver {
  private let events = Mutex<[PlannerEvent]>([])
  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) { events.withLock { $0.append(event) } }
  var all: [PlannerEvent] { events.withLock { $0 } }
}
