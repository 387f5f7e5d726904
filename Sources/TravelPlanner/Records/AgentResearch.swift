public import Primitives

/// What the searches found out about the destination.
public struct AgentResearch: TripEntity {
  public static let kind = TripRecordKind.research

  public var tripId: TripID
  public var version = TripRecordVersion(.research)
  public var source = "search"
  public var createdAt: Timestamp
  public var destination: DestinationFacts
  /// How each search went.
  public var searches: [SearchNote]
  public var flights: OfferRange?
  public var hotels: OfferRange?
  public var weather: [WeatherNote]
  public var attractions: [AttractionNote]
  /// What to look out for, from the weather and the times of travel.
  public var safety: [String]
  /// What could not be found out, and why.
  public var missing: [String]
}

public struct DestinationFacts: Hashable, Sendable, Codable {
  public var city: City
  public var country: String
  public var localCurrency: Currency
  public var airports: [String]
  public var minutesAheadOfUTC: Int
}

public struct SearchNote: Hashable, Sendable, Codable {
  /// `flights`, `hotels`, `weather` or `activities`.
  public var search: String
  public var status: SearchRecord.Status
  /// 0 the primary, 1 the secondary.
  public var provider: Int?
  public var attempts: Int
  public var startedAt: Timestamp?
  public var completedAt: Timestamp?
}

/// How many offers there were, and from what price to what.
public struct OfferRange: Hashable, Sendable, Codable {
  public var count: Int
  public var lowest: Money
  public var highest: Money
}

public struct WeatherNote: Hashable, Sendable, Codable {
  public var day: CalendarDay
  /// Degrees Celsius.
  public var low: Int
  public var high: Int
  public var condition: String
  public var rainPercent: Int
}

public struct AttractionNote: Hashable, Sendable, Codable {
  public var name: String
  public var category: String
  /// A ticket; 0 is free.
  public var price: Money
  public var durationMinutes: Int
  /// Local time, as `09:00`.
  public var opens: String
  public var closes: String
  public var isIndoor: Bool
}
