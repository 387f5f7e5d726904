package import Primitives
internal import Resilience

/// The preferences of a traveller, learned from their choices. Kept only for travellers who ask for it.
///
/// Each choice adds one to the weight of its properties, and all weights halve in `halfLife`: with the default of 180 days,
/// two choices of half a year ago weigh as much as one of today.
///
/// | learned from | preference |
/// | --- | --- |
/// | flights | airlines; price sensitivity, 1 for the cheapest offer, 0 for the most expensive |
/// | hotels | rating; price sensitivity |
/// | activities | categories |
/// | paces | visits a day |
package struct TravellerProfile: Hashable, Sendable, Codable {
  /// The time to which the weights are decayed.
  package private(set) var asOf: Timestamp
  package let halfLife: Duration
  var airlines: [DecayingWeight]
  var categories: [DecayingWeight]
  var priceSensitivity = Average()
  var rating = Average()
  var pace = Average()

  /// A mean of observations, weighted by recency.
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

    /// The mean in millionths of the value's unit; nil without enough observations.
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

  /// Decodes a profile. Throws if its weights do not fit the tables of airlines and categories.
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

  /// Adds a choice. A time before that of the last choice counts as that time.
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

  /// Decays the weights to a time.
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

  // MARK: Preferences, in thousandths

  /// The price sensitivity: 0 for any price, 1000 for the cheapest; 500 if unknown.
  package var priceSensitivityPerMille: Int { Int((priceSensitivity.mean ?? 500_000) / 1000) }

  /// The usual hotel rating in tenths of a star; nil if unknown.
  package var preferredRating: Int? { rating.mean.map { Int(($0 + 500_000) / 1_000_000) } }

  /// The usual number of visits on a planned day; nil if unknown.
  package var visitsPerDay: Int? { pace.mean.map { Int(($0 + 500_000) / 1_000_000) } }

  /// Returns an airline's share of the chosen flights, damped for few choices: 500 at most after one.
  package func shareOf(_ airline: Airline) -> Int { Self.share(airlines, Int(airline.rawValue)) }

  /// Returns a category's share of the chosen activities, damped in the same way.
  package func shareOf(_ category: ActivityCategory) -> Int { Self.share(categories, Int(category.rawValue)) }

  /// Returns a weight divided by the total plus one choice.
  private static func share(_ weights: [DecayingWeight], _ index: Int) -> Int {
    guard weights.indices.contains(index) else { return 0 }
    let total = weights.reduce(DecayingWeight.one) { $0 + $1.millionths }
    return Int(weights[index].millionths * 1000 / total)
  }
}
