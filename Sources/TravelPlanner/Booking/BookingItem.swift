public import Primitives

/// An item of a booking: a flight, one way or return, or the nights in one hotel.
@usableFromInline
package enum BookingItem: Hashable, Sendable, Codable {
  case flight(FlightItem)
  case hotel(HotelItem)

  package var isFlight: Bool { if case .flight = self { true } else { false } }

  /// The price of the offer for all passengers, in minor units.
  @inlinable package var offeredPrice: Int64 {
    switch self {
    case .flight(let item): Int64(item.flight.price) * Int64(item.passengers)
    case .hotel(let item): item.hotel.price(nights: Int(item.nights), guests: Int(item.guests))
    }
  }
}

@usableFromInline
package struct FlightItem: Hashable, Sendable, Codable {
  @usableFromInline package var flight: Flight
  package var origin: City
  package var destination: City
  @usableFromInline package var passengers: UInt8

  package init(_ flight: Flight, origin: City, destination: City, passengers: UInt8) {
    self.flight = flight
    self.origin = origin
    self.destination = destination
    self.passengers = passengers
  }
}

@usableFromInline
package struct HotelItem: Hashable, Sendable, Codable {
  @usableFromInline package var hotel: Hotel
  package var city: City
  package var checkIn: CalendarDay
  @usableFromInline package var nights: Int16
  @usableFromInline package var guests: UInt8

  package init(_ hotel: Hotel, city: City, checkIn: CalendarDay, nights: Int16, guests: UInt8) {
    self.hotel = hotel
    self.city = city
    self.checkIn = checkIn
    self.nights = nights
    self.guests = guests
  }
}

/// The items and prices that the traveller agreed to, and the time of the agreement.
@usableFromInline
package struct ConfirmedQuote: Hashable, Sendable, Codable {
  /// The items in the order of booking; 1…`itemsMax`.
  @usableFromInline package let items: [QuotedItem]
  @usableFromInline package let currency: Currency
  @usableFromInline package let confirmedAt: Timestamp

  package static let itemsMax = 32

  package init(_ items: [QuotedItem], currency: Currency, confirmedAt: Timestamp) {
    self.items = items
    self.currency = currency
    self.confirmedAt = confirmedAt
  }

  /// The sum of the prices, saturating.
  @usableFromInline package var total: Money {
    var sum: Int64 = 0
    for item in items {
      let (next, overflow) = sum.addingReportingOverflow(item.price)
      if overflow { return Money(minorUnits: .max, currency) }
      sum = next
    }
    return Money(minorUnits: sum, currency)
  }
}

/// An item with its agreed price.
@usableFromInline
package struct QuotedItem: Hashable, Sendable, Codable {
  @usableFromInline package var item: BookingItem
  /// The price for all passengers, in minor units of the quote's currency.
  @usableFromInline package var price: Int64

  package init(_ item: BookingItem, price: Int64) {
    self.item = item
    self.price = price
  }
}

extension ConfirmedQuote {
  /// Creates a quote for the flight and hotel of an itinerary; nil without either.
  ///
  /// Activities are paid on the spot and not part of it.
  package init?(_ itinerary: Itinerary, confirmedAt: Timestamp) {
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
