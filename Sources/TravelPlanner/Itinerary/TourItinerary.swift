/// A tour of several cities: the itineraries of the stops, the total cost and a packing list.
///
/// Holds compact values; `text` is the form for a traveller.
@usableFromInline
package struct TourItinerary: Hashable, Sendable, Codable {
  /// The stops in order. The budget of each is its share; the last day of one is the first day of the next.
  package var stops: [Itinerary]
  /// The budget of the whole tour; nil if none was given.
  package var budget: Money?
  /// The packing list for the weather of all stops.
  package var packing: Packing
  /// The cost of all stops together.
  package var cost: TripCost

  package var passengers: UInt8 { stops.first?.passengers ?? 1 }
  package var currency: Currency { stops.first?.currency ?? .usd }
  package var nights: Int { stops.reduce(0) { $0 + Int($1.nights) } }

  /// The indices of the stops with missing results.
  package var partialStops: [Int] { stops.indices.filter { !stops[$0].missing.isEmpty } }

  package init(stops: [Itinerary], budget: Money?, packing: Packing) {
    self.stops = stops
    self.budget = budget
    self.packing = packing
    cost = TripCost()
    for stop in stops {
      cost.flights += stop.cost.flights
      cost.hotel += stop.cost.hotel
      cost.activities += stop.cost.activities
    }
  }
}

/// A packing list for a forecast and a place by the sea.
@usableFromInline
@frozen
package struct Packing: OptionSet, Hashable, Sendable, Codable {
  @usableFromInline package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let umbrella = Packing(rawValue: 1 << 0)
  package static let winterCoat = Packing(rawValue: 1 << 1)
  package static let winterBoots = Packing(rawValue: 1 << 2)
  package static let sweater = Packing(rawValue: 1 << 3)
  package static let lightClothes = Packing(rawValue: 1 << 4)
  package static let sunProtection = Packing(rawValue: 1 << 5)
  package static let swimwear = Packing(rawValue: 1 << 6)

  /// Creates the list for a forecast in a city.
  ///
  /// | item | needed if on some day |
  /// | --- | --- |
  /// | umbrella | the probability of rain is 50 % or more |
  /// | winter coat | the low is under 3 °C |
  /// | winter boots | it snows |
  /// | sweater | the low is under 14 °C |
  /// | light clothes | the high is 22 °C or more |
  /// | sun protection | the high is 25 °C or more under a sunny sky |
  /// | swimwear | the high is 26 °C or more, by the sea |
  package init(for forecast: Forecast, in city: City) {
    var packing: Packing = []
    for day in forecast.days {
      if day.condition == .snow {
        packing.insert(.winterBoots)
      } else if day.suggestsIndoor {
        packing.insert(.umbrella)
      }
      if day.low < 3 { packing.insert(.winterCoat) }
      if day.low < 14 { packing.insert(.sweater) }
      if day.high >= 22 { packing.insert(.lightClothes) }
      if day.high >= 25, day.condition == .sunny || day.condition == .partlyCloudy {
        packing.insert(.sunProtection)
      }
      if day.high >= 26, city.isByTheSea { packing.insert(.swimwear) }
    }
    self = packing
  }

  /// The names in the order of the declarations.
  package var names: [String] {
    Packing.allNames.indices.filter { rawValue & (1 << UInt16($0)) != 0 }.map { Packing.allNames[$0] }
  }

  private static let allNames: [String] = [
    "umbrella", "winter coat", "winter boots", "sweater", "light clothes", "sun protection", "swimwear",
  ]
}
