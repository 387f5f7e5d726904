public import Primitives

/// What a sentence asks for, and what it says about the trip. What it does not say is nil.
public struct Intent: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case planTrip, planMultiCityTrip, searchFlights, searchHotels, checkWeather, searchActivities
    case generateItinerary, book, general
  }

  public var kind: Kind
  public var needs: SearchNeeds
  public var origin: City?
  /// The first city to stay in.
  public var destination: City?
  public var departure: CalendarDay?
  public var returning: CalendarDay?
  /// 1…365.
  public var nights: Int16?
  /// 1…50.
  public var passengers: UInt8?
  public var budget: Money?
  public var cabin: Cabin?
  public var maximumStops: UInt8?
  /// Tenths of a star.
  public var minimumRating: UInt8?
  public var interests: ActivityCategories
  /// The legs of a trip to several cities, in order; empty for one city.
  public var segments: [Segment]

  public init(_ kind: Kind, needs: SearchNeeds = []) {
    self.kind = kind
    self.needs = needs
    interests = []
    segments = []
  }

  public var requiresFlights: Bool { needs.contains(.flights) }
  public var requiresHotels: Bool { needs.contains(.hotels) }
  public var requiresWeather: Bool { needs.contains(.weather) }
  public var requiresActivities: Bool { needs.contains(.activities) }

  /// One city of several: how to get there, and for how long.
  public struct Segment: Hashable, Sendable, Codable {
    /// Nil for the first when the sentence names no origin.
    public var origin: City?
    public var destination: City
    /// Known once a departure and the nights of all earlier cities are.
    public var departure: CalendarDay?
    public var nights: Int16?

    public init(origin: City?, destination: City, departure: CalendarDay? = nil, nights: Int16? = nil) {
      self.origin = origin
      self.destination = destination
      self.departure = departure
      self.nights = nights
    }
  }
}

/// Which of the four searches a request calls for.
@frozen
public struct SearchNeeds: OptionSet, Hashable, Sendable, Codable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let flights = SearchNeeds(rawValue: 1)
  public static let hotels = SearchNeeds(rawValue: 2)
  public static let weather = SearchNeeds(rawValue: 4)
  public static let activities = SearchNeeds(rawValue: 8)
  public static let all: SearchNeeds = [.flights, .hotels, .weather, .activities]
}

extension Intent {
  /// This intent with the fields of the request put over it: a field wins.
  func overridden(by fields: TripFields) -> Intent {
    var merged = self
    if let origin = fields.origin { merged.origin = origin }
    if let destination = fields.destination {
      // Naming one destination settles a tour that the text left open.
      if destination != merged.destination { merged.segments = [] }
      merged.destination = destination
    }
    if fields.departure != nil || fields.returning != nil {
      merged.nights = nil
      if let departure = fields.departure { merged.departure = departure }
      merged.returning = fields.returning
      if let departure = merged.departure, let returning = merged.returning {
        merged.nights = Int16(clamping: departure.days(until: returning))
      } else if let nights, let departure = merged.departure {
        merged.nights = nights
        merged.returning = departure.advanced(by: Int(nights))
      }
    }
    if let passengers = fields.passengers { merged.passengers = passengers }
    if let budget = fields.budget { merged.budget = budget }
    if let preferences = fields.preferences {
      if let cabin = preferences.cabin { merged.cabin = cabin }
      if let stops = preferences.maximumStops { merged.maximumStops = stops }
      if let rating = preferences.minimumRating { merged.minimumRating = rating }
      merged.interests.formUnion(preferences.interests)
    }
    if merged.kind == .planMultiCityTrip, merged.segments.isEmpty { merged.kind = .planTrip }
    return merged
  }
}
