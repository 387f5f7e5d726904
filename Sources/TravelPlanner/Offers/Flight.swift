public import Primitives

/// A query for flights: one way, or return if `returning` is set.
@frozen
@usableFromInline
package struct FlightQuery: Hashable, Sendable {
  package var origin: City
  package var destination: City
  package var departure: CalendarDay
  package var returning: CalendarDay?
  package var passengers: UInt8
  package var cabin: Cabin
  /// The largest number of stops; 0 for direct flights, nil for any.
  package var maximumStops: UInt8?
  /// The currency of the prices.
  @usableFromInline package var currency: Currency

  package init(
    origin: City, destination: City, departure: CalendarDay, returning: CalendarDay? = nil,
    passengers: UInt8 = 1, cabin: Cabin = .economy, maximumStops: UInt8? = nil, currency: Currency = .usd
  ) {
    self.origin = origin
    self.destination = destination
    self.departure = departure
    self.returning = returning
    self.passengers = passengers
    self.cabin = cabin
    self.maximumStops = maximumStops
    self.currency = currency
  }
}

/// The answer to a flight search, cheapest first.
@usableFromInline
package struct FlightOffers: Hashable, Sendable, Codable {
  @usableFromInline package var options: [Flight]
  @usableFromInline package var currency: Currency

  @usableFromInline package init(_ options: [Flight] = [], currency: Currency = .usd) {
    self.options = options
    self.currency = currency
  }
}

/// A flight on offer: the outbound leg and, for a return trip, the homeward leg, at one price. 40 bytes.
@usableFromInline
@frozen
package struct Flight: Hashable, Sendable, Codable {
  /// The provider's number of the offer, printed as `FL` and the digits.
  @usableFromInline package var id: UInt32
  /// The fare of one passenger for all legs, in minor units of the offers' currency.
  @usableFromInline package var price: Int32
  @usableFromInline package var outbound: FlightLeg
  @usableFromInline package var homeward: FlightLeg?
  @usableFromInline package var airline: Airline
  @usableFromInline package var cabin: Cabin

  @inlinable package init(
    id: UInt32, price: Int32, outbound: FlightLeg, homeward: FlightLeg?, airline: Airline, cabin: Cabin
  ) {
    self.id = id
    self.price = price
    self.outbound = outbound
    self.homeward = homeward
    self.airline = airline
    self.cabin = cabin
  }
}

/// A journey by air from one city to another, with or without stops.
@usableFromInline
@frozen
package struct FlightLeg: Hashable, Sendable, Codable {
  @usableFromInline package var day: CalendarDay
  /// The local time of departure in minutes after midnight.
  @usableFromInline package var departureMinute: UInt16
  /// The duration from gate to gate, including waits at stops.
  @usableFromInline package var durationMinutes: UInt16
  @usableFromInline package var number: UInt16
  @usableFromInline package var stops: UInt8

  @inlinable package init(
    day: CalendarDay, departureMinute: UInt16, durationMinutes: UInt16, number: UInt16, stops: UInt8
  ) {
    self.day = day
    self.departureMinute = departureMinute
    self.durationMinutes = durationMinutes
    self.number = number
    self.stops = stops
  }

  /// Returns the local day and minute of arrival, in standard time at both ends.
  @inlinable package func arrival(from origin: City, to destination: City) -> (day: CalendarDay, minute: Int)
  {
    let shift = destination.minutesAheadOfUTC - origin.minutesAheadOfUTC
    let minute = Int(departureMinute) + Int(durationMinutes) + shift
    let days = minute >= 0 ? minute / 1440 : (minute - 1439) / 1440
    return (day.advanced(by: days), minute - days * 1440)
  }
}

@frozen
@usableFromInline
package enum Cabin: UInt8, Sendable, CaseIterable {
  case economy, premiumEconomy, business, first

  package var name: String { ["economy", "premium economy", "business", "first"][Int(rawValue)] }
}

extension Cabin: Codable {}

/// An airline of the built-in table. One byte.
@usableFromInline
@frozen
package struct Airline: Hashable, Sendable, RawRepresentable, Codable {
  @usableFromInline package let rawValue: UInt8
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @usableFromInline package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(UInt8.self)
    guard Airline.table.indices.contains(Int(rawValue)) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "there is no airline \(rawValue)"))
    }
  }

  package static var all: [Airline] { table.indices.map { Airline(rawValue: UInt8($0)) } }

  package var name: String { Airline.table[Int(rawValue)].name }
  /// The IATA designator: `TK`.
  package var code: String { Airline.table[Int(rawValue)].code }

  private static let table: [(code: String, name: String)] = [
    ("AA", "American Airlines"), ("DL", "Delta Air Lines"), ("UA", "United Airlines"), ("B6", "JetBlue"),
    ("AS", "Alaska Airlines"), ("AC", "Air Canada"), ("LA", "LATAM Airlines"), ("AV", "Avianca"),
    ("BA", "British Airways"), ("AF", "Air France"), ("LH", "Lufthansa"), ("KL", "KLM"), ("IB", "Iberia"),
    ("LX", "Swiss"), ("OS", "Austrian Airlines"), ("SK", "SAS"), ("TP", "TAP Air Portugal"),
    ("AY", "Finnair"), ("U2", "easyJet"), ("FR", "Ryanair"), ("TK", "Turkish Airlines"), ("PC", "Pegasus"),
    ("EK", "Emirates"), ("QR", "Qatar Airways"), ("EY", "Etihad Airways"), ("AI", "Air India"),
    ("6E", "IndiGo"), ("SQ", "Singapore Airlines"), ("TG", "Thai Airways"), ("CX", "Cathay Pacific"),
    ("NH", "All Nippon Airways"), ("JL", "Japan Airlines"), ("KE", "Korean Air"), ("MH", "Malaysia Airlines"),
    ("QF", "Qantas"), ("NZ", "Air New Zealand"), ("ET", "Ethiopian Airlines"),
    ("SA", "South African Airways"),
    ("MS", "EgyptAir"), ("AT", "Royal Air Maroc"),
  ]
}
