package import Primitives
package import Resilience
package import SimulatedServices
package import TravelPlanner

/// Fares of a provider over time: the route's lowest fare in the catalogue, wandering.
package struct SimulatedPrices<Clock: NanosecondClock>: PriceSource {
  private let station: ServiceStation<Clock>
  private let catalogue: FlightCatalogue
  private let walk: PriceWalk
  private let clock: Clock

  package init(
    _ model: ServiceModel, clock: Clock, random: RandomSource, walk: PriceWalk.Model = PriceWalk.Model()
  ) {
    station = ServiceStation("prices", model, clock: clock, random: random.child("prices.service"))
    catalogue = FlightCatalogue(random: random.child("prices.catalogue"))
    self.walk = PriceWalk(random: random.child("prices.walk"), model: walk)
    self.clock = clock
  }

  package func price(of query: FlightQuery, call: Attempt) async throws(ProviderError) -> Int64? {
    do throws(StationError) {
      try await station.serve(call.request, attempt: UInt64(call.number), until: call.deadline.nanoseconds)
    } catch {
      switch error {
      case .quotaExceeded(let retryAfter): throw .rateLimited(retryAfter: .nanoseconds(retryAfter))
      case .queueFull, .failed, .cancelled, .timedOut: throw .unavailable
      }
    }
    return price(of: query, at: clock.nanoseconds)
  }

  /// The fare at a moment of the clock, without asking the service.
  package func price(of query: FlightQuery, at nanoseconds: Int64) -> Int64? {
    guard let mean = catalogue.flights(for: query).options.first?.price else { return nil }
    return walk.price(of: Self.key(query), mean: Int64(mean), at: nanoseconds)
  }

  private static func key(_ query: FlightQuery) -> UInt64 {
    let route = UInt64(query.origin.index) << 48 | UInt64(query.destination.index) << 32
    let day = UInt64(UInt32(bitPattern: query.departure.daysSince1970))
    let back = UInt64(UInt32(bitPattern: query.returning?.daysSince1970 ?? 0)) << 8
    return SplitMix64.mix(route | day) ^ SplitMix64.mix(back | UInt64(query.cabin.rawValue))
  }
}
