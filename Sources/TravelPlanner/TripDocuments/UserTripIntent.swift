package import Primitives

/// What a traveller asked for.
package struct UserTripIntent: TripEntity {
  package static let kind = TripRecordKind.intent

  package var tripId: TripID
  package var version = TripRecordVersion(.intent)
  package var source = "traveller"
  package var createdAt: Timestamp
  /// As it was written, without card numbers.
  package var query: String?
  package var origin: City?
  package var destination: City
  package var departure: CalendarDay
  package var returning: CalendarDay
  package var tripDuration: TripDuration
  package var preferences: TripPreferences
  package var budgetRange: BudgetRange?
}

/// How long, and how many.
package struct TripDuration: Hashable, Sendable, Codable {
  /// Those of arrival and departure included.
  package var days: Int
  package var nights: Int
  package var people: Int
}

/// What the trip should be like.
package struct TripPreferences: Hashable, Sendable, Codable {
  package var season: TravelSeason
  package var comfortLevel: ComfortLevel
  package var tripType: TripType
  /// Names of activity categories, in the order of the table.
  package var interests: [String]
}

/// What the traveller is ready to spend; either end may be open.
package struct BudgetRange: Hashable, Sendable, Codable {
  package var min: Money?
  package var max: Money?

  package init(min: Money? = nil, max: Money? = nil) {
    self.min = min
    self.max = max
  }
}
