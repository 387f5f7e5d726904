package import Primitives

/// The intent of a request: the kind of request, the searches it needs, and the properties of the trip it names. Properties
/// that it does not name are nil.
@usableFromInline
package struct Intent: Hashable, Sendable, Codable {
  @usableFromInline
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case planTrip, planMultiCityTrip, searchFlights, searchHotels, checkWeather, searchActivities
    case generateItinerary, book, general
  }

  package var kind: Kind
  package var needs: SearchNeeds
  package var origin: City?
  /// The city to stay in; the first one of a tour.
  package var destination: City?
  package var departure: CalendarDay?
  package var returning: CalendarDay?
  /// The number of nights, 1…365.
  package var nights: Int16?
  /// The number of passengers, 1…50.
  package var passengers: UInt8?
  package var budget: Money?
  package var cabin: Cabin?
  package var maximumStops: UInt8?
  /// The lowest hotel rating in tenths of a star.
  package var minimumRating: UInt8?
  package var interests: ActivityCategories
  /// The cities of a tour in order; empty for a trip to one city.
  package var segments: [Segment]
  /// The parts that the text leaves open, and details without a property here; nil if there are none.
  package var reading: Reading?

  package init(_ kind: Kind, needs: SearchNeeds = []) {
    self.kind = kind
    self.needs = needs
    interests = []
    segments = []
  }

  package var requiresFlights: Bool { needs.contains(.flights) }
  package var requiresHotels: Bool { needs.contains(.hotels) }
  package var requiresWeather: Bool { needs.contains(.weather) }
  package var requiresActivities: Bool { needs.contains(.activities) }

  /// A city of a tour with the journey there and the length of the stay.
  package struct Segment: Hashable, Sendable, Codable {
    /// The city of departure; nil for the first if the request names no origin.
    package var origin: City?
    package var destination: City
    /// The day of departure; nil if the departure of the tour or the nights of an earlier city are unknown.
    package var departure: CalendarDay?
    package var nights: Int16?

    package init(origin: City?, destination: City, departure: CalendarDay? = nil, nights: Int16? = nil) {
      self.origin = origin
      self.destination = destination
      self.departure = departure
      self.nights = nights
    }
  }
}

extension Intent {
  /// Returns this intent with the fields of the request, which override the text.
  func overridden(by fields: TripFields) -> Intent {
    var merged = self
    if let origin = fields.origin { merged.origin = origin }
    if let destination = fields.destination {
      // A single destination replaces the tour of the text.
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
