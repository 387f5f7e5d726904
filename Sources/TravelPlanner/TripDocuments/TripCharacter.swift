package import Primitives

/// The comfort level of a trip.
package enum ComfortLevel: String, Hashable, Sendable, Codable, CaseIterable {
  case budget, standard, luxury

  /// Derives the level from preferences: business class or hotels from 4.5 stars are luxury.
  package init(cabin: Cabin, minimumRating: UInt8) {
    switch cabin {
    case .business, .first: self = .luxury
    case .economy, .premiumEconomy: self = minimumRating >= 45 ? .luxury : .standard
    }
  }
}

/// The season in which a trip starts, on its side of the equator.
package enum TravelSeason: String, Hashable, Sendable, Codable, CaseIterable {
  case winter, spring, summer, autumn

  /// Returns the meteorological season: winter is December to February in the north, June to August in the south.
  package init(of day: CalendarDay, in city: City) {
    let quarter = day.civil.month % 12 / 3
    self = Self.allCases[city.latitude >= 0 ? quarter : (quarter + 2) % 4]
  }
}

/// The purpose of a trip.
package enum TripType: String, Hashable, Sendable, Codable, CaseIterable {
  case leisure, spiritual, trekking, adventure, beach, culture

  /// Derives the type from interests; leisure if they imply no type or several.
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
