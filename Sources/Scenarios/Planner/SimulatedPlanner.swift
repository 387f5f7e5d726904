public import Randomness
public import Resilience
public import TravelPlanner

/// A planner with everything around it simulated: the same parts on a world's clock and on the host's.
public struct SimulatedPlanner<Clock: ServiceClock, Observer: PlannerObserver>: Sendable {
  typealias Everything = Ports<
    SimulatedIntents<Clock>, SimulatedFlights<Clock>, SimulatedHotels<Clock>, SimulatedWeather<Clock>,
    SimulatedActivities<Clock>, SimulatedNarrator<Clock>
  >

  private let planner: Planner<Clock, Everything, Observer>
  /// What the planner calls, primaries before secondaries.
  public let services: [Service]

  /// One service to report on.
  public struct Service: Sendable {
    public let name: String
    public let station: ServiceStation<Clock>
    /// The connections to it, if they are bounded.
    public let pool: ServiceStation<Clock>?
  }

  /// Connections to all services together, if they are bounded.
  public let totalPool: ServiceStation<Clock>?

  /// `epoch` is the calendar time at the clock's zero.
  public init(
    _ profile: ServiceProfile, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy = PlannerPolicy(), store: (any StateStore)? = nil, observer: Observer,
    resilienceObserver: (any ResilienceObserver)? = nil
  ) {
    let latencies = random.child("providers")
    let data = random.child("catalogues")
    var services: [Service] = []
    func pool(_ name: String, _ connections: Int?) -> ServiceStation<Clock>? {
      connections.map {
        ServiceStation(
          name, ServiceModel(.constant(.zero), servers: $0), clock: clock, random: latencies)
      }
    }
    let totalPool = pool("connections", profile.pools?.total)
    func service(_ name: String, _ model: ServiceModel) -> SimulatedService<Clock> {
      let station = ServiceStation(name, model, clock: clock, random: latencies)
      let hostPool = pool("\(name) connections", profile.pools?.perHost)
      services.append(Service(name: name, station: station, pool: hostPool))
      return SimulatedService(station: station, hostPool: hostPool, totalPool: totalPool)
    }

    let intents = SimulatedIntents(service: service("intent", profile.intent))
    let sides = ["", " secondary"]
    let flights = sides.map {
      SimulatedFlights(
        service: service("flights\($0)", profile.flights),
        catalogue: FlightCatalogue(random: data.child(Site("flights\($0)"))))
    }
    let hotels = sides.map {
      SimulatedHotels(
        service: service("hotels\($0)", profile.hotels),
        catalogue: HotelCatalogue(random: data.child(Site("hotels\($0)"))))
    }
    let weather = sides.map {
      SimulatedWeather(
        service: service("weather\($0)", profile.weather),
        catalogue: WeatherCatalogue(random: data.child(Site("weather\($0)"))))
    }
    let activities = sides.map {
      SimulatedActivities(
        service: service("activities\($0)", profile.activities),
        catalogue: ActivityCatalogue(random: data.child(Site("activities\($0)"))))
    }
    let narrator = SimulatedNarrator(service: service("itinerary", profile.itinerary))

    self.services = services
    self.totalPool = totalPool
    planner = Planner(
      Ports(
        intents: intents, flights: flights, hotels: hotels, weather: weather, activities: activities,
        narrator: narrator),
      clock: clock, random: random.child("planner"), epoch: epoch, policy: policy, store: store,
      observer: observer, resilienceObserver: resilienceObserver)
  }

  /// Plans one trip; see `Planner.plan`.
  public func plan(_ request: PlanRequest) async throws(PlanError) -> SessionState {
    try await planner.plan(request)
  }

  /// The guards of a search's providers, the primary's first.
  public func targets(of kind: SearchKind) -> [Target] { planner.targets(of: kind) }
}
