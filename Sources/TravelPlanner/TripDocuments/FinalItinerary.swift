package import Primitives

/// The record of the candidates that were compared.
package struct ItineraryCandidates: TripEntity {
  package static let kind = TripRecordKind.candidates

  package var tripId: TripID
  package var version = TripRecordVersion(.candidates)
  package var source = "optimizer"
  package var createdAt: Timestamp
  package var candidates: [CandidateNote]
  /// The weights of the score in percent.
  package var weights: ScoreWeights
}

package struct ScoreWeights: Hashable, Sendable, Codable {
  package var cost: Int
  package var comfort: Int
  package var rest: Int
}

/// A candidate with its scores, each 0…100 with one decimal, more is better.
package struct CandidateNote: Hashable, Sendable, Codable {
  /// `cheapest`, `balanced` or `comfort`.
  package var style: String
  package var flight: String?
  package var hotel: String?
  /// The price of flights and hotel for all travellers.
  package var price: Money
  package var cost: Tenths
  package var comfort: Tenths
  package var rest: Tenths
  package var score: Tenths
}

/// The record of the chosen itinerary with the reason for the choice. This is what is booked.
package struct FinalItinerary: TripEntity {
  package static let kind = TripRecordKind.final

  package var tripId: TripID
  package var version = TripRecordVersion(.final)
  package var source = "optimizer"
  package var createdAt: Timestamp
  package var destination: City
  package var departure: CalendarDay
  package var returning: CalendarDay
  package var people: Int
  package var style: String
  package var score: Tenths
  package var explanation: String
  package var flight: FlightNote?
  package var hotel: HotelNote?
  package var days: [DayNote]
  /// The average time for activities on days that have any, in hours with one decimal.
  package var dailyActivityHours: Tenths
  /// The number of days without activities, travel days excluded.
  package var restDays: Int
  /// The fatigue of travel, 0…10, less is better.
  package var travelFatigueScore: Tenths
  package var cost: CostNote
  /// The time of the lock. A later change is a new version.
  package var lockedAt: Timestamp
}

package struct FlightNote: Hashable, Sendable, Codable {
  package var offer: String
  package var airline: String
  package var cabin: String
  package var outbound: LegNote
  package var homeward: LegNote?
  /// The price of all legs for all travellers.
  package var price: Money
}

package struct LegNote: Hashable, Sendable, Codable {
  /// The flight number: `AI 412`.
  package var number: String
  package var from: String
  package var to: String
  package var day: CalendarDay
  /// The local time of departure: `09:00`.
  package var departs: String
  package var durationMinutes: Int
  package var stops: Int
}

package struct HotelNote: Hashable, Sendable, Codable {
  package var offer: String
  package var name: String
  package var rating: Tenths
  package var nights: Int
  package var rooms: Int
  /// The price of all nights and rooms.
  package var price: Money
  package var amenities: [String]
}

package struct DayNote: Hashable, Sendable, Codable {
  package var day: CalendarDay
  /// `travel`, `planned` or `free`.
  package var kind: String
  package var visits: [VisitNote]
}

package struct VisitNote: Hashable, Sendable, Codable {
  /// The local time of the start: `09:00`.
  package var starts: String
  package var ends: String
  package var name: String
  package var category: String
  /// The price for all travellers.
  package var price: Money
}

/// The cost for all travellers. `total` is the sum of the three parts.
package struct CostNote: Hashable, Sendable, Codable {
  package var flights: Money
  package var hotel: Money
  package var activities: Money
  package var total: Money
}

/// A decimal with one digit after the point, stored as an integer: 24 is `2.4` in JSON.
@usableFromInline
package struct Tenths: Hashable, Comparable, Sendable {
  @usableFromInline package let rawValue: Int
  @inlinable package init(rawValue: Int) { self.rawValue = rawValue }

  @inlinable package static func < (left: Tenths, right: Tenths) -> Bool { left.rawValue < right.rawValue }
}

extension Tenths: CustomStringConvertible, Codable {
  /// The decimal: `2.4`, `-0.5`.
  @usableFromInline package var description: String {
    let (whole, rest) = rawValue.magnitude.quotientAndRemainder(dividingBy: 10)
    return "\(rawValue < 0 ? "-" : "")\(whole).\(rest)"
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Double.self) * 10
    guard value >= -1e15, value <= 1e15, (value - value.rounded()).magnitude < 1e-6 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "more than one decimal")
    }
    rawValue = Int(saturating: value.rounded())
  }

  /// Encodes a number. JSON encoders write the shortest decimal that reads back as the same value, which is this one.
  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Double(rawValue) / 10)
  }
}
