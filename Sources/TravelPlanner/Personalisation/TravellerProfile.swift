package import Primitives
internal import Resilience

/// What a traveller's choices say about their taste. Made only for who asks for it.
///
/// Each choice adds one to what it speaks for, and everything halves in `halfLife`: two choices of half a year ago
/// weigh as much as one of today with the standard of 180 days.
///
/// | learned from | what |
/// | --- | --- |
/// | flights | airlines; price sensitivity, 1 for the cheapest of those offered, 0 for the dearest |
/// | hotels | rating; price sensitivity |
/// | activities | categories |
/// | paces | visits a day |
package struct TravellerProfile: Hashable, Sendable, Codable {
  /// When the weights were last brought up to date.
  package private(set) var asOf: Timestamp
  package let halfLife: Duration
  var airlines: [DecayingWeight]
  var categories: [DecayingWeight]
  var priceSensitivity = Average()
  var rating = Average()
  var pace = Average()

  /// A mean of what was seen, weighted by how recent it is.
  struct Average: Hashable, Sendable, Codable {
    var sum = DecayingWeight()
    var weight = DecayingWeight()

    mutating func add(_ value: Int64) {
      sum.add(value)
      weight.add(DecayingWeight.one)
    }

    mutating func decay(by factor: Decay) {
      sum.decay(by: factor)
      weight.decay(by: factor)
    }

    /// In millionths of the value's unit; nil when next to nothing is known.
    var mean: Int64? {
      guard weight.millionths >= 1000 else { return nil }
      return weight.millionths.dividingFullWidth(sum.millionths.multipliedFullWidth(by: DecayingWeight.one))
        .quotient
    }
  }

  package init(at now: Timestamp, halfLife: Duration = .seconds(180 * 86_400)) {
    precondition(halfLife > .zero, "the half-life must be positive, was \(halfLife)")
    asOf = now
    self.halfLife = halfLife
    airlines = Array(repeating: DecayingWeight(), count: Airline.all.count)
    categories = Array(repeating: DecayingWeight(), count: ActivityCategory.allCases.count)
  }

  /// Throws for a profile that is not of this program's tables.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    asOf = try container.decode(Timestamp.self, forKey: .asOf)
    halfLife = try container.decode(Duration.self, forKey: .halfLife)
    airlines = try container.decode([DecayingWeight].self, forKey: .airlines)
    categories = try container.decode([DecayingWeight].self, forKey: .categories)
    priceSensitivity = try container.decode(Average.self, forKey: .priceSensitivity)
    rating = try container.decode(Average.self, forKey: .rating)
    pace = try container.decode(Average.self, forKey: .pace)
    guard halfLife > .zero, airlines.count == Airline.all.count,
      categories.count == ActivityCategory.allCases.count
    else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "not a profile of these airlines and categories"))
    }
  }

  /// Takes in one choice. A time before that of the last one counts as that.
  package mutating func learn(_ choice: TravellerChoice, at now: Timestamp) {
    age(to: now)
    switch choice {
    case .flight(let flight, let offers):
      if airlines.indices.contains(Int(flight.airline.rawValue)) {
        airlines[Int(flight.airline.rawValue)].add(DecayingWeight.one)
      }
      learnPrice(Int64(flight.price), among: offers.map { Int64($0.price) })
    case .hotel(let hotel, let offers):
      rating.add(Int64(hotel.rating) * DecayingWeight.one)
      learnPrice(Int64(hotel.pricePerNight), among: offers.map { Int64($0.pricePerNight) })
    case .activity(let activity): categories[Int(activity.category.rawValue)].add(DecayingWeight.one)
    case .pace(let visits): pace.add(Int64(max(0, min(10, visits))) * DecayingWeight.one)
    }
  }

  /// Lets time pass.
  package mutating func age(to now: Timestamp) {
    guard now > asOf else { return }
    let factor = Decay(
      .nanoseconds(now.nanosecondsSince1970 - asOf.nanosecondsSince1970), halfLife: halfLife)
    asOf = now
    for index in airlines.indices { airlines[index].decay(by: factor) }
    for index in categories.indices { categories[index].decay(by: factor) }
    priceSensitivity.decay(by: factor)
    rating.decay(by: factor)
    pace.decay(by: factor)
  }

  private mutating func learnPrice(_ price: Int64, among prices: [Int64]) {
    guard let lowest = prices.min(), let highest = prices.max(), lowest < highest else { return }
    let place = max(0, min(highest - lowest, price - lowest))
    priceSensitivity.add(DecayingWeight.one - place * DecayingWeight.one / (highest - lowest))
  }

  // MARK: What it says, in thousandths

  /// 0 pays any price, 1000 takes the cheapest; 500 when nothing is known.
  package var priceSensitivityPerMille: Int { Int((priceSensitivity.mean ?? 500_000) / 1000) }

  /// The hotel rating that is usually chosen, in tenths of a star; nil when unknown.
  package var preferredRating: Int? { rating.mean.map { Int(($0 + 500_000) / 1_000_000) } }

  /// Visits on a planned day; nil when unknown.
  package var visitsPerDay: Int? { pace.mean.map { Int(($0 + 500_000) / 1_000_000) } }

  /// An airline's share of the flights chosen, damped while few were: one choice ago gives 500 at most.
  package func shareOf(_ airline: Airline) -> Int { Self.share(airlines, Int(airline.rawValue)) }

  /// A category's share of the activities chosen, damped in the same way.
  package func shareOf(_ category: ActivityCategory) -> Int { Self.share(categories, Int(category.rawValue)) }

  /// Weight over total plus one choice.
  private static func share(_ weights: [DecayingWeight], _ index: Int) -> Int {
    guard weights.indices.contains(index) else { return 0 }
    let total = weights.reduce(DecayingWeight.one) { $0 + $1.millionths }
    return Int(weights[index].millionths * 1000 / total)
  }
}
