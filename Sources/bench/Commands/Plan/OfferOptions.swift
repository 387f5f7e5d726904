import Foundation
import TravelPlanner

/// Filters and orders of offers.
enum OfferOptions {
  static let fare = Option("max-price", nil, "PRICE", "the highest fare of a passenger, as 400EUR")
  static let stops = Option("max-stops", nil, "N", "the most changes of a leg; 0 is direct", in: 0...5)
  static let airlines = Option("airlines", nil, "CODE,...", "only these airlines, by code, as LH,TK")
  static let notAirlines = Option("not-airlines", nil, "CODE,...", "excluded airlines")
  static let departs = Option(
    "depart", nil, "HH:MM-HH:MM",
    "the departure time of the outbound flight, as 08:00-12:30; 22:00-06:00 is overnight")
  static let returns = Option("depart-back", nil, "HH:MM-HH:MM", "the departure time of the return flight")
  static let flightTime = Option(
    "max-flight-time", nil, "TIME", "the longest duration of a leg, from gate to gate, as 6h")
  static let cabin = Option("cabin", nil, "NAME", "economy, premium, business or first")
  static let sort = Option(
    "sort-flights", nil, "KEY,...", "the order of flights: price, duration, departure, stops")
  static let rating = Option("min-rating", nil, "STARS", "the lowest rating of a hotel, as 4.2")
  static let night = Option("max-night", nil, "PRICE", "the highest price of a hotel night, as 150EUR")
  static let amenities = Option("amenities", nil, "NAME,...", "required amenities of a hotel, as wifi,pool")
  static let distance = Option(
    "max-distance", nil, "KM", "the longest distance from the hotel to the centre, as 2.5")
  static let sortHotels = Option(
    "sort-hotels", nil, "KEY,...", "the order of hotels: price, rating, distance")
  static let categories = Option(
    "activities", nil, "NAME,...", "only these kinds of activities, as museum,food")
  static let ticket = Option(
    "max-ticket", nil, "PRICE", "the highest price of an activity's ticket, as 30EUR")
  static let visit = Option("max-visit", nil, "TIME", "the longest duration of an activity, as 2h")
  static let airports = Option(
    "airports-nearby", nil, "KM", "also search airports within this distance", in: 1...1_000)

  static let all = [
    fare, stops, airlines, notAirlines, departs, returns, flightTime, cabin, sort, rating, night, amenities,
    distance, sortHotels, categories, ticket, visit, airports,
  ]

  /// Sets the filters and orders of a request. Without any of the options the request is unchanged.
  ///
  /// Prices name their currency, which becomes the currency of the offers.
  static func apply(_ arguments: Arguments, to request: inout PlanRequest) throws(CommandError) {
    guard all.contains(where: { arguments.has($0) }) else { return }
    var filters = OfferFilters()
    var currency: Currency?
    func price(_ option: Option) throws(CommandError) -> Int64? {
      guard let text = arguments.text(option) else { return nil }
      let price = try self.price(text, option)
      if let currency, currency != price.currency {
        throw .usage(
          "--\(option.name) \(quoted(text)): all prices must be in one currency, and another is in \(currency.code)"
        )
      }
      currency = price.currency
      return price.minorUnits
    }

    if let most = try price(fare) { filters.flights.criteria.append(.price(atMost: most)) }
    if let most = try arguments.count(stops) { filters.flights.criteria.append(.stops(atMost: UInt8(most))) }
    if let some = try list(arguments, airlines, airline) { filters.flights.criteria.append(.airlines(some)) }
    if let some = try list(arguments, notAirlines, airline) {
      filters.flights.criteria.append(.withoutAirlines(some))
    }
    if let window = try window(arguments, departs) { filters.flights.criteria.append(.departure(window)) }
    if let window = try window(arguments, returns) {
      filters.flights.criteria.append(.homewardDeparture(window))
    }
    if let most = try minutes(arguments, flightTime) {
      filters.flights.criteria.append(.duration(atMost: most))
    }
    if let keys = try list(arguments, sort, { key(FlightOrder.self, $0) }) { filters.flights.order = keys }

    if let text = arguments.text(rating) {
      guard let tenths = tenths(text), (0...50).contains(tenths) else {
        throw .usage("--min-rating \(quoted(text)): must be stars from 0 to 5, as 4.2")
      }
      filters.hotels.criteria.append(.rating(atLeast: UInt8(tenths)))
    }
    if let most = try price(night) { filters.hotels.criteria.append(.price(atMost: most)) }
    if let some = try list(arguments, amenities, amenity) {
      filters.hotels.criteria.append(.amenities(some.reduce(Amenities()) { $0.union($1) }))
    }
    if let text = arguments.text(distance) {
      guard let tenths = tenths(text), (0...1000).contains(tenths) else {
        throw .usage("--max-distance \(quoted(text)): must be kilometres from 0 to 100, as 2.5")
      }
      filters.hotels.criteria.append(.distance(atMost: UInt16(tenths)))
    }
    if let keys = try list(arguments, sortHotels, { key(HotelOrder.self, $0) }) {
      filters.hotels.order = keys
    }

    if let some = try list(arguments, categories, category) {
      filters.activities.criteria.append(
        .categories(some.reduce(ActivityCategories()) { $0.union(ActivityCategories($1)) }))
    }
    if let most = try price(ticket) { filters.activities.criteria.append(.price(atMost: most)) }
    if let most = try minutes(arguments, visit) {
      filters.activities.criteria.append(.duration(atMost: most))
    }

    var options = request.options ?? PlanOptions()
    options.filters = filters
    if let radius = try arguments.count(airports) { options.airports = AlternativeAirports(radius: radius) }
    let cabin: Cabin? = try arguments.choice(
      cabin, ["economy": .economy, "premium": .premiumEconomy, "business": .business, "first": .first],
      default: nil)
    if let cabin {
      // The cabin is part of the search, not a filter of its results.
      request.trip.preferences = request.trip.preferences ?? Preferences()
      request.trip.preferences?.cabin = cabin
    }
    if let currency { request.trip.currency = currency.code }
    request.options = options
  }

