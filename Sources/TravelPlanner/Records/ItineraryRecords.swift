public import Primitives

/// The ways to do the trip that were weighed.
public struct ItineraryCandidates: TripEntity {
  public static let kind = TripRecordKind.candidates

  public var tripId: TripID
  public var version = TripRecordVersion(.candidates)
  public var source = "optimizer"
  public var createdAt: Timestamp
  public var candidates: [CandidateNote]
  /// Shares of the score in percent: cost, comfort, rest.
  public var weights: ScoreWeights
}

public struct ScoreWeights: Hashable, Sendable, Codable {
  public var cost: Int
  public var comfort: Int
  public var rest: Int
}

/// One candidate and its marks, each 0…100 with one decimal, more is better.
public struct CandidateNote: Hashable, Sendable, Codable {
  /// `cheapest`, `balanced` or `comfort`.
  public var style: String
  public var flight: String?
  public var hotel: String?
  /// Flights and hotel for everybody.
  public var price: Money
  public var cost: Tenths
  public var comfort: Tenths
  public var rest: Tenths
  public var score: Tenths
}

/// The itinerary that was chosen, and why; what is booked is this.
public struct FinalItinerary: TripEntity {
  public static let kind = TripRecordKind.final

  public var tripId: TripID
  public var version = TripRecordVersion(.final)
  public var source = "optimizer"
  public var createdAt: Timestamp
  public var destination: City
  public var departure: CalendarDay
  public var returning: CalendarDay
  public var people: Int
  public var style: String
  public var score: Tenths
  public var explanation: String
  public var flight: FlightNote?
  public var hotel: HotelNote?
  public var days: [DayNote]
  /// Time spent on activities, over the days that have any; hours with one decimal.
  public var dailyActivityHours: Tenths
  /// Days with no activity planned, travel days not counted.
  public var restDays: Int
  /// 0…10, less is better.
  public var travelFatigueScore: Tenths
  public var cost: CostNote
  /// When it was settled: from here on a change is a new version.
  public var lockedAt: Timestamp
}

public struct FlightNote: Hashable, Sendable, Codable {
  public var offer: String
  public var airline: String
  public var cabin: String
  public var outbound: LegNote
  public var homeward: LegNote?
  /// For everybody, all legs.
  public var price: Money
}

public struct LegNote: Hashable, Sendable, Codable {
  /// `AI 412`
  public var number: String
  public var from: String
  public var to: String
  public var day: CalendarDay
  /// Local time, as `09:00`.
  public var departs: String
  public var durationMinutes: Int
  public var stops: Int
}

public struct HotelNote: Hashable, Sendable, Codable {
  public var offer: String
  public var name: String
  public var rating: Tenths
  public var nights: Int
  public var rooms: Int
  /// For all nights and rooms.
  public var price: Money
  public var amenities: [String]
}

public struct DayNote: Hashable, Sendable, Codable {
  public var day: CalendarDay
  /// `travel`, `planned` or `free`.
  public var kind: String
  public var visits: [VisitNote]
}

public struct VisitNote: Hashable, Sendable, Codable {
  /// Local time, as `09:00`.
  public var starts: String
  public var ends: String
  public var name: String
  public var category: String
  /// For everybody.
  public var price: Money
}

/// For everybody; `total` is the sum of the three.
public struct CostNote: Hashable, Sendable, Codable {
  public var flights: Money
  public var hotel: Money
  public var activities: Money
  public var total: Money
}

/// A decimal with one digit after the point, kept whole: 24 is `2.4` in JSON.
public struct Tenths: Hashable, Comparable, Sendable {
  public let rawValue: Int
  @inlinable public init(rawValue: Int) { self.rawValue = rawValue }

  @inlinable public static func < (left: Tenths, right: Tenths) -> Bool { left.rawValue < right.rawValue }
}

extension Tenths: CustomStringConvertible, Codable {
  /// `2.4`, `-0.5`
  public var description: String {
    let (whole, rest) = rawValue.magnitude.quotientAndRemainder(dividingBy: 10)
    return "\(rawValue < 0 ? "-" : "")\(whole).\(rest)"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Double.self) * 10
    guard value >= -1e15, value <= 1e15, (value - value.rounded()).magnitude < 1e-6 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "more than one decimal")
    }
    rawValue = Int(value.rounded())
  }

  /// As a number: JSON writes the shortest decimal that reads back, which is the one meant.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Double(rawValue) / 10)
  }
}
