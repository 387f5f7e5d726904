public import Primitives

/// One thing to be booked: a flight there and back, or the nights in one hotel.
public enum BookingItem: Hashable, Sendable, Codable {
  case flight(FlightItem)
  case hotel(HotelItem)

  public var isFlight: Bool { if case .flight = self { true } else { false } }

  /// What it costs for everybody, in minor units, by its own offer.
  @inlinable public var offeredPrice: Int64 {
    switch self {
    case .flight(let item): Int64(item.flight.price) * Int64(item.passengers)
    case .hotel(let item): item.hotel.price(nights: Int(item.nights), guests: Int(item.guests))
    }
  }
}

public struct FlightItem: Hashable, Sendable, Codable {
  public var flight: Flight
  public var origin: City
  public var destination: City
  public var passengers: UInt8

  public init(_ flight: Flight, origin: City, destination: City, passengers: UInt8) {
    self.flight = flight
    self.origin = origin
    self.destination = destination
    self.passengers = passengers
  }
}

public struct HotelItem: Hashable, Sendable, Codable {
  public var hotel: Hotel
  public var city: City
  public var checkIn: CalendarDay
  public var nights: Int16
  public var guests: UInt8

  public init(_ hotel: Hotel, city: City, checkIn: CalendarDay, nights: Int16, guests: UInt8) {
    self.hotel = hotel
    self.city = city
    self.checkIn = checkIn
    self.nights = nights
    self.guests = guests
  }
}

/// What the traveller agreed to pay for what, and when.
public struct ConfirmedQuote: Hashable, Sendable, Codable {
  /// In the order they are booked; 1…`itemsMax`.
  public let items: [QuotedItem]
  public let currency: Currency
  public let confirmedAt: Timestamp

  public static let itemsMax = 32

  public init(_ items: [QuotedItem], currency: Currency, confirmedAt: Timestamp) {
    self.items = items
    self.currency = currency
    self.confirmedAt = confirmedAt
  }

  /// In minor units of `currency`; stops at the end of the range.
  public var total: Money {
    var sum: Int64 = 0
    for item in items {
      let (next, overflow) = sum.addingReportingOverflow(item.price)
      if overflow { return Money(minorUnits: .max, currency) }
      sum = next
    }
    return Money(minorUnits: sum, currency)
  }
}

/// An item with the price that was agreed on.
public struct QuotedItem: Hashable, Sendable, Codable {
  public var item: BookingItem
  /// For everybody, in minor units of the quote's currency.
  public var price: Int64

  public init(_ item: BookingItem, price: Int64) {
    self.item = item
    self.price = price
  }
}

extension ConfirmedQuote {
  /// What an itinerary has to book, flights first; nil when it has neither flight nor hotel.
  ///
  /// What is paid on the spot, as activities are, is not part of it.
  public init?(_ itinerary: Itinerary, confirmedAt: Timestamp) {
    var items: [QuotedItem] = []
    items.reserveCapacity(2)
    if let flight = itinerary.flight, let origin = itinerary.origin {
      items.append(
        QuotedItem(
          .flight(
            FlightItem(
              flight, origin: origin, destination: itinerary.destination, passengers: itinerary.passengers)),
          price: itinerary.cost.flights))
    }
    if let hotel = itinerary.hotel {
      items.append(
        QuotedItem(
          .hotel(
            HotelItem(
              hotel, city: itinerary.destination, checkIn: itinerary.firstDay, nights: itinerary.nights,
              guests: itinerary.passengers)),
          price: itinerary.cost.hotel))
    }
    if items.isEmpty { return nil }
    self.init(items, currency: itinerary.currency, confirmedAt: confirmedAt)
  }
}
