package import Primitives
package import Resilience
package import SimCore
package import SimulatedServices
package import TravelPlanner

/// The real planner with simulated surroundings, on a world's clock or on the host's.
///
/// Not generic over its observer: then the planner could be specialised only in the module that observes.
package struct PlannerTestbed<Clock: NanosecondClock>: Sendable {
  typealias Everything = Ports<
    SimulatedIntents<Clock>, SimulatedFlights<Clock>, SimulatedHotels<Clock>, SimulatedWeather<Clock>,
    SimulatedActivities<Clock>, SimulatedNarrator<Clock>
  >

  private let planner: Planner<Clock, Everything, ErasedObserver>
  /// The simulated gateway and reservation providers; nil without bookings.
  package let providers: SimulatedBookingProviders<Clock>?
  /// The booking service; nil without bookings.
  package let bookings: (any BookingAgent)?
  private let random: RandomSource
  /// The planner's dependencies, primaries before secondaries.
  package let services: [Service]

  /// One service to report on.
  package struct Service: Sendable {
    package let name: String
    /// The id of its target in events.
    package let target: UInt32
    package let station: ServiceStation<Clock>
    package let operation: String
    package let faults: ServiceFaults?
  }

  /// `epoch` is the calendar time at the clock's zero. Without a policy the standard one is fitted to the
  /// profile: its bulkheads are the profile's pools. With a `model` a language model, simulated or real,
  /// reads the requests and writes the words; without, the rules and the template do. With a `cache` each provider
  /// of the four searches has one before it. Calls meet the faults of `world`, if one is given, between their guards
  /// and the services.
  package init(
    _ profile: ServiceProfile, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy? = nil, store: (any StateStore)? = nil, model: PlannerLanguageModel? = nil,
    bookings setup: SimulatedBookingConfiguration? = nil, cache: CachePolicy? = nil,
    faults world: World? = nil,
    observer: (any PlannerObserver)? = nil, resilienceObserver: (any ResilienceObserver)? = nil
  ) {
    let latencies = random.child("providers")
    let data = random.child("catalogues")
    var services: [Service] = []
    func service(
      _ name: String, _ model: ServiceModel, _ dependency: DependencyID, _ operation: String = "search"
    ) -> SimulatedService<Clock> {
      let station = ServiceStation(name, model, clock: clock, random: latencies)
      let faults = world.flatMap {
        ServiceFaults($0, target: dependency.name, operations: [operation])
      }
      services.append(
        Service(name: name, target: dependency.number, station: station, operation: operation, faults: faults)
      )
      return SimulatedService(station: station, faults: faults)
    }

    func asked(_ service: SimulatedService<Clock>, _ operation: String) -> TestbedLanguageModel<Clock>? {
      switch model {
      case nil: nil
      case .real(let model): .real(model)
      case .simulated(let behaviour):
        .simulated(
          SimulatedModel(
            service: service, behaviour: behaviour, operation: operation, clock: clock,
            random: random.child(DrawSite("model.\(operation)"))))
      }
    }

    let classifier = service("intent", profile.intent, .classifier, "classify")
    let intents = SimulatedIntents(service: classifier, model: asked(classifier, "classify"))
    func kept<Query: Hashable & Sendable, Answer: Sendable>(
      _ dependency: DependencyID
    ) -> Cache<Query, Answer, ProviderError>? {
      cache.map { Cache($0, id: dependency.number, observer: resilienceObserver) }
    }
    let sides = ["", " secondary"]
    let flights = sides.indices.map {
      SimulatedFlights(
        service: service("flights\(sides[$0])", profile.flights, .search(.flights, alternative: $0)),
        catalogue: FlightCatalogue(random: data.child(DrawSite("flights\(sides[$0])"))),
        kept: kept(.search(.flights, alternative: $0)))
    }
    let hotels = sides.indices.map {
      SimulatedHotels(
        service: service("hotels\(sides[$0])", profile.hotels, .search(.hotels, alternative: $0)),
        catalogue: HotelCatalogue(random: data.child(DrawSite("hotels\(sides[$0])"))),
        kept: kept(.search(.hotels, alternative: $0)))
    }
    let weather = sides.indices.map {
      SimulatedWeather(
        service: service("weather\(sides[$0])", profile.weather, .search(.weather, alternative: $0)),
        catalogue: WeatherCatalogue(random: data.child(DrawSite("weather\(sides[$0])"))),
        kept: kept(.search(.weather, alternative: $0)))
    }
    let activities = sides.indices.map {
      SimulatedActivities(
        service: service("activities\(sides[$0])", profile.activities, .search(.activities, alternative: $0)),
        catalogue: ActivityCatalogue(random: data.child(DrawSite("activities\(sides[$0])"))),
        kept: kept(.search(.activities, alternative: $0)))
    }
    let writer = service("itinerary", profile.itinerary, .narrator, "narrate")
    let narrator = SimulatedNarrator(service: writer, model: asked(writer, "narrate"))

    if let setup {
      let providers = SimulatedBookingProviders(
        profile, clock: clock, random: random, epoch: epoch, behavior: setup.behavior, faults: world,
        storesLedgers: setup.storesLedgers, hasIntent: setup.hasIntent)
      self.providers = providers
      for party in providers.services {
        services.append(
          Service(
            name: party.name, target: party.target, station: party.station, operation: party.look,
            faults: party.faults))
      }
      bookings = providers.service(
        journal: setup.journal, process: setup.process, policy: setup.policy,
        observer: observer as? any BookingObserver, resilienceObserver: resilienceObserver)
    } else {
      providers = nil
      bookings = nil
    }
    self.services = services
    self.random = random
    planner = Planner(
      Ports(
        classifier: intents, flights: flights, hotels: hotels, weather: weather, activities: activities,
        narrator: narrator),
      clock: clock, random: random.child("planner"), epoch: epoch,
      policy: (policy ?? PlannerPolicy()).fitted(to: profile, keepingOwn: policy != nil).fitted(to: model),
      store: store, bookings: bookings,
      observer: ErasedObserver(observer), resilienceObserver: resilienceObserver)
  }

  /// Plans one trip; see `Planner.plan`.
  @specialized(where Clock == SimClock)
  package func plan(_ request: PlanRequest) async throws(PlanError) -> SessionState {
    try await planner.plan(request)
  }

  /// The resilience targets of all dependencies.
  package var targets: [Target] { planner.targets + (bookings?.targets ?? []) }

  /// The deadline of a search, in nanoseconds.
  package var searchDeadline: Int64 { Deadline(planner.policy.searchDeadline, after: 0).nanoseconds }

  /// Makes one call at `target` through its policies, as a request would; returns true if it was answered.
  ///
  /// Gives the breaker of a rarely used secondary the calls it needs to close.
  @discardableResult
  package func probe(_ target: Target, request: UInt64) async -> Bool {
    guard let service = services.first(where: { $0.target == target.id }) else { return false }
    let call = Pipeline(over: [target], on: planner.clock, random: random.child("probe"))
    let simulated = SimulatedService(station: service.station, faults: service.faults)
    do throws(CallFailure<ProviderError>) {
      _ = try await call.call(
        request: request, deadline: Deadline(.seconds(60), after: planner.clock.nanoseconds)
      ) {
        attempt async throws(ProviderError) in
        try await simulated.answer(attempt, operation: service.operation) { Narrative.template }
      }
      return true
    } catch {
      return false
    }
  }

  /// Returns the targets of a search's providers, the primary's first.
  package func targets(of kind: SearchKind) -> [Target] { planner.targets(of: kind) }
}

