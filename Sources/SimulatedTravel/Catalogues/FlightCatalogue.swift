package import Primitives
package import TravelPlanner

/// Makes up flights: realistic, and the same for the same query whatever else happened.
///
/// Fares in US cents, one way: 40.00, then 9 cents a kilometre up to 1,500 km and 5 beyond; 80…150 % of
/// that by offer, more in summer, at Christmas and at weekends, less with stops and on low-cost airlines.
/// There and back costs 1.8 times one way. Cabins cost 1, 1.6, 3.2 and 5 times economy.
package struct FlightCatalogue: Sendable {
  private let offers: SiteGenerator

  /// Another source is another provider: the same route, other offers.
  package init(random: RandomSource) { offers = random.draws(at: "flights.offers") }

  /// 5…10 offers, cheapest first; none when the query allows no stop and the way is beyond 13,000 km.
  package func flights(for query: FlightQuery) -> FlightOffers {
    let kilometres = query.origin.kilometres(to: query.destination)
    // Nobody flies further without a stop.
    let stopsMin = kilometres > 13_000 ? 1 : 0
    let stopsMax = min(Int(query.maximumStops ?? 2), kilometres < 1500 ? 1 : 2)
    guard stopsMin <= stopsMax else { return FlightOffers([], currency: query.currency) }

    var draws = offers.draw(FlightCatalogue.key(query))
    let count = draws.next(in: 5...10)
    let airlines = FlightCatalogue.airlines(query)
    let fare = FlightCatalogue.fare(query, kilometres)
    let rate = query.currency.rate
    let route = RouteTemplate(kilometres, stopsMin, stopsMax)
    var options: [Flight] = []
    options.append(addingCapacity: count) { options in
      for _ in 0..<count {
        // One draw holds enough for an offer: fields of 8 to 16 bits.
        let bits = draws.next()
        let airline = airlines.pick(bits & 0xFFFF)
        let outbound = route.leg(query.departure, draws.next())
        let homeward = query.returning.map { route.leg($0, draws.next()) }
        let stops = Int64(outbound.stops) + Int64(homeward?.stops ?? 0)
        var price = fare * Int64(80 + (bits &>> 16) % 71) / 100
        price = price * (100 - 8 * stops) / 100
        if FlightCatalogue.isLowCost(airline) { price = price * 3 / 4 }
        let flight = Flight(
          id: UInt32(truncatingIfNeeded: bits &>> 32), price: Int32(clamping: rate.fromDollarCents(price)),
          outbound: outbound, homeward: homeward, airline: airline, cabin: query.cabin)
        options.insert(flight) { Int64($0.price) }
      }
    }
    return FlightOffers(options, currency: query.currency)
  }

  private static func key(_ query: FlightQuery) -> UInt64 {
    let route = UInt64(query.origin.index) << 48 | UInt64(query.destination.index) << 32
    let out = UInt64(UInt32(bitPattern: query.departure.daysSince1970))
    let back = UInt64(UInt32(bitPattern: query.returning?.daysSince1970 ?? 0))
    let rest = UInt64(query.cabin.rawValue) << 8 | UInt64(query.maximumStops ?? 255)
    return SplitMix64.mix((route | out) &+ SplitMix64.mix(back << 16 | rest))
  }

  /// The properties that all flights of a route share, on every date.
  private struct RouteTemplate {
    /// Without stops.
    private let minutes: Int
    private let stopsMin, stopsMax: Int

    init(_ kilometres: Int, _ stopsMin: Int, _ stopsMax: Int) {
      // Fifty minutes on the ground and around the airports, then 830 km/h.
      minutes = 50 + kilometres * 60 / 830
      self.stopsMin = stopsMin
      self.stopsMax = stopsMax
    }

    /// Part of its caller: the call itself was a fifth of it.
    @inline(__always)
    func leg(_ day: CalendarDay, _ bits: UInt64) -> FlightLeg {
      // Of six, three fly direct, two stop once, one twice.
      let sixth = (bits & 0xFFFF) % 6
      let stops = min(max(sixth < 3 ? 0 : sixth < 5 ? 1 : 2, stopsMin), stopsMax)
      // A stop takes 75…195 minutes.
      let minutes = minutes + stops * (75 + Int((bits &>> 16) & 0xFF) % 121)
      return FlightLeg(
        day: day, departureMinute: UInt16(360 + 15 * (Int((bits &>> 24) & 0xFFFF) % 68)),
        durationMinutes: UInt16(minutes), number: UInt16(100 + Int((bits &>> 40) & 0xFFFF) % 9900),
        stops: UInt8(stops))
    }
  }

  /// Economy to full fare for all legs, in US cents.
  private static func fare(_ query: FlightQuery, _ kilometres: Int) -> Int64 {
    var cents = Int64(4000 + 9 * min(kilometres, 1500) + 5 * max(0, kilometres - 1500))
    // January to December, in percent.
    let season = [88, 90, 96, 102, 102, 112, 124, 122, 104, 96, 90, 116] as InlineArray<12, Int64>
    cents = cents * season[query.departure.civil.month - 1] / 100
    switch query.departure.weekday {
    case .friday, .saturday, .sunday: cents = cents * 110 / 100
    default: break
    }
    if query.returning != nil { cents = cents * 9 / 5 }
    return switch query.cabin {
    case .economy: cents
    case .premiumEconomy: cents * 8 / 5
    case .business: cents * 16 / 5
    case .first: cents * 5
    }
  }

  // MARK: Airlines

  /// Runs of the airline table: the Americas, Europe, Asia with the Pacific, Africa.
  private static let regions: InlineArray<4, Range<UInt8>> = [0..<8, 8..<22, 22..<36, 36..<40]

  private struct AirlinePool {
    let near: Range<UInt8>
    let far: Range<UInt8>

    /// From either end of the route.
    func pick(_ bits: UInt64) -> Airline {
      let range = bits & 1 == 0 ? near : far
      return Airline(rawValue: range.lowerBound + UInt8((bits &>> 1) % UInt64(range.count)))
    }
  }

  private static func airlines(_ query: FlightQuery) -> AirlinePool {
    AirlinePool(near: regions[region(of: query.origin)], far: regions[region(of: query.destination)])
  }

  private static func region(of city: City) -> Int {
    let (latitude, longitude) = (city.latitude, city.longitude)
    if longitude < -30_00 { return 0 }
    if longitude >= 48_00, latitude > -15_00 { return 2 }
    if longitude >= 60_00 { return 2 }
    return latitude < 34_00 ? 3 : 1
  }

  /// JetBlue, easyJet, Ryanair, Pegasus, IndiGo.
  private static func isLowCost(_ airline: Airline) -> Bool {
    switch airline.rawValue {
    case 3, 18, 19, 21, 26: true
    default: false
    }
  }
}
