public import Primitives
public import Resilience

// What a planner asks its providers, as pipelines take it.

@usableFromInline
struct FlightSearch<Provider: FlightProvider>: PipelineCall {
  @usableFromInline let providers: [Provider]
  @usableFromInline let query: FlightQuery

  @inlinable init(_ providers: [Provider], _ query: FlightQuery) {
    self.providers = providers
    self.query = query
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> FlightOffers {
    try await providers[attempt.target].flights(query, call: attempt).checked(for: query)
  }
}

@usableFromInline
struct HotelSearch<Provider: HotelProvider>: PipelineCall {
  @usableFromInline let providers: [Provider]
  @usableFromInline let query: HotelQuery

  @inlinable init(_ providers: [Provider], _ query: HotelQuery) {
    self.providers = providers
    self.query = query
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> HotelOffers {
    try await providers[attempt.target].hotels(query, call: attempt).checked(for: query)
  }
}

@usableFromInline
struct WeatherSearch<Provider: WeatherProvider>: PipelineCall {
  @usableFromInline let providers: [Provider]
  @usableFromInline let query: WeatherQuery

  @inlinable init(_ providers: [Provider], _ query: WeatherQuery) {
    self.providers = providers
    self.query = query
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Forecast {
    try await providers[attempt.target].forecast(query, call: attempt).checked(for: query)
  }
}

@usableFromInline
struct ActivitySearch<Provider: ActivityProvider>: PipelineCall {
  @usableFromInline let providers: [Provider]
  @usableFromInline let query: ActivityQuery

  @inlinable init(_ providers: [Provider], _ query: ActivityQuery) {
    self.providers = providers
    self.query = query
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> ActivityOffers {
    try await providers[attempt.target].activities(query, call: attempt).checked(for: query)
  }
}

// What planner makes them, and not the port: to hand on a reference is less than to copy a port.

/// Understanding a request in words.
@usableFromInline
struct Understanding<Clock: NanosecondClock, Ports: PlannerPorts, Observer: PlannerObserver>: PipelineCall {
  @usableFromInline let planner: Planner<Clock, Ports, Observer>
  @usableFromInline let text: String
  @usableFromInline let today: CalendarDay

  @inlinable init(_ planner: Planner<Clock, Ports, Observer>, _ text: String, today: CalendarDay) {
    self.planner = planner
    self.text = text
    self.today = today
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Classification {
    try await planner.ports.intents.classify(text, today: today, call: attempt)
  }
}

/// The words that go with a trip to one city.
@usableFromInline
struct Narration<Clock: NanosecondClock, Ports: PlannerPorts, Observer: PlannerObserver>: PipelineCall {
  @usableFromInline let planner: Planner<Clock, Ports, Observer>
  @usableFromInline let plan: Indirect<Itinerary>

  @inlinable init(_ planner: Planner<Clock, Ports, Observer>, _ plan: Indirect<Itinerary>) {
    self.planner = planner
    self.plan = plan
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Narrative {
    try await planner.ports.narrator.narrative(for: plan.value, call: attempt)
  }
}
