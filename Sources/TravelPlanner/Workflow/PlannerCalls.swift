public import Primitives
public import Resilience

// The calls of a planner to its dependencies, in the form that pipelines take.

/// A call of one of the four searches. A target of the pipeline is the provider with the same index.
@usableFromInline
struct SearchCall<Provider: SearchProvider>: PipelineCall {
  @usableFromInline let providers: [Provider]
  @usableFromInline let query: Provider.Query

  @inlinable init(_ providers: [Provider], _ query: Provider.Query) {
    self.providers = providers
    self.query = query
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Provider.Query.Offers {
    try await providers[attempt.target].search(query, call: attempt).validated(for: query)
  }
}

// The following hold the planner instead of the port: copying one class reference is cheaper than copying the port.

/// A call of the classifier.
@usableFromInline
struct ClassifyCall<Clock: NanosecondClock, Ports: PlannerPorts, Observer: PlannerObserver>: PipelineCall {
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
    try await planner.ports.classifier.classify(text, today: today, call: attempt)
  }
}

/// A call of the narrator.
@usableFromInline
struct NarrateCall<Clock: NanosecondClock, Ports: PlannerPorts, Observer: PlannerObserver>: PipelineCall {
  @usableFromInline let planner: Planner<Clock, Ports, Observer>
  @usableFromInline let subject: NarrationSubject

  @inlinable init(_ planner: Planner<Clock, Ports, Observer>, _ subject: NarrationSubject) {
    self.planner = planner
    self.subject = subject
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Narrative {
    switch subject {
    case .trip(let plan):
      try await planner.ports.narrator.narrative(for: plan.value, call: attempt)
    case .tour(let tour):
      try await planner.ports.narrator.narrative(for: tour.value, call: attempt)
    case .day(let day, let plan):
      try await planner.ports.narrator.description(ofDay: day, in: plan.value, call: attempt)
    }
  }
}

/// The part of a plan that the narrator writes about.
@usableFromInline
enum NarrationSubject: Sendable {
  case trip(Indirect<Itinerary>)
  case tour(Indirect<TourItinerary>)
  /// A day of a trip or of a stop, by its index.
  case day(Int, of: Indirect<Itinerary>)
}
