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

  /// What the service answers, if it does: `reply` is made when it has done its work, and may come damaged.
  @inline(__always)
  func answer<Reply: Distortable & Sendable>(
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
  var model: AskedModel<Clock>?

  @inline(__always)
  func classify(
    _ text: String, today: CalendarDay, call: Attempt
  ) async throws(ProviderError) -> Classification {
    if let model { return try await ModelClassifier(model).classify(text, today: today, call: call) }
    return try await service.answer(call, operation: "classify") {
      RuleBasedClassifier().classify(text, today: today)
    }
  }
}

struct SimulatedFlights<Clock: NanosecondClock>: FlightProvider {
  let service: SimulatedService<Clock>
  let catalogue: FlightCatalogue
  var kept: Cache<FlightQuery, FlightOffers, ProviderError>?

  @inline(__always)
  func flights(_ query: FlightQuery, call: Attempt) async throws(ProviderError) -> FlightOffers {
    try await service.answer(call, query, cachedIn: kept) { catalogue.flights(for: query) }
  }
}

struct SimulatedHotels<Clock: NanosecondClock>: HotelProvider {
  let service: SimulatedService<Clock>
  let catalogue: HotelCatalogue
  var kept: Cache<HotelQuery, HotelOffers, ProviderError>?

  @inline(__always)
  func hotels(_ query: HotelQuery, call: Attempt) async throws(ProviderError) -> HotelOffers {
    try await service.answer(call, query, cachedIn: kept) { catalogue.hotels(for: query) }
  }
}

struct SimulatedWeather<Clock: NanosecondClock>: WeatherProvider {
  let service: SimulatedService<Clock>
  let catalogue: WeatherCatalogue
  var kept: Cache<WeatherQuery, Forecast, ProviderError>?

  @inline(__always)
  func forecast(_ query: WeatherQuery, call: Attempt) async throws(ProviderError) -> Forecast {
    try await service.answer(call, query, cachedIn: kept) { catalogue.forecast(for: query) }
  }
}

struct SimulatedActivities<Clock: NanosecondClock>: ActivityProvider {
  let service: SimulatedService<Clock>
  let catalogue: ActivityCatalogue
  var kept: Cache<ActivityQuery, ActivityOffers, ProviderError>?

  @inline(__always)
  func activities(_ query: ActivityQuery, call: Attempt) async throws(ProviderError) -> ActivityOffers {
    try await service.answer(call, query, cachedIn: kept) { catalogue.activities(for: query) }
  }
}

struct SimulatedNarrator<Clock: NanosecondClock>: ItineraryNarrator {
  let service: SimulatedService<Clock>
  /// Writes the words instead of the template, if there is one.
  var model: AskedModel<Clock>?

  @inline(__always)
  func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    if let model { return try await ModelNarrator(model).narrative(for: itinerary, call: call) }
    return try await service.answer(call, operation: "narrate") { Narrative.template }
  }

  func words(
    for day: Int, of itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    if let model { return try await ModelNarrator(model).words(for: day, of: itinerary, call: call) }
    return try await service.answer(call, operation: "narrate") { Narrative.template }
  }

  func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    if let model { return try await ModelNarrator(model).narrative(for: tour, call: call) }
    return try await service.answer(call, operation: "narrate") { Narrative.template }
  }
}
