import Primitives

/// A search for cheaper flights by airports nearby, at either end of a journey.
///
/// The cost of reaching the other airport counts against a saving:
///
///     saving = (fare − alternative fare) · passengers
///     effort = extra ground kilometres · passengers · (fare + time) per kilometre + extra flight time
///
/// Ground kilometres are the great-circle distance times `roadPercent`, in both directions for a return trip, minus those
/// to the city's own airport. Time on the road and in the air costs `centsPerHour` for each person.
package struct AlternativeAirports: Hashable, Sendable, Codable {
  /// The largest great-circle distance from the city's centre in kilometres.
  package var radius: Int
  /// The largest number of airports at each end, the nearest first.
  package var limit: Int
  package var ground: GroundTransfer

  /// Creates a search. Requires a radius of 1 to 1,000 km and a positive limit.
  package init(radius: Int = 150, limit: Int = 3, ground: GroundTransfer = .standard) {
    precondition((1...1000).contains(radius), "the radius must be 1 to 1000 km, was \(radius)")
    precondition(limit > 0, "the limit must be positive, was \(limit)")
    self.radius = radius
    self.limit = limit
    self.ground = ground
  }

  /// Returns the alternatives to a query, those with another origin first. Each differs at one end only.
  package func alternatives(to query: FlightQuery) -> [AirportAlternative] {
    var alternatives: [AirportAlternative] = []
    for end in AirportAlternative.End.allCases {
      let home = end == .origin ? query.origin : query.destination
      let other = end == .origin ? query.destination : query.origin
      for nearby in home.airportsNearby(within: radius).filter({ $0.city != other }).prefix(limit) {
        var changed = query
        if end == .origin { changed.origin = nearby.city } else { changed.destination = nearby.city }
        alternatives.append(AirportAlternative(end: end, near: home, nearby: nearby, query: changed))
      }
    }
    return alternatives
  }

  /// Returns the alternatives that save money, the greatest gain first.
  ///
  /// Compares the best offer of each alternative, by fare and time together, with the best of `offers`. Returns none if
  /// `offers` is empty.
  package func proposals(
    instead offers: FlightOffers, of query: FlightQuery, among found: [(AirportAlternative, FlightOffers)]
  ) -> [AirportProposal] {
    let rate = query.currency.rate
    func cents(_ flight: Flight) -> Int64 { Self.cents(flight, rate: rate, ground) }
    guard let best = offers.options.min(by: { cents($0) < cents($1) }) else { return [] }
    var proposals: [AirportProposal] = []
    for (alternative, there) in found {
      guard let flight = there.options.min(by: { cents($0) < cents($1) }) else { continue }
      let own = alternative.near.mainAirport.kilometres(from: alternative.near)
      let legs = query.returning == nil ? 1 : 2
      let kilometres = max(0, alternative.nearby.kilometres - own) * ground.roadPercent / 100 * legs
      let people = Int64(query.passengers)
      let proposal = AirportProposal(
        alternative: alternative, flight: flight,
        saving: Money(minorUnits: (Int64(best.price) - Int64(flight.price)) * people, query.currency),
        transfer: Money(
          minorUnits: rate.fromDollarCents(Int64(kilometres) * ground.centsPerKilometre * people),
          query.currency),
        time: Money(
          minorUnits: rate.fromDollarCents(
            Int64(
              ground.minutes(kilometres: kilometres, legs: legs) + Self.minutes(flight) - Self.minutes(best))
              * ground.centsPerHour * people / 60), query.currency),
        extraMinutes: ground.minutes(kilometres: kilometres, legs: legs) + Self.minutes(flight)
          - Self.minutes(best))
      if proposal.gain.minorUnits > 0 { proposals.append(proposal) }
    }
    return proposals.enumerated().sorted {
      ($1.element.gain.minorUnits, $0.offset) < ($0.element.gain.minorUnits, $1.offset)
    }.map(\.element)
  }

  /// Returns the cost of a passenger's fare and time, in US cents.
  private static func cents(_ flight: Flight, rate: Currency.Rate, _ ground: GroundTransfer) -> Int64 {
    rate.toDollarCents(Int64(flight.price)) + Int64(minutes(flight)) * ground.centsPerHour / 60
  }

  private static func minutes(_ flight: Flight) -> Int {
    Int(flight.outbound.durationMinutes) + Int(flight.homeward?.durationMinutes ?? 0)
  }
}

