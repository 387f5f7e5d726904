import Primitives

extension Planner {
  /// Searches the flights by airports nearby, all at once, through the same guards as the others. One that fails is
  /// left out: nobody asked for it.
  func nearbyFlights(
    _ trip: Trip, _ options: PlanOptions?, _ key: UInt64
  ) async -> [(AirportAlternative, FlightOffers)] {
    guard let airports = options?.airports, let query = trip.flightQuery else { return [] }
    let alternatives = airports.alternatives(to: query)
    return await withTaskGroup(of: (Int, FlightOffers?).self) { group in
      for (index, alternative) in alternatives.enumerated() {
        group.addTask {
          var other = trip
          other.origin = alternative.query.origin
          other.destination = alternative.query.destination
          // A key of its own: draws are keyed, and the searches share their guards.
          let own = SplitMix64.mix(key ^ 0x6169_7270_6F72_7473 &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
          let found = await self.searchFlights(other, .flights, own)
          return (index, found.record.status == .completed ? found.value : nil)
        }
      }
      var offers = [FlightOffers?](repeating: nil, count: alternatives.count)
      for await (index, found) in group { offers[index] = found }
      return zip(alternatives, offers).compactMap { alternative, offers in offers.map { (alternative, $0) } }
    }
  }
}