  // MARK: Values

  /// Parses `400EUR` or `99.50 USD`.
  private static func price(_ text: String, _ option: Option) throws(CommandError) -> Money {
    let code = text.suffix(3)
    let amount = text.dropLast(3).trimmingCharacters(in: .whitespaces)
    let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
    guard let currency = Currency(code: String(code)), (1...2).contains(parts.count),
      let major = Int64(parts[0]),
      (0...1_000_000).contains(major)
    else {
      throw .usage(
        "--\(option.name) \(quoted(text)): must be an amount with its currency, as 400EUR or 99.50USD")
    }
    var minor = major * currency.minorPerMajor
    if parts.count == 2 {
      guard parts[1].utf8.count == currency.fractionDigits, let rest = Int64(parts[1]), rest >= 0 else {
        throw .usage(
          "--\(option.name) \(quoted(text)): \(currency.code) has \(currency.fractionDigits) digits after the point"
        )
      }
      minor += rest
    }
    return Money(minorUnits: minor, currency)
  }

  private static func list<Element>(
    _ arguments: Arguments, _ option: Option, _ read: (String) -> (Element?, String)
  ) throws(CommandError) -> [Element]? {
    guard let text = arguments.text(option) else { return nil }
    var elements: [Element] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let (element, allowed) = read(part.trimmingCharacters(in: .whitespaces))
      guard let element else {
        throw .usage("--\(option.name): \(quoted(String(part))) is unknown (there are \(allowed))")
      }
      elements.append(element)
    }
    return elements
  }

  private static func airline(_ text: String) -> (Airline?, String) {
    (
      Airline.all.first { $0.code == text.uppercased() }, Airline.all.map(\.code).joined(separator: ", ")
    )
  }

  private static func amenity(_ text: String) -> (Amenities?, String) {
    let all = (0..<Amenities.kinds).map { Amenities(rawValue: 1 << UInt16($0)) }
    return (all.first { $0.names == [text.lowercased()] }, all.flatMap(\.names).joined(separator: ", "))
  }

  private static func category(_ text: String) -> (ActivityCategory?, String) {
    let all = ActivityCategory.allCases
    return (all.first { $0.name == text.lowercased() }, all.map(\.name).joined(separator: ", "))
  }

  private static func key<Order: OfferOrder & RawRepresentable & CaseIterable>(
    _ type: Order.Type, _ text: String
  ) -> (Order?, String) where Order.RawValue == String {
    (Order(rawValue: text), Order.allCases.map(\.rawValue).joined(separator: ", "))
  }

  private static func window(_ arguments: Arguments, _ option: Option) throws(CommandError) -> DayWindow? {
    guard let text = arguments.text(option) else { return nil }
    guard let window = DayWindow(text) else {
      throw .usage("--\(option.name) \(quoted(text)): must be a time range, as 08:00-12:30")
    }
    return window
  }

  private static func minutes(_ arguments: Arguments, _ option: Option) throws(CommandError) -> Int? {
    guard arguments.has(option) else { return nil }
    let nanoseconds = try arguments.value(option, default: 0, ValueParser.duration)
    guard nanoseconds >= 60_000_000_000 else { throw .usage("--\(option.name): must be at least a minute") }
    return Int(nanoseconds / 60_000_000_000)
  }

  /// Parses `4.2` as 42, with at most one digit after the point.
  private static func tenths(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = Int(parts[0]), whole >= 0, whole <= 1000 else {
      return nil
    }
    guard parts.count == 2 else { return whole * 10 }
    guard parts[1].utf8.count == 1, let rest = Int(parts[1]), rest >= 0 else { return nil }
    return whole * 10 + rest
  }
}