/// An observer of any type, or none. A class, because the planner is copied often and a reference is copied faster.
final class ErasedObserver: PlannerObserver {
  private let base: (any PlannerObserver)?

  init(_ base: (any PlannerObserver)?) { self.base = base }

  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {
    base?.record(event, plan: plan, at: time)
  }
}

extension PlannerPolicy {
  /// The policy with as many calls under way as a profile's pools allow, and the rest waiting; without pools,
  /// as many as there are. Services without a queue keep deadlines themselves, which saves a task a call.
  ///
  /// A policy that was asked for keeps its own bulkheads, no wider than the pools, and its timeouts.
  func fitted(to profile: ServiceProfile, keepingOwn: Bool) -> PlannerPolicy {
    let pools = profile.pools
    func within(_ pool: Int?, _ own: BulkheadPolicy?) -> BulkheadPolicy? {
      // The wait for a connection ends with the search's deadline and not with the queue.
      let connections = pool.map { BulkheadPolicy(limit: $0, queue: .max) }
      guard keepingOwn, var own else { return connections }
      own.limit = min(own.limit, pool ?? own.limit)
      return own
    }
    let keepDeadlines =
      !keepingOwn
      && ServiceProfile.Service.allCases.allSatisfy {
        profile[$0].servers == nil && profile[$0].quota == nil
      }
    var policy = self
    func fit(_ target: inout TargetPolicy) {
      target.bulkhead = within(pools?.perHost, target.bulkhead)
      if keepDeadlines { target.timeout?.enforcement = .byCall }
    }
    fit(&policy.provider)
    fit(&policy.classifier)
    fit(&policy.narrator)
    policy.providers = policy.providers.mapValues { target in
      var target = target
      fit(&target)
      return target
    }
    policy.overall = within(pools?.total, policy.overall)
    return policy
  }

  /// A real model does not know when the caller gives up: it is cancelled then.
  func fitted(to model: PlannerLanguageModel?) -> PlannerPolicy {
    guard case .real = model else { return self }
    var policy = self
    policy.classifier.timeout?.enforcement = .always
    policy.narrator.timeout?.enforcement = .always
    return policy
  }
}