/// The cost of ground transport to another airport.
package struct GroundTransfer: Hashable, Sendable, Codable {
  /// The length of a road in percent of the great-circle distance.
  package var roadPercent: Int
  /// The fare of one person in US cents.
  package var centsPerKilometre: Int64
  package var kilometresPerHour: Int
  /// The time to find and wait for a ride, for each direction.
  package var waitMinutes: Int
  /// The value of an hour of one person's time in US cents.
  package var centsPerHour: Int64

  package init(
    roadPercent: Int, centsPerKilometre: Int64, kilometresPerHour: Int, waitMinutes: Int, centsPerHour: Int64
  ) {
    precondition(roadPercent >= 100, "a road is not shorter than the great circle, was \(roadPercent) %")
    precondition(kilometresPerHour > 0, "the speed must be positive, was \(kilometresPerHour)")
    self.roadPercent = roadPercent
    self.centsPerKilometre = centsPerKilometre
    self.kilometresPerHour = kilometresPerHour
    self.waitMinutes = waitMinutes
    self.centsPerHour = centsPerHour
  }

  /// The standard costs: roads of 1.3 times the great-circle distance, 12 cents a kilometre as for coaches and regional
  /// trains, 70 km/h, 20 minutes of waiting, and 18 dollars an hour, as in the choice among flights.
  package static let standard = GroundTransfer(
    roadPercent: 130, centsPerKilometre: 12, kilometresPerHour: 70, waitMinutes: 20, centsPerHour: 1800)

  /// Returns the minutes for a total distance in a number of directions; 0 for no distance.
  package func minutes(kilometres: Int, legs: Int) -> Int {
    kilometres == 0 ? 0 : kilometres * 60 / kilometresPerHour + waitMinutes * legs
  }
}

/// A journey with another airport at one end.
package struct AirportAlternative: Hashable, Sendable {
  package enum End: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case origin, destination
  }

  package var end: End
  /// The city of the query at this end.
  package var near: City
  package var nearby: NearbyAirport
  /// The query of the alternative.
  package var query: FlightQuery
}

/// An alternative that saves money.
package struct AirportProposal: Hashable, Sendable, Codable {
  package var end: AirportAlternative.End
  package var near: City
  package var nearby: NearbyAirport
  package var flight: Flight
  /// The saving on the fares of all passengers, before the costs of transfer and time.
  package var saving: Money
  /// The cost of ground transport for all passengers.
  package var transfer: Money
  /// The cost of the extra time of all passengers; negative if time is saved.
  package var time: Money
  /// The extra travel time in minutes, in the air and on the ground.
  package var extraMinutes: Int

  init(
    alternative: AirportAlternative, flight: Flight, saving: Money, transfer: Money, time: Money,
    extraMinutes: Int
  ) {
    end = alternative.end
    near = alternative.near
    nearby = alternative.nearby
    self.flight = flight
    self.saving = saving
    self.transfer = transfer
    self.time = time
    self.extraMinutes = extraMinutes
  }

  /// The saving minus the costs of transfer and time.
  package var gain: Money {
    Money(minorUnits: saving.minorUnits - transfer.minorUnits - time.minorUnits, saving.currency)
  }
}

extension AirportProposal: CustomStringConvertible {
  /// `to BTS (Bratislava), 54 km from Vienna: saves €84.00; the way there €12.00, 1 h 20 longer`
  package var description: String {
    let minutes = Int(extraMinutes.magnitude)
    let length =
      "\(minutes / 60) h \(Text.padded(minutes % 60, to: 2)) \(extraMinutes < 0 ? "shorter" : "longer")"
    return
      "\(end == .origin ? "from" : "to") \(nearby.airport) (\(nearby.city)), \(nearby.kilometres) km from \(near): "
      + "saves \(saving); the way there \(transfer), \(length)"
  }
}
