/// The score of an offer: points by term.
package struct OfferScore: Hashable, Sendable, Codable {
  /// The terms in the order of their documentation, without those of zero points.
  package var terms: [ScoreTerm]

  package var total: Int { terms.reduce(0) { $0 + $1.points } }
}

/// A term of a score with its points.
package struct ScoreTerm: Hashable, Sendable, Codable {
  /// The name: `price`, `airline TK`, `rating 4.2`, …
  package var name: String
  package var points: Int

  package init(name: String, points: Int) {
    self.name = name
    self.points = points
  }
}

extension OfferScore: CustomStringConvertible {
  /// The form `742: price 480, airline TK 162, time 100`.
  package var description: String {
    "\(total)" + (terms.isEmpty ? "" : ": " + terms.map { "\($0.name) \($0.points)" }.joined(separator: ", "))
  }
}

extension TravellerProfile {
  /// Sorts flights by the traveller's preferences. Returns their scores in the new order.
  ///
  /// Points: price 300 to 700 for the cheapest by price sensitivity, 0 for the dearest; 300 times the airline's
  /// share; 200 for the shortest travel time, 0 for the longest. Equal offers stay in order.
  package func rank(_ flights: inout [Flight]) -> [OfferScore] {
    let prices = Scale(flights.map { Int64($0.price) })
    func minutes(_ flight: Flight) -> Int64 {
      Int64(flight.outbound.durationMinutes) + Int64(flight.homeward?.durationMinutes ?? 0)
    }
    let times = Scale(flights.map(minutes))
    return Self.sort(&flights) { flight in
      [
        ScoreTerm(name: "price", points: priceWeight * prices.lowness(Int64(flight.price)) / 1000),
        ScoreTerm(name: "airline \(flight.airline.code)", points: 300 * shareOf(flight.airline) / 1000),
        ScoreTerm(name: "time", points: 200 * times.lowness(minutes(flight)) / 1000),
      ]
    }
  }

  /// Sorts hotels by the traveller's preferences. Returns their scores in the new order.
  ///
  /// Points: price as for flights; 400 for the rating usually chosen or better, 20 less for each tenth below, and
  /// 200 times rating over five stars as long as no rating is known; 100 for the one nearest to the centre.
  package func rank(_ hotels: inout [Hotel]) -> [OfferScore] {
    let prices = Scale(hotels.map { Int64($0.pricePerNight) })
    let distances = Scale(hotels.map { Int64($0.distanceToCentre) })
    return Self.sort(&hotels) { hotel in
      let rating = Int(hotel.rating)
      let liked = preferredRating.map { max(0, 400 - 20 * max(0, $0 - rating)) } ?? 200 * rating / 50
      return [
        ScoreTerm(name: "price", points: priceWeight * prices.lowness(Int64(hotel.pricePerNight)) / 1000),
        ScoreTerm(name: "rating \(rating / 10).\(rating % 10)", points: liked),
        ScoreTerm(name: "near", points: 100 * distances.lowness(Int64(hotel.distanceToCentre)) / 1000),
      ]
    }
  }

  /// Sorts activities by the traveller's preferences. Returns their scores in the new order.
  ///
  /// Points: 600 times the category's share; price 90 to 210 for the cheapest by price sensitivity.
  package func rank(_ activities: inout [Activity]) -> [OfferScore] {
    let prices = Scale(activities.map { Int64($0.price) })
    return Self.sort(&activities) { activity in
      [
        ScoreTerm(name: activity.category.name, points: 600 * shareOf(activity.category) / 1000),
        ScoreTerm(name: "price", points: priceWeight * 3 * prices.lowness(Int64(activity.price)) / 10_000),
      ]
    }
  }

  /// The points for the cheapest offer, 300…700.
  private var priceWeight: Int { 300 + 400 * priceSensitivityPerMille / 1000 }

  private static func sort<Offer>(_ offers: inout [Offer], _ terms: (Offer) -> [ScoreTerm]) -> [OfferScore] {
    let scored = offers.enumerated().map { place, offer in
      (place: place, offer: offer, score: OfferScore(terms: terms(offer).filter { $0.points != 0 }))
    }.sorted { ($1.score.total, $0.place) < ($0.score.total, $1.place) }
    offers = scored.map(\.offer)
    return scored.map(\.score)
  }
}

/// The range of some values.
private struct Scale {
  let lowest: Int64
  let highest: Int64

  init(_ values: [Int64]) {
    lowest = values.min() ?? 0
    highest = values.max() ?? 0
  }

  /// Returns 1000 for the least value and 0 for the greatest; 1000 if all are equal.
  func lowness(_ value: Int64) -> Int {
    highest == lowest ? 1000 : Int((highest - value) * 1000 / (highest - lowest))
  }
}
