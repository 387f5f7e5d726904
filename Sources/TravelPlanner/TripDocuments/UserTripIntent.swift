package import Primitives

/// The record of a traveller's request.
package struct UserTripIntent: TripEntity {
  package static let kind = TripRecordKind.intent

  package var tripId: TripID
  package var version = TripRecordVersion(.intent)
  package var source = "traveller"
  package var createdAt: Timestamp
  /// The text of the request, with card numbers redacted.
  package var query: String?
  package var origin: City?
  package var destination: City
  package var departure: CalendarDay
  package var returning: CalendarDay
  package var tripDuration: TripDuration
  package var preferences: TripPreferences
  package var budgetRange: BudgetRange?
}

/// The length of a trip and the number of travellers.
package struct TripDuration: Hashable, Sendable, Codable {
  /// The number of days, including those of arrival and departure.
  package var days: Int
  package var nights: Int
  package var people: Int
}

/// The preferences for a trip.
package struct TripPreferences: Hashable, Sendable, Codable {
  package var season: TravelSeason
  package var comfortLevel: ComfortLevel
  package var tripType: TripType
  /// The names of activity categories, in the order of the table.
  package var interests: [String]
}

/// The range of the budget; either end may be open.
package struct BudgetRange: Hashable, Sendable, Codable {
  package var min: Money?
  package var max: Money?

  package init(min: Money? = nil, max: Money? = nil) {
    self.min = min
    self.max = max
  }
}
