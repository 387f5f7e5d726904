package import Primitives

/// A trip that can be searched: an intent with defaults for missing properties.
@usableFromInline
package struct Trip: Hashable, Sendable, Codable {
  /// The origin; nil if none was given, and then flights cannot be searched.
  package var origin: City?
  package var destination: City
  package var departure: CalendarDay
  /// The day of the return flight; nil for a one-way flight.
  package var returning: CalendarDay?
  /// The number of nights, 1…365.
  package var nights: Int16
  package var passengers: UInt8
  @usableFromInline package var currency: Currency
  package var budget: Money?
  package var cabin: Cabin
  package var maximumStops: UInt8?
  package var minimumRating: UInt8
  package var interests: ActivityCategories
  package var assumed: Assumptions

  @frozen
  @usableFromInline
  package struct Assumptions: OptionSet, Hashable, Sendable, Codable {
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let departure = Assumptions(rawValue: 1)
    package static let nights = Assumptions(rawValue: 2)
    package static let passengers = Assumptions(rawValue: 4)
  }

  /// The defaults: departure in 30 days, 5 nights or 3 in each city of a tour, one passenger, hotels from 3 stars.
  package enum Defaults {
    package static let daysAhead = 30
    package static let nights: Int16 = 5
    /// The nights in each city of a tour.
    package static let nightsPerCity: Int16 = 3
    package static let minimumRating: UInt8 = 30
  }

  /// Creates a trip without assumptions.
  package init(
    origin: City? = nil, destination: City, departure: CalendarDay, returning: CalendarDay? = nil,
    nights: Int16, passengers: UInt8 = 1, currency: Currency = .usd, budget: Money? = nil,
    cabin: Cabin = .economy, maximumStops: UInt8? = nil, minimumRating: UInt8 = Defaults.minimumRating,
    interests: ActivityCategories = []
  ) {
    self.origin = origin
    self.destination = destination
    self.departure = departure
    self.returning = returning
    self.nights = nights
    self.passengers = passengers
    self.currency = currency
    self.budget = budget
    self.cabin = cabin
    self.maximumStops = maximumStops
    self.minimumRating = minimumRating
    self.interests = interests
    assumed = []
  }

  /// Creates the trip of an intent; nil if it names no destination. Without a departure, the departure is `assuming` or in
  /// 30 days. The flight is one way if `isOneWay` is true, or for a search of flights that names no return.
  init?(
    _ intent: Intent, currency: Currency?, today: CalendarDay, assuming: CalendarDay? = nil,
    isOneWay: Bool? = nil
  ) {
    guard let destination = intent.destination else { return nil }
    self.destination = destination
    origin = intent.origin
    assumed = []
    if let departure = intent.departure {
      self.departure = departure
    } else {
      departure = assuming ?? today.advanced(by: Defaults.daysAhead)
      assumed.insert(.departure)
    }
    if let nights = intent.nights {
      self.nights = nights
    } else {
      nights = Defaults.nights
      assumed.insert(.nights)
    }
    let isOneWay = isOneWay ?? (intent.kind == .searchFlights && intent.returning == nil)
    returning = isOneWay ? nil : departure.advanced(by: Int(nights))
    passengers = intent.passengers ?? 1
    if intent.passengers == nil { assumed.insert(.passengers) }
    self.currency = currency ?? intent.budget?.currency ?? .usd
    budget = intent.budget
    cabin = intent.cabin ?? .economy
    maximumStops = intent.maximumStops
    minimumRating = intent.minimumRating ?? Defaults.minimumRating
    interests = intent.interests
  }

  /// The budget in minor units of the trip's currency.
  var budgetInCurrency: Int64? {
    budget?.converted(to: currency).minorUnits
  }

  /// The query for flights; nil without an origin.
  @usableFromInline package var flightQuery: FlightQuery? {
    guard let origin else { return nil }
    return FlightQuery(
      origin: origin, destination: destination, departure: departure, returning: returning,
      passengers: passengers, cabin: cabin, maximumStops: maximumStops, currency: currency)
  }

  @usableFromInline package var hotelQuery: HotelQuery {
    HotelQuery(
      city: destination, checkIn: departure, nights: nights, guests: passengers,
      minimumRating: minimumRating, currency: currency)
  }

  @usableFromInline package var weatherQuery: WeatherQuery {
    WeatherQuery(city: destination, firstDay: departure, days: nights + 1)
  }

  @usableFromInline package var activityQuery: ActivityQuery {
    ActivityQuery(
      city: destination, firstDay: departure, days: nights + 1, categories: interests, currency: currency)
  }
}
