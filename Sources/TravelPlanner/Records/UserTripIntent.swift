public import Primitives

/// What a traveller asked for.
public struct UserTripIntent: TripEntity {
  public static let kind = TripRecordKind.intent

  public var tripId: TripID
  public var version = TripRecordVersion(.intent)
  public var source = "traveller"
  public var createdAt: Timestamp
  /// As it was written, without card numbers.
  public var query: String?
  public var origin: City?
  public var destination: City
  public var departure: CalendarDay
  public var returning: CalendarDay
  public var tripDuration: TripDuration
  public var preferences: TripWishes
  public var budgetRange: BudgetRange?
}

/// How long, and how many.
public struct TripDuration: Hashable, Sendable, Codable {
  /// Those of arrival and departure included.
  public var days: Int
  public var nights: Int
  public var people: Int
}

/// What the trip should be like.
public struct TripWishes: Hashable, Sendable, Codable {
  public var season: TravelSeason
  public var comfortLevel: ComfortLevel
  public var tripType: TripType
  /// Names of activity categories, in the order of the table.
  public var interests: [String]
}

/// What the traveller is ready to spend; either end may be open.
public struct BudgetRange: Hashable, Sendable, Codable {
  public var min: Money?
  public var max: Money?

  public init(min: Money? = nil, max: Money? = nil) {
    self.min = min
    self.max = max
  }
}
