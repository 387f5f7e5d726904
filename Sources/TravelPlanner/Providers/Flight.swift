public import Primitives

/// What a flight search looks for: one way, or there and back when `returning` is set.
@frozen
public struct FlightQuery: Hashable, Sendable {
  public var origin: City
  public var destination: City
  public var departure: CalendarDay
  public var returning: CalendarDay?
  public var passengers: UInt8
  public var cabin: Cabin
  /// 0 asks for direct flights; nil takes any.
  public var maximumStops: UInt8?
  /// What prices are to be in.
  public var currency: Currency

  public init(
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
public struct FlightOffers: Hashable, Sendable, Codable {
  public var options: [Flight]
  public var currency: Currency

  public init(_ options: [Flight] = [], currency: Currency = .usd) {
    self.options = options
    self.currency = currency
  }
}

/// One offer: the way out and, for a return trip, the way back, at one price. 40 bytes.
@frozen
public struct Flight: Hashable, Sendable, Codable {
  /// The provider's number for the offer, printed `FL` and the digits.
  public var id: UInt32
  /// A passenger's fare for all legs, in minor units of the offers' currency.
  public var price: Int32
  public var outbound: FlightLeg
  public var homeward: FlightLeg?
  public var airline: Airline
  public var cabin: Cabin

  @inlinable public init(
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

/// A journey from one city to another on one day, with or without changes.
@frozen
public struct FlightLeg: Hashable, Sendable, Codable {
  public var day: CalendarDay
  /// Local time of departure, minutes after midnight.
  public var departureMinute: UInt16
  /// Gate to gate, waits at stops included.
  public var durationMinutes: UInt16
  public var number: UInt16
  public var stops: UInt8

  @inlinable public init(
    day: CalendarDay, departureMinute: UInt16, durationMinutes: UInt16, number: UInt16, stops: UInt8
  ) {
    self.day = day
    self.departureMinute = departureMinute
    self.durationMinutes = durationMinutes
    self.number = number
    self.stops = stops
  }

  /// Day and local minute of arrival, standard time at both ends.
  @inlinable public func arrival(from origin: City, to destination: City) -> (day: CalendarDay, minute: Int) {
    let shift = destination.minutesAheadOfUTC - origin.minutesAheadOfUTC
    let minute = Int(departureMinute) + Int(durationMinutes) + shift
    let days = minute >= 0 ? minute / 1440 : (minute - 1439) / 1440
    return (day.advanced(by: days), minute - days * 1440)
  }
}

@frozen
public enum Cabin: UInt8, Sendable, CaseIterable {
  case economy, premiumEconomy, business, first

  public var name: String { ["economy", "premium economy", "business", "first"][Int(rawValue)] }
}

extension Cabin: Codable {}

/// An airline of the built-in table, in one byte.
@frozen
public struct Airline: Hashable, Sendable, RawRepresentable, Codable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static var all: [Airline] { table.indices.map { Airline(rawValue: UInt8($0)) } }

  public var name: String { Airline.table[Int(rawValue)].name }
  /// IATA designator: `TK`.
  public var code: String { Airline.table[Int(rawValue)].code }

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
