package import Primitives
package import Resilience
package import SimCore
package import SimulatedServices
package import TravelPlanner

/// A planner with everything around it simulated: the same parts on a world's clock and on the host's.
package struct SimulatedPlanner<Clock: NanosecondClock, Observer: PlannerObserver>: Sendable {
  typealias Everything = Ports<
    SimulatedIntents<Clock>, SimulatedFlights<Clock>, SimulatedHotels<Clock>, SimulatedWeather<Clock>,
    SimulatedActivities<Clock>, SimulatedNarrator<Clock>
  >

  private let planner: Planner<Clock, Everything, Observer>
  /// The gateway and the desks; nil without bookings.
  package let parties: BookingParties<Clock>?
  /// What books and pays; nil without bookings.
  package let bookings: (any BookingAgent & GuardedAgent)?
  private let random: RandomSource
  /// What the planner calls, primaries before secondaries.
  package let services: [Service]

  /// One service to report on.
  package struct Service: Sendable {
    package let name: String
    /// The number of its guards in events.
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
    policy: PlannerPolicy? = nil, store: (any StateStore)? = nil, model: PlannerModel? = nil,
    bookings setup: BookingSetup? = nil, cache: CachePolicy? = nil, faults world: World? = nil,
    observer: Observer, resilienceObserver: (any ResilienceObserver)? = nil
  ) {
    let latencies = random.child("providers")
    let data = random.child("catalogues")
    var services: [Service] = []
    func service(
      _ name: String, _ model: ServiceModel, _ target: UInt32, _ operation: String = "search"
    ) -> SimulatedService<Clock> {
      let station = ServiceStation(name, model, clock: clock, random: latencies)
      let faults = world.flatMap {
        ServiceFaults($0, target: PlannerTargets.name(of: target), operations: [operation])
      }
      services.append(
        Service(name: name, target: target, station: station, operation: operation, faults: faults))
      return SimulatedService(station: station, faults: faults)
    }

    func asked(_ service: SimulatedService<Clock>, _ operation: String) -> AskedModel<Clock>? {
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

    let classifier = service("intent", profile.intent, 0, "classify")
    let intents = SimulatedIntents(service: classifier, model: asked(classifier, "classify"))
    func kept<Query: Hashable & Sendable, Answer: Sendable>(
      _ target: UInt32
    ) -> Cache<Query, Answer, ProviderError>? {
      cache.map { Cache($0, id: target, observer: resilienceObserver) }
    }
    let sides = ["", " secondary"]
    let flights = sides.indices.map {
      SimulatedFlights(
        service: service("flights\(sides[$0])", profile.flights, 16 + UInt32($0)),
        catalogue: FlightCatalogue(random: data.child(DrawSite("flights\(sides[$0])"))),
        kept: kept(16 + UInt32($0)))
    }
    let hotels = sides.indices.map {
      SimulatedHotels(
        service: service("hotels\(sides[$0])", profile.hotels, 32 + UInt32($0)),
        catalogue: HotelCatalogue(random: data.child(DrawSite("hotels\(sides[$0])"))),
        kept: kept(32 + UInt32($0)))
    }
    let weather = sides.indices.map {
      SimulatedWeather(
        service: service("weather\(sides[$0])", profile.weather, 48 + UInt32($0)),
        catalogue: WeatherCatalogue(random: data.child(DrawSite("weather\(sides[$0])"))),
        kept: kept(48 + UInt32($0)))
    }
    let activities = sides.indices.map {
      SimulatedActivities(
        service: service("activities\(sides[$0])", profile.activities, 64 + UInt32($0)),
        catalogue: ActivityCatalogue(random: data.child(DrawSite("activities\(sides[$0])"))),
        kept: kept(64 + UInt32($0)))
    }
    let writer = service("itinerary", profile.itinerary, 80, "narrate")
    let narrator = SimulatedNarrator(service: writer, model: asked(writer, "narrate"))

    if let setup {
      let parties = BookingParties(
        profile, clock: clock, random: random, epoch: epoch, manners: setup.manners, faults: world,
        keepsBooks: setup.keepsBooks, hasIntent: setup.hasIntent)
      self.parties = parties
      for party in parties.services {
        services.append(
          Service(
            name: party.name, target: party.target, station: party.station, operation: party.look,
            faults: party.faults))
      }
      if Observer.self != NoObserver.self, let watching = observer as? any BookingObserver {
        bookings = parties.service(
          journal: setup.journal, process: setup.process, policy: setup.policy,
          observer: SomeBookingObserver(base: watching), resilienceObserver: resilienceObserver)
      } else {
        // Decided once: to ask at every event whether somebody looks was 7,000 instructions a booking.
        bookings = parties.service(
          journal: setup.journal, process: setup.process, policy: setup.policy, observer: NoObserver(),
          resilienceObserver: resilienceObserver)
      }
    } else {
      parties = nil
      bookings = nil
    }
    self.services = services
    self.random = random
    planner = Planner(
      Ports(
        intents: intents, flights: flights, hotels: hotels, weather: weather, activities: activities,
        narrator: narrator),
      clock: clock, random: random.child("planner"), epoch: epoch,
      policy: (policy ?? PlannerPolicy()).fitted(to: profile, keepingOwn: policy != nil).fitted(to: model),
      store: store, bookings: bookings,
      observer: observer, resilienceObserver: resilienceObserver)
  }

  /// Plans one trip; see `Planner.plan`.
  package func plan(_ request: PlanRequest) async throws(PlanError) -> SessionState {
    try await planner.plan(request)
  }

  /// The guards of every dependency.
  package var targets: [Target] { planner.targets + (bookings?.targets ?? []) }

  /// How long a search may take, in nanoseconds.
  package var searchDeadline: Int64 { Deadline(planner.policy.searchDeadline, after: 0).nanoseconds }

  /// Makes one call at `target` through its guards, as a request would; whether it was answered.
  ///
  /// An alternative that is rarely asked gives its breaker no occasion to close: this does.
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

  /// The guards of a search's providers, the primary's first.
  package func targets(of kind: SearchKind) -> [Target] { planner.targets(of: kind) }
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
    fit(&policy.intent)
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
  func fitted(to model: PlannerModel?) -> PlannerPolicy {
    guard case .real = model else { return self }
    var policy = self
    policy.intent.timeout?.enforcement = .always
    policy.narrator.timeout?.enforcement = .always
    return policy
  }
}
