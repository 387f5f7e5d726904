package import Primitives

/// How well a party wants to be put up.
package enum ComfortLevel: String, Hashable, Sendable, Codable, CaseIterable {
  case budget, standard, luxury

  /// What preferences say: business class or hotels from 4.5 stars are luxury.
  package init(cabin: Cabin, minimumRating: UInt8) {
    switch cabin {
    case .business, .first: self = .luxury
    case .economy, .premiumEconomy: self = minimumRating >= 45 ? .luxury : .standard
    }
  }
}

/// The quarter of the year a trip begins in, as it is felt on its side of the equator.
package enum TravelSeason: String, Hashable, Sendable, Codable, CaseIterable {
  case winter, spring, summer, autumn

  /// Meteorological: winter is December to February in the north, June to August in the south.
  package init(of day: CalendarDay, in city: City) {
    let quarter = day.civil.month % 12 / 3
    self = Self.allCases[city.latitude >= 0 ? quarter : (quarter + 2) % 4]
  }
}

/// What a trip is for.
package enum TripType: String, Hashable, Sendable, Codable, CaseIterable {
  case leisure, spiritual, trekking, adventure, beach, culture

  /// What interests say; leisure when they say nothing or several things.
  package init(interests: ActivityCategories) {
    let meanings: [(ActivityCategories, TripType)] = [
      (ActivityCategories(.adventure), .adventure),
      (ActivityCategories(.beach), .beach),
      (
        ActivityCategories(.museum).union(ActivityCategories(.history)).union(ActivityCategories(.art)),
        .culture
      ),
    ]
    let meant = meanings.filter { !$0.0.isDisjoint(with: interests) }
    self = meant.count == 1 ? meant[0].1 : .leisure
  }
}
