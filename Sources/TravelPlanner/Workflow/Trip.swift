public import Primitives

/// A trip that can be searched: an intent with every gap filled, and a note of what was filled.
public struct Trip: Hashable, Sendable, Codable {
  /// Nil when nobody said; then no flights can be searched.
  public var origin: City?
  public var destination: City
  public var departure: CalendarDay
  /// Nil for a one-way flight.
  public var returning: CalendarDay?
  /// 1…365.
  public var nights: Int16
  public var passengers: UInt8
  public var currency: Currency
  public var budget: Money?
  public var cabin: Cabin
  public var maximumStops: UInt8?
  public var minimumRating: UInt8
  public var interests: ActivityCategories
  public var assumed: Assumptions

  @frozen
  public struct Assumptions: OptionSet, Hashable, Sendable, Codable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let departure = Assumptions(rawValue: 1)
    public static let nights = Assumptions(rawValue: 2)
    public static let passengers = Assumptions(rawValue: 4)
  }

  /// What is assumed when nobody says: in 30 days, for 5 nights or 3 in each city of a tour, one traveller,
  /// hotels from 3 stars.
  public enum Defaults {
    public static let daysAhead = 30
    public static let nights: Int16 = 5
    /// Of each city of a tour.
    public static let nightsPerCity: Int16 = 3
    public static let minimumRating: UInt8 = 30
  }

  /// A trip with everything said; nothing is assumed.
  public init(
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
  public var flightQuery: FlightQuery? {
    guard let origin else { return nil }
    return FlightQuery(
      origin: origin, destination: destination, departure: departure, returning: returning,
      passengers: passengers, cabin: cabin, maximumStops: maximumStops, currency: currency)
  }

  public var hotelQuery: HotelQuery {
    HotelQuery(
      city: destination, checkIn: departure, nights: nights, guests: passengers,
      minimumRating: minimumRating, currency: currency)
  }

  public var weatherQuery: WeatherQuery {
    WeatherQuery(city: destination, firstDay: departure, days: nights + 1)
  }

  public var activityQuery: ActivityQuery {
    ActivityQuery(
      city: destination, firstDay: departure, days: nights + 1, categories: interests, currency: currency)
  }
}
