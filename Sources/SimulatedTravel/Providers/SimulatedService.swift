import Primitives
import Resilience
import SimulatedServices
import TravelPlanner

/// A remote service as the planner meets it: a station behind a network.
struct SimulatedService<Clock: NanosecondClock>: Sendable {
  let station: ServiceStation<Clock>
  /// Nil where nothing can go wrong but what the station's own model says.
  var faults: ServiceFaults?

  /// Returns when the service has answered, and by the call's deadline in any case.
  ///
  /// Part of its caller's frame, as the other: every frame more on a task's stack costs each plan a kilobyte.
  @inline(__always)
  func answer(_ call: Attempt) async throws(ProviderError) {
    do throws(StationError) {
      try await station.serve(call.request, attempt: call.drawKey, until: call.deadline.nanoseconds)
    } catch {
      throw ProviderError(error)
    }
  }

  /// Returns the service's answer: `reply` is made when the work is done, and may be corrupted on its way.
  @inline(__always)
  func answer<Reply: Corruptible & Sendable>(
    _ call: Attempt, operation: String, _ reply: () -> Reply
  ) async throws(ProviderError) -> Reply {
    guard let faults else {
      try await answer(call)
      return reply()
    }
    return try await answer(call, operation: operation, faults, reply)
  }
}

extension ProviderError {
  init(_ error: StationError) {
    switch error {
    case .quotaExceeded(let retryAfter): self = .rateLimited(retryAfter: .nanoseconds(retryAfter))
    case .queueFull, .failed, .cancelled, .timedOut: self = .unavailable
    }
  }
}

struct SimulatedIntents<Clock: NanosecondClock>: IntentClassifier {
  let service: SimulatedService<Clock>
  /// Asked instead of the rules, if there is one.
  var model: TestbedLanguageModel<Clock>?

  @inline(__always)
  func classify(
    _ text: String, today: CalendarDay, call: Attempt
  ) async throws(ProviderError) -> Classification {
    if let model { return try await ModelClassifier(model).classify(text, today: today, call: call) }
    return try await service.answer(call, operation: "classify") {
      RememberedReadings.shared.classify(text, today: today)
    }
  }
}

struct SimulatedFlights<Clock: NanosecondClock>: SearchProvider {
  let service: SimulatedService<Clock>
  let catalogue: FlightCatalogue
  var kept: Cache<FlightQuery, FlightOffers, ProviderError>?

  @inline(__always)
  func search(_ query: FlightQuery, call: Attempt) async throws(ProviderError) -> FlightOffers {
    try await service.answer(call, query, cachedIn: kept) { catalogue.flights(for: query) }
  }
}

struct SimulatedHotels<Clock: NanosecondClock>: SearchProvider {
  let service: SimulatedService<Clock>
  let catalogue: HotelCatalogue
  var kept: Cache<HotelQuery, HotelOffers, ProviderError>?

  @inline(__always)
  func search(_ query: HotelQuery, call: Attempt) async throws(ProviderError) -> HotelOffers {
    try await service.answer(call, query, cachedIn: kept) { catalogue.hotels(for: query) }
  }
}

struct SimulatedWeather<Clock: NanosecondClock>: SearchProvider {
  let service: SimulatedService<Clock>
  let catalogue: WeatherCatalogue
  var kept: Cache<WeatherQuery, Forecast, ProviderError>?

  @inline(__always)
  func search(_ query: WeatherQuery, call: Attempt) async throws(ProviderError) -> Forecast {
    try await service.answer(call, query, cachedIn: kept) { catalogue.forecast(for: query) }
  }
}

struct SimulatedActivities<Clock: NanosecondClock>: SearchProvider {
  let service: SimulatedService<Clock>
  let catalogue: ActivityCatalogue
  var kept: Cache<ActivityQuery, ActivityOffers, ProviderError>?

  @inline(__always)
  func search(_ query: ActivityQuery, call: Attempt) async throws(ProviderError) -> ActivityOffers {
    try await service.answer(call, query, cachedIn: kept) { catalogue.activities(for: query) }
  }
}

struct SimulatedNarrator<Clock: NanosecondClock>: ItineraryNarrator {
  let service: SimulatedService<Clock>
  /// Writes the words instead of the template, if there is one.
  var model: TestbedLanguageModel<Clock>?

  @inline(__always)
  func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    if let model { return try await ModelNarrator(model).narrative(for: itinerary, call: call) }
    return try await service.answer(call, operation: "narrate") { Narrative.template }
  }

  func description(
    ofDay day: Int, in itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    if let model { return try await ModelNarrator(model).description(ofDay: day, in: itinerary, call: call) }
    return try await service.answer(call, operation: "narrate") { Narrative.template }
  }

  func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    if let model { return try await ModelNarrator(model).narrative(for: tour, call: call) }
    return try await service.answer(call, operation: "narrate") { Narrative.template }
  }
}
