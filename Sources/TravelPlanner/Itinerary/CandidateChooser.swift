/// Picks flight and hotel for each of the three styles, scores them, and chooses one.
struct CandidateChooser {
  let trip: Trip
  let flights: [Flight]
  let hotels: [Hotel]
  /// The searches whose offers are in the order of the traveller's preferences; their first offer is the balanced
  /// choice.
  var ranked: SearchNeeds = []

  func choose() -> (candidates: Candidates, chosen: Candidate.Style, reason: Candidate.Reason) {
    var candidates = Candidates(
      cheapest: candidate(cheapestFlight, cheapestHotel),
      balanced: candidate(balancedFlight, balancedHotel),
      comfort: candidate(comfortFlight, bestHotel))
    let lowest = min(candidates.cheapest.price, candidates.balanced.price, candidates.comfort.price)
    for style in Candidate.Style.allCases {
      let price = candidates[style].price
      candidates[style].cost = price > 0 ? Int16(1000 * lowest / price) : 1000
    }
    guard !flights.isEmpty || !hotels.isEmpty else { return (candidates, .balanced, .noChoice) }

    let limit = trip.budgetInCurrency
    var chosen = Candidate.Style.cheapest
    var affordable = 0
    var best = -1
    for style in Candidate.Style.allCases {
      if let limit, candidates[style].price > limit { continue }
      affordable += 1
      if candidates[style].score > best {
        best = candidates[style].score
        chosen = style
      }
    }
    if affordable == 0 { return (candidates, nearest(candidates), .nearestToBudget) }
    // Equal candidates count as one.
    let isAlone = affordable == 1 && candidates.cheapest != candidates.comfort
    return (candidates, chosen, isAlone ? .onlyAffordable : .bestScore)
  }

  /// Chooses for a stop of a tour: the cheapest flight, and the best-rated hotel that fits the budget with it, or the
  /// cheapest hotel if none fits. The pair replaces the balanced candidate.
  func chooseForStop() -> (candidates: Candidates, chosen: Candidate.Style, reason: Candidate.Reason) {
    var (candidates, _, _) = choose()
    guard !flights.isEmpty || !hotels.isEmpty else { return (candidates, .balanced, .noChoice) }
    let flight = flights.isEmpty ? nil : 0
    // Hotels are in the order of their rating.
    let limit = trip.budgetInCurrency
    let affordable = hotels.indices.first { index in
      limit.map { candidate(flight, index).price <= $0 } ?? true
    }
    var stop = candidate(flight, affordable ?? cheapestHotel)
    let lowest = min(candidates.cheapest.price, stop.price)
    stop.cost = stop.price > 0 ? Int16(1000 * lowest / stop.price) : 1000
    candidates.balanced = stop
    let isOver = limit.map { stop.price > $0 } ?? false
    return (candidates, .balanced, isOver ? .nearestToBudget : .bestHotelWithinBudget)
  }

  private func nearest(_ candidates: Candidates) -> Candidate.Style {
    var nearest = Candidate.Style.cheapest
    for style in Candidate.Style.allCases where candidates[style].price < candidates[nearest].price {
      nearest = style
    }
    return nearest
  }

  private func candidate(_ flight: Int?, _ hotel: Int?) -> Candidate {
    var candidate = Candidate(
      flight: flight.map { UInt8($0) }, hotel: hotel.map { UInt8($0) }, price: 0, cost: 0, comfort: 0,
      fatigue: 0)
    var comfort = 0
    if let hotel {
      let hotel = hotels[hotel]
      candidate.price += hotel.price(nights: Int(trip.nights), guests: Int(trip.passengers))
      comfort += (Int(hotel.rating) - 25) * 22 + hotel.amenities.rawValue.nonzeroBitCount * 8
    }
    if let flight {
      let flight = flights[flight]
      candidate.price += Int64(flight.price) * Int64(trip.passengers)
      comfort += max(0, 250 - 125 * CandidateChooser.stops(flight)) + 50 * Int(flight.cabin.rawValue)
      candidate.fatigue = Int16(min(1000, fatigue(of: flight)))
    }
    candidate.comfort = Int16(max(0, min(1000, comfort)))
    return candidate
  }

  /// Returns the fatigue of a flight: half a point a minute, 100 a change, 150 for each departure before 06:00.
  private func fatigue(of flight: Flight) -> Int {
    var fatigue = CandidateChooser.minutes(flight) / 2 + 100 * CandidateChooser.stops(flight)
    if flight.outbound.departureMinute < 360 { fatigue += 150 }
    if let homeward = flight.homeward, homeward.departureMinute < 360 { fatigue += 150 }
    return fatigue
  }

  private static func stops(_ flight: Flight) -> Int {
    Int(flight.outbound.stops) + Int(flight.homeward?.stops ?? 0)
  }

  private static func minutes(_ flight: Flight) -> Int {
    Int(flight.outbound.durationMinutes) + Int(flight.homeward?.durationMinutes ?? 0)
  }

  /// The flight with the lowest price when a minute of travel costs 30 US cents and a change counts as an hour.
  private var balancedFlight: Int? {
    if ranked.contains(.flights), !flights.isEmpty { return 0 }
    let centsPerHour = trip.currency.rate.fromDollarCents(1800)
    return CandidateChooser.least(flights) { flight in
      let minutes = Int64(CandidateChooser.minutes(flight) + 60 * CandidateChooser.stops(flight))
      return Int64(flight.price) + minutes * centsPerHour / 60
    }
  }

  private var comfortFlight: Int? {
    CandidateChooser.least(flights) { flight in
      Int64(CandidateChooser.stops(flight)) * 100_000 + Int64(CandidateChooser.minutes(flight))
    }
  }

  private var cheapestFlight: Int? {
    CandidateChooser.least(flights) { Int64($0.price) }
  }

  /// The hotel with the best rating; of equal ones the cheapest.
  private var bestHotel: Int? {
    CandidateChooser.least(hotels) { Int64(50 - min($0.rating, 50)) << 32 | Int64($0.pricePerNight) }
  }

  private var cheapestHotel: Int? {
    CandidateChooser.least(hotels) { Int64($0.pricePerNight) }
  }

  /// The hotel with the lowest price for each tenth of a star above 2.0, weighted with the distance to the centre.
  private var balancedHotel: Int? {
    if ranked.contains(.hotels), !hotels.isEmpty { return 0 }
    return CandidateChooser.least(hotels) { hotel in
      Int64(hotel.pricePerNight) * Int64(200 + hotel.distanceToCentre) / Int64(max(1, Int(hotel.rating) - 20))
    }
  }

  /// Returns the index with the least value; of equal ones the first.
  private static func least<Element>(_ list: [Element], _ value: (Element) -> Int64) -> Int? {
    guard !list.isEmpty else { return nil }
    var least = 0
    var leastValue = value(list[0])
    for index in list.indices.dropFirst() {
      let here = value(list[index])
      if here < leastValue {
        least = index
        leastValue = here
      }
    }
    return least
  }
}
