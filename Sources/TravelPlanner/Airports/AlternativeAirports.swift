import Primitives

/// Looks for a cheaper way by an airport nearby, at either end of a journey.
///
/// A saving counts only after what it costs to get to the other airport and back:
///
///     saving = (fare − fare there) · passengers
///     effort = extra ground kilometres · passengers · (fare + time) per kilometre + extra flight time
///
/// Ground kilometres are the great circle times `roadPercent`, there and back for a return trip, less those to the
/// airport of one's own. Time on the road and in the air is worth `centsPerHour` for each person.
package struct AlternativeAirports: Hashable, Sendable, Codable {
  /// How far from the city's centre to look, in kilometres as the crow flies.
  package var radius: Int
  /// At most so many at each end, the nearest first.
  package var limit: Int
  package var ground: GroundTransfer

  /// 1…1,000 km; at most `limit` airports at each end.
  package init(radius: Int = 150, limit: Int = 3, ground: GroundTransfer = .standard) {
    precondition((1...1000).contains(radius), "the radius must be 1 to 1000 km, was \(radius)")
    precondition(limit > 0, "the limit must be positive, was \(limit)")
    self.radius = radius
    self.limit = limit
    self.ground = ground
  }

  /// The other ways to look for, those that differ at the origin first. Each has one end of the query's own.
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

  /// What is worth proposing of what the other searches found, the greatest gain first.
  ///
  /// Each alternative's best offer, by fare and time together, is held against the best of `offers`. Nothing when
  /// there are no offers to compare with.
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

  /// A passenger's fare and time, in US cents.
  private static func cents(_ flight: Flight, rate: Currency.Rate, _ ground: GroundTransfer) -> Int64 {
    rate.toDollarCents(Int64(flight.price)) + Int64(minutes(flight)) * ground.centsPerHour / 60
  }

  private static func minutes(_ flight: Flight) -> Int {
    Int(flight.outbound.durationMinutes) + Int(flight.homeward?.durationMinutes ?? 0)
  }
}

/// What the way to another airport costs.
package struct GroundTransfer: Hashable, Sendable, Codable {
  /// Road over great circle, in percent.
  package var roadPercent: Int
  /// A person's fare, in US cents.
  package var centsPerKilometre: Int64
  package var kilometresPerHour: Int
  /// Once a way: finding and waiting for a ride.
  package var waitMinutes: Int
  /// What an hour of a person's time is worth, in US cents.
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

  /// Roads 1.3 times the great circle, 12 cents a kilometre as for coaches and regional trains, 70 km/h, 20 minutes
  /// of waiting, and 18.00 an hour, which is what choosing among flights takes an hour to be worth.
  package static let standard = GroundTransfer(
    roadPercent: 130, centsPerKilometre: 12, kilometresPerHour: 70, waitMinutes: 20, centsPerHour: 1800)

  /// For so many kilometres in so many ways; nothing when there is no way to go.
  package func minutes(kilometres: Int, legs: Int) -> Int {
    kilometres == 0 ? 0 : kilometres * 60 / kilometresPerHour + waitMinutes * legs
  }
}

/// A journey by another airport at one of its ends.
package struct AirportAlternative: Hashable, Sendable {
  package enum End: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case origin, destination
  }

  package var end: End
  /// The city that was asked for at this end.
  package var near: City
  package var nearby: NearbyAirport
  /// What to search for.
  package var query: FlightQuery
}

/// An alternative that pays.
package struct AirportProposal: Hashable, Sendable, Codable {
  package var end: AirportAlternative.End
  package var near: City
  package var nearby: NearbyAirport
  package var flight: Flight
  /// On the fares of all passengers; may be more than what is left after the way there.
  package var saving: Money
  /// What the way on the ground costs all passengers.
  package var transfer: Money
  /// What the extra time is worth to all passengers; negative when there is time to be gained.
  package var time: Money
  /// Longer on the way by so much, flights and ground together.
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

  /// What remains of the saving after transfer and time.
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
