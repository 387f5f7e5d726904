package import Primitives

/// A trip that can be searched: an intent with every gap filled, and a note of what was filled.
@usableFromInline
package struct Trip: Hashable, Sendable, Codable {
  /// Nil when nobody said; then no flights can be searched.
  package var origin: City?
  package var destination: City
  package var departure: CalendarDay
  /// Nil for a one-way flight.
  package var returning: CalendarDay?
  /// 1…365.
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

  /// What is assumed when nobody says: in 30 days, for 5 nights or 3 in each city of a tour, one traveller,
  /// hotels from 3 stars.
  package enum Defaults {
    package static let daysAhead = 30
    package static let nights: Int16 = 5
    /// Of each city of a tour.
    package static let nightsPerCity: Int16 = 3
    package static let minimumRating: UInt8 = 30
  }

  /// A trip with everything said; nothing is assumed.
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

  /// Nil when the intent names no destination. Without a departure it is the `assuming` one, or in 30 days.
  /// The flight is one way for `isOneWay`, or when flights are searched and nobody speaks of the way back.
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
    guard let budget else { return nil }
    if budget.currency == currency { return budget.minorUnits }
    return currency.rate.fromDollarCents(budget.currency.rate.toDollarCents(budget.minorUnits))
  }

  /// Nil without an origin.
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
