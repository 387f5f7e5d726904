package import Primitives

/// The record of what the searches found about the destination.
package struct AgentResearch: TripEntity {
  package static let kind = TripRecordKind.research

  package var tripId: TripID
  package var version = TripRecordVersion(.research)
  package var source = "search"
  package var createdAt: Timestamp
  package var destination: DestinationFacts
  /// The progress and result of each search.
  package var searches: [SearchNote]
  package var flights: OfferRange?
  package var hotels: OfferRange?
  package var weather: [WeatherNote]
  package var attractions: [AttractionNote]
  /// Advice from the weather and the times of travel.
  package var safety: [String]
  /// The errors of steps that failed.
  package var missing: [String]
}

package struct DestinationFacts: Hashable, Sendable, Codable {
  package var city: City
  package var country: String
  package var localCurrency: Currency
  package var airports: [String]
  package var minutesAheadOfUTC: Int
}

package struct SearchNote: Hashable, Sendable, Codable {
  /// `flights`, `hotels`, `weather` or `activities`.
  package var search: String
  package var status: SearchRecord.Status
  /// The provider that answered: 0 for the primary, 1 for the secondary.
  package var provider: Int?
  package var attempts: Int
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?
}

/// The number of offers and the range of their prices.
package struct OfferRange: Hashable, Sendable, Codable {
  package var count: Int
  package var lowest: Money
  package var highest: Money
}

package struct WeatherNote: Hashable, Sendable, Codable {
  package var day: CalendarDay
  /// The lowest temperature in degrees Celsius.
  package var low: Int
  package var high: Int
  package var condition: String
  package var rainPercent: Int
}

package struct AttractionNote: Hashable, Sendable, Codable {
  package var name: String
  package var category: String
  /// The price of a ticket; 0 is free.
  package var price: Money
  package var durationMinutes: Int
  /// The opening time, local: `09:00`.
  package var opens: String
  package var closes: String
  package var isIndoor: Bool
}
